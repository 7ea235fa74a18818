import fc from 'fast-check';
import type { Command, Message } from '../../../syncml/message.ts';
import { readSyncML } from '../../../syncml/read.ts';
import { writeSyncML } from '../../../syncml/write.ts';

/** A payload as a test case has it, with an identity that is no session's. */
export function payloadOf(
  commands: readonly Command[],
  { msgId = '2', maxMsgSize }: { readonly msgId?: string; readonly maxMsgSize?: number } = {},
): Uint8Array {
  return bytesOf({
    shape: 'message',
    namespace: 'SYNCML:SYNCML1.2',
    header: {
      verDtd: '1.2',
      verProto: 'DM/1.2',
      sessionId: '7f',
      msgId,
      target: { locUri: 'urn:uuid:1f0c5b7e-6a3d-4a52-9d5c-2b8f0a7c4e11' },
      source: { locUri: 'https://mdm.example.com/omadm?a=1&b=2' },
      ...(maxMsgSize === undefined ? {} : { meta: { maxMsgSize: String(maxMsgSize) } }),
    },
    commands,
    final: true,
  });
}

export function bytesOf(message: Message): Uint8Array {
  return new Uint8Array(Buffer.from(writeSyncML(message), 'utf8'));
}

export function read(document: Uint8Array): Message {
  const result = readSyncML(document);
  if (!result.ok) throw new Error(result.error.reason);
  return result.message;
}

/** What a document asks for: its commands without the Statuses before them, and without their places. */
export function commandsIn(document: Uint8Array): unknown {
  const commands = read(document).commands.filter(({ kind }) => kind !== 'Status');
  return JSON.parse(
    JSON.stringify(commands, (key, value: unknown) => (key === 'position' ? undefined : value)),
  );
}

/** Texts in which characters of several bytes, references and line ends may come to stand where something is cut. */
export function texts(maxLength: number): fc.Arbitrary<string> {
  const unit = fc.constantFrom('a', 'Z', '0', ' ', '&', '<', '>', '"', 'é', '漢', '😀', '\r', '\n', ']]>');
  return fc.oneof(
    fc.string({ unit, maxLength: 40 }),
    fc.tuple(fc.string({ unit, minLength: 1, maxLength: 60 }), fc.nat(maxLength)).map(([text, length]) =>
      Array.from(text.repeat(Math.ceil(length / text.length)))
        .slice(0, length)
        .join(''),
    ),
  );
}

/** One Add, as large as it likes. */
export function singleAdd(maxLength: number): fc.Arbitrary<readonly Command[]> {
  return fc
    .tuple(fc.constantFrom('Add', 'Replace'), texts(maxLength), fc.boolean())
    .map(([kind, text, typed]) => [
      {
        kind: kind as 'Add',
        cmdId: '4',
        items: [
          {
            target: { locUri: './Device/Vendor/MSFT/Example/Value' },
            ...(typed ? { meta: { format: 'chr', type: 'text/plain' } } : {}),
            data: { text, cdata: false },
          },
        ],
      },
    ]);
}

/** A few small commands. */
export const smallCommands: fc.Arbitrary<readonly Command[]> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(
        'Add' as const,
        'Replace' as const,
        'Get' as const,
        'Exec' as const,
        'Delete' as const,
      ),
      name: fc.constantFrom('A', 'B', 'Status', 'é&'),
      text: fc.option(fc.string({ maxLength: 8, unit: fc.constantFrom('a', '&', 'é') })),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((drafts) =>
    drafts.map(({ kind, name, text }, index): Command => ({
      kind,
      cmdId: String(index * 2 + 1),
      items: [
        { target: { locUri: `./${name}` }, ...(text === null ? {} : { data: { text, cdata: false } }) },
      ],
    })),
  );

/**
 * Answers as the virtual device does: header and MsgRef from the request, a Status for each command, a value for each
 * Get. Its answer depends on nothing but the document, so that a carried one can be compared with one given directly.
 */
export function answerTo(document: Uint8Array, values: readonly string[]): Uint8Array {
  const { header, commands } = read(document);
  const msgRef = header?.msgId ?? '1';
  const asked = commands.filter(({ kind }) => kind !== 'Status' && kind !== 'Results');
  const status = (cmdRef: string, cmd: string): Command => ({
    kind: 'Status',
    msgRef,
    cmdRef,
    cmd,
    targetRefs: [],
    sourceRefs: [],
    data: { text: '200', cdata: false },
    items: [],
  });
  const answers: readonly Command[] = [
    status('0', 'SyncHdr'),
    ...asked.map((command) => status(command.cmdId ?? '', command.kind)),
    ...values.map((text, index): Command => ({
      kind: 'Results',
      msgRef,
      cmdRef: '1',
      items: [
        {
          source: { locUri: `./Value/${index}` },
          ...(index % 2 === 0 ? { meta: { format: 'chr' } } : {}),
          data: { text, cdata: false },
        },
      ],
    })),
    {
      kind: 'Alert',
      data: { text: '1226', cdata: false },
      items: [{ data: { text: 'done', cdata: false } }],
    },
  ];
  return bytesOf({
    shape: 'message',
    namespace: 'SYNCML:SYNCML1.2',
    header: {
      verDtd: '1.2',
      verProto: 'DM/1.2',
      sessionId: header?.sessionId ?? '1',
      msgId: msgRef,
      target: { locUri: header?.source?.locUri ?? './server' },
      source: { locUri: header?.target?.locUri ?? './device' },
    },
    commands: answers.map((answer, index) => ({ ...answer, cmdId: String(index + 1) })),
    final: true,
  });
}
