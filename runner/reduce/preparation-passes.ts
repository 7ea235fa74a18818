import type { Case, Preparation, ScepServer } from '../../cases/case.ts';
import type { ScepScript } from '../../pki/scep/script.ts';
import { listWithout, rowOf, type Pass, type Row } from './pass.ts';

/**
 * What the device has. The edition stays, which is that of a real device, perhaps; so does what a server calls itself,
 * since it has to fit what it presents.
 */
export const dropPreparation: Pass = {
  kind: 'cut',
  rows: (testCase) => {
    const { certificates, helloContainers, scepServers = [] } = testCase.preparation;
    return [
      rowOf(certificates, (dropped) =>
        prepared(testCase, { certificates: listWithout(certificates, dropped) }),
      ),
      rowOf(helloContainers, (dropped) =>
        prepared(testCase, { helloContainers: listWithout(helloContainers, dropped) }),
      ),
      luxuriesOf(testCase),
      rowOf(scepServers, (dropped) => prepared(testCase, { scepServers: listWithout(scepServers, dropped) })),
      ...scepServers.flatMap((server) => rowsOf(testCase, server)),
    ];
  },
};

/** What a device can do without, where it has it. */
function luxuriesOf(testCase: Case): Row {
  const { preparation } = testCase;
  const luxuries = (['mdmCertificate', 'entraKeyIdentifier'] as const).filter((name) => name in preparation);
  return rowOf([...luxuries, ...(preparation.tpm ? (['tpm'] as const) : [])], (dropped) => {
    const left = Object.entries(preparation).filter(([name]) => !dropped.some((luxury) => luxury === name));
    // What is left out is optional, but for tpm, which is put back.
    return prepared(testCase, {}, { tpm: false, ...Object.fromEntries(left) } as Preparation);
  });
}

/** What a server does beside issuing whatever is asked for, at once. */
function rowsOf(testCase: Case, server: ScepServer): readonly Row[] {
  const { script } = server;
  const { faults = [] } = script;
  const whims = Object.keys(script).filter((name) => name !== 'authority');
  return [
    rowOf(whims, (dropped) => {
      const left = Object.entries(script).filter(([name]) => !dropped.includes(name));
      return scripted(testCase, server, Object.fromEntries(left));
    }),
    rowOf(faults, (dropped) =>
      scripted(testCase, server, { ...script, faults: listWithout(faults, dropped) }),
    ),
  ];
}

/** A server lets wait once, instead of many times. */
export const shortenPending: Pass = {
  kind: 'change',
  places: (testCase) =>
    (testCase.preparation.scepServers ?? []).map((server) =>
      [1, 2, 3]
        .filter((times) => times < (server.script.pending ?? 0))
        .map((times) => scripted(testCase, server, { ...server.script, pending: times })),
    ),
};

function scripted(testCase: Case, server: ScepServer, script: ScepScript): Case {
  const { scepServers = [] } = testCase.preparation;
  return prepared(testCase, {
    scepServers: scepServers.map((other) => (other === server ? { ...server, script } : other)),
  });
}

function prepared(testCase: Case, change: Partial<Preparation>, base = testCase.preparation): Case {
  return { ...testCase, preparation: { ...base, ...change } };
}
