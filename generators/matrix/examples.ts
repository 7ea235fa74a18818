import type { Command, Message } from '../../syncml/message.ts';
import type { Pool } from '../../pki/pool.ts';
import { add, atomic, exec, get, remove } from '../command.ts';
import { sendingBytes, type Draft } from '../draft.ts';
import { bytesOf, wireOf } from '../faults/wire/wire.ts';
import { keyedCertificateOf, pfxOf, sealedPassword, usualPfx } from '../fixtures.ts';
import type { Drafts } from '../list-family.ts';
import { messageOf, numbered } from '../message.ts';

/**
 * The two examples of csp-source.txt, built again from their facts: nodes, values and order. What the document leaves
 * as a placeholder is filled in; what it does unlike other payloads is a variant of its own.
 */
const pfxRequest =
  './User/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall/813A171D7341E1DA90D4A01878DD5328D351900C';

/** The PFX example: a Delete first, then an Atomic whose blob stands second and whose password comes after it. */
function pfxExample(
  pool: Pool,
  changes: { keyLocation?: string; exportable?: string } = {},
): readonly Command[] {
  const at = (name: string): string => `${pfxRequest}/${name}`;
  return [
    remove(pfxRequest),
    atomic([
      add(at('KeyLocation'), 'int', changes.keyLocation ?? '2'),
      add(at('PFXCertBlob'), 'chr', pfxOf(pool, usualPfx)),
      add(at('PFXCertPassword'), 'chr', sealedPassword(pool, usualPfx.password ?? '', 'custom')),
      add(at('PFXCertPasswordEncryptionType'), 'int', '2'),
      add(at('PFXCertPasswordEncryptionStore'), 'chr', 'My'),
      add(at('PFXKeyExportable'), 'bool', changes.exportable ?? 'true'),
    ]),
  ];
}

/** What the example leaves open or does wrong, one by one: the message that comes of it. */
const pfxVariants: Readonly<Record<string, { words?: string; message: (pool: Pool) => Message }>> = {
  'filled-in': { message: (pool) => messageOf(pfxExample(pool)) },
  'one-cmdid-for-all': {
    words: 'all commands have the same CmdID',
    message: (pool) => messageOf(withCmdId(pfxExample(pool), '1')),
  },
  'placeholder-kept': {
    words: 'the placeholder of the CmdID is not filled in',
    message: (pool) => messageOf(withCmdId(pfxExample(pool), '$CmdID$')),
  },
  'without-namespace': {
    words: 'the namespace is missing',
    message: (pool) => ({ ...messageOf(pfxExample(pool)), namespace: '' }),
  },
  'key-in-software': { message: (pool) => messageOf(pfxExample(pool, { keyLocation: '3' })) },
  'not-exportable': { message: (pool) => messageOf(pfxExample(pool, { exportable: 'false' })) },
};

/** R-EX-02: each variant with and without TPM, and each twice, so that the Delete has something to delete. */
export const pfxExampleDrafts: Drafts = ({ pool }) =>
  [false, true].flatMap((tpm) =>
    [1, 2].flatMap((times) =>
      Object.entries(pfxVariants).map(([id, { words, message }]): Draft => {
        const circumstances = `${tpm ? 'tpm' : 'no-tpm'}/${times === 1 ? 'once' : 'twice'}`;
        const certificate = keyedCertificateOf(pool, 'custom');
        return {
          id: `pfx/${id}/${circumstances}`,
          title: `The PFX example ${times === 1 ? '' : 'a second time '}(${id.replaceAll('-', ' ')}), ${tpm ? 'with' : 'without'} TPM.`,
          ...(words === undefined ? {} : { faults: [words], twin: `pfx/filled-in/${circumstances}` }),
          device: {
            tpm,
            certificates: (['device', 'user'] as const).map((scope) => ({
              ...certificate,
              scope,
              store: 'My',
            })),
          },
          parts: Array.from({ length: times }, () => sendingBytes(bytesOf(wireOf(message(pool))))),
          watched: [{ prefix: 'user', uniqueId: '813A171D7341E1DA90D4A01878DD5328D351900C' }],
        };
      }),
    ),
  );

const scepRequest = './Device/Vendor/MSFT/ClientCertificateInstall/SCEP/Example';

