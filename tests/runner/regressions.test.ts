import { describe, expect, test } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Answers, Case } from '../../cases/case.ts';
import { keyCache } from '../../runner/laboratory.ts';
import { tryCase } from '../../runner/trial.ts';
import { openPool } from '../../pki/pool.ts';
import { buildPfx, type PfxSpecification } from '../../pki/pfx-build.ts';
import { seededRandom } from '../../pki/random.ts';

const pfx = './Device/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall';

const pool = await openPool(keyCache);

const blob = (content: PfxSpecification['content']): string =>
  Buffer.from(
    buildPfx(
      {
        identities: [pool.identity('rsa-2048', 0)],
        content,
        chain: false,
        protection: 'none',
        password: null,
        iterations: 1,
      },
      seededRandom('regressions'),
    ),
  ).toString('base64');

const set = (number: number, uri: string, format: string, data: string): string =>
  `<Add><CmdID>${number}</CmdID><Item><Target><LocURI>${pfx}/${uri}</LocURI></Target><Meta><Format xmlns="syncml:metinf">${format}</Format></Meta><Data>${data}</Data></Item></Add>`;

const install = (number: number, id: string, location: number, data: string, exportable = 'false'): string =>
  set(number, `${id}/KeyLocation`, 'int', String(location)) +
  set(number + 1, `${id}/PFXKeyExportable`, 'bool', exportable) +
  set(number + 2, `${id}/PFXCertBlob`, 'chr', data);

const remove = (number: number, id: string): string =>
  `<Delete><CmdID>${number}</CmdID><Item><Target><LocURI>${pfx}/${id}</LocURI></Target></Item></Delete>`;

const verdictOn = async (answers: Answers, ...bodies: readonly string[]) => {
  const testCase: Case = {
    id: 'regression',
    level: 'example',
    aims: [],
    faults: [],
    title: 'a case that was judged wrongly once',
    preparation: { edition: '10.0.26100', tpm: true, certificates: [], helloContainers: [] },
    steps: [
      ...bodies.map((body) => ({ kind: 'send', payload: { text: `<SyncBody>${body}</SyncBody>` } }) as const),
      { kind: 'read-stores' },
    ],
  };
  const target = simulatorTarget({ answers });
  const capabilities = await target.capabilities();
  return (await tryCase({ target, capabilities, patience: 60_000, now: () => 0 }, testCase)).verdict;
};

describe('devices that were accused wrongly once', () => {
  test('the key of a shared certificate may stay where the deleted install put it (A-27)', async () => {
    const data = blob('keys-and-certificates');
    const both = install(1, 'Alpha', 3, data, 'true') + install(11, 'Bravo', 1, data);
    expect(await verdictOn({ 'A-27': 'stays' }, both, remove(1, 'Bravo'))).toMatchObject({ kind: 'conform' });
  });

  test('a certificate may stay that another request has brought without its key (A-27)', async () => {
    const both =
      install(1, 'Alpha', 3, blob('keys-and-certificates')) +
      set(11, 'Bravo/KeyLocation', 'int', '3') +
      set(12, 'Bravo/PFXCertBlob', 'chr', blob('certificates-only'));
    const answers: Answers = { 'A-27': 'stays', 'A-51/no-key': 'imported' };
    expect(await verdictOn(answers, both, remove(1, 'Alpha'))).toMatchObject({ kind: 'conform' });
  });

  test('Add of UniqueID and Add of a setting outside an Atomic are two questions (A-38)', async () => {
    const node = `<Add><CmdID>1</CmdID><Item><Target><LocURI>${pfx}/Alpha</LocURI></Target><Meta><Format xmlns="syncml:metinf">node</Format></Meta></Item></Add>`;
    const answers: Answers = { 'A-38/UniqueID': 'accepted', 'A-38/settings': 'refused' };
    const verdict = await verdictOn(answers, node + set(2, 'Alpha/ContainerName', 'chr', 'First'));
    expect(verdict).toMatchObject({ kind: 'conform', answers });
  });
});
