import type { Breach } from '../../cases/intent.ts';
import type { Command, Message } from '../../syncml/message.ts';
import type { Pool } from '../../pki/pool.ts';
import { add, atomic, remove } from '../command.ts';
import { sendingBytes, type Draft } from '../draft.ts';
import { bytesOf, wireOf } from '../faults/wire/wire.ts';
import { keyedCertificateOf, pfxOf, sealedPassword, usualPfx } from '../fixtures.ts';
import { broken, valid } from '../intent.ts';
import type { Drafts } from '../list-family.ts';
import { messageOf } from '../message.ts';

/**
 * The PFX example of csp-source.txt, built again from its facts: nodes, values and order. What the document leaves as a
 * placeholder is filled in; what it does unlike other payloads is a variant of its own. The other one is in
 * scep-example.ts.
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

interface Variant {
  readonly words?: string;
  /** How the message shows to a proofreader of SyncML, where it is not valid. */
  readonly breach?: Breach;
  readonly message: (pool: Pool) => Message;
}

/** What the example leaves open or does wrong, one by one: the message that comes of it. */
const pfxVariants: Readonly<Record<string, Variant>> = {
  'filled-in': { message: (pool) => messageOf(pfxExample(pool)) },
  'one-cmdid-for-all': {
    words: 'all commands have the same CmdID',
    breach: 'cmdid-repeated',
    message: (pool) => messageOf(withCmdId(pfxExample(pool), '1')),
  },
  'placeholder-kept': {
    words: 'the placeholder of the CmdID is not filled in',
    breach: 'cmdid-repeated',
    message: (pool) => messageOf(withCmdId(pfxExample(pool), '$CmdID$')),
  },
  'without-namespace': {
    words: 'the namespace is missing',
    breach: 'namespace',
    message: (pool) => ({ ...messageOf(pfxExample(pool)), namespace: '' }),
  },
  'key-in-software': { message: (pool) => messageOf(pfxExample(pool, { keyLocation: '3' })) },
  'not-exportable': { message: (pool) => messageOf(pfxExample(pool, { exportable: 'false' })) },
};

/** R-EX-02: each variant with and without TPM, and each twice, so that the Delete has something to delete. */
export const pfxExampleDrafts: Drafts = ({ pool }) =>
  [false, true].flatMap((tpm) =>
    [1, 2].flatMap((times) =>
      Object.entries(pfxVariants).map(([id, { words, breach, message }]): Draft => {
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
          parts: Array.from({ length: times }, () =>
            sendingBytes(bytesOf(wireOf(message(pool))), breach === undefined ? valid : broken(breach)),
          ),
          watched: [{ prefix: 'user', uniqueId: '813A171D7341E1DA90D4A01878DD5328D351900C' }],
        };
      }),
    ),
  );

/** The commands, all with the same CmdID. */
function withCmdId(commands: readonly Command[], cmdId: string): readonly Command[] {
  return commands.map((command) =>
    command.kind === 'Atomic' || command.kind === 'Sequence'
      ? { ...command, cmdId, commands: withCmdId(command.commands, cmdId) }
      : { ...command, cmdId },
  );
}