/** Name, Format and value of each setting of the SCEP example, in its order; the numbering begins at 302. */
const scepSettings: readonly (readonly [name: string, format: string, value: string])[] = [
  ['RetryCount', 'int', '1'],
  ['RetryDelay', 'int', '1'],
  ['KeyUsage', 'int', '160'],
  ['KeyLength', 'int', '1024'],
  ['HashAlgorithm', 'chr', 'SHA-1'],
  ['SubjectName', 'chr', 'CN=ContosoCSP'],
  ['SubjectAlternativeNames', 'chr', ''],
  ['ValidPeriod', 'chr', 'Years'],
  ['ValidPeriodUnits', 'int', '1'],
  [
    'EKUMapping',
    'chr',
    '1.3.6.1.4.1.311.10.3.12+1.3.6.1.4.1.311.10.3.4+1.3.6.1.4.1.311.20.2.2+1.3.6.1.5.5.7.3.2',
  ],
  ['KeyProtection', 'int', '3'],
  ['ServerURL', 'chr', 'http://constoso.com/certsrv/mscep/mscep.dll'],
  ['Challenge', 'chr', '1234CB055B7EBF384A9486A22B7559A5'],
  ['CAThumbprint', 'chr', '12345087E648875D1DF5D9F9FF89DD10'],
];

/** Where the example has 313$ for a CmdID. */
const oddlyNumbered = 'ServerURL';

function scepExample(atomicId: string | undefined, oddId: string): Message {
  const members: readonly Command[] = [
    { ...add(scepRequest, 'node'), cmdId: '301' },
    ...scepSettings.map(([name, format, value], index) => ({
      ...add(`${scepRequest}/Install/${name}`, format, value),
      cmdId: name === oddlyNumbered ? oddId : String(302 + index),
    })),
    { ...exec(`${scepRequest}/Install/Enroll`), cmdId: '316' },
  ];
  const container = atomic(members);
  const message = messageOf([]);
  // Numbering would give the Atomic an id that the example does not have.
  return { ...message, commands: [atomicId === undefined ? container : { ...container, cmdId: atomicId }] };
}

const asPrinted = scepExample(undefined, '313$');

const scepVariants: Readonly<Record<string, { words?: readonly string[]; message: Message }>> = {
  corrected: { message: scepExample('300', '313') },
  'atomic-without-cmdid': { words: ['an Atomic has no CmdID'], message: scepExample(undefined, '313') },
  'cmdid-not-a-number': { words: ['a CmdID is not a number'], message: scepExample('300', '313$') },
  'as-printed': { words: ['an Atomic has no CmdID', 'a CmdID is not a number'], message: asPrinted },
};

/** R-EX-01: the SCEP example, corrected, with what it does oddly, and with its placeholder left in. */
export const scepExampleDrafts: Drafts = () => {
  const looking: readonly Command[] = numbered([
    get(`${scepRequest}/Status`),
    get(`${scepRequest}/Install/RetryCount`),
  ]);
  const draft = (id: string, bytes: Uint8Array, faults: readonly string[]): Draft => ({
    id: `scep/${id}`,
    title: `The SCEP example (${id.replaceAll('-', ' ')}).`,
    ...(faults.length === 0 ? {} : { faults, twin: 'scep/corrected' }),
    parts: [sendingBytes(bytes), looking],
    watched: [],
  });
  const unfilled = bytesOf({
    ...wireOf(asPrinted),
    // Not escaped: the document has it as if it were a tag, so it is no XML.
    edits: [(text) => text.replaceAll('/SCEP/Example', '/SCEP/<InsertUniqueIDHere>')],
  });
  return [
    ...Object.entries(scepVariants).map(([id, { words = [], message }]) =>
      draft(id, bytesOf(wireOf(message)), words),
    ),
    draft('placeholder-kept', unfilled, [
      'an Atomic has no CmdID',
      'a CmdID is not a number',
      'the document is not well-formed',
    ]),
  ];
};

/** The commands, all with the same CmdID. */
function withCmdId(commands: readonly Command[], cmdId: string): readonly Command[] {
  return commands.map((command) =>
    command.kind === 'Atomic' || command.kind === 'Sequence'
      ? { ...command, cmdId, commands: withCmdId(command.commands, cmdId) }
      : { ...command, cmdId },
  );
}
