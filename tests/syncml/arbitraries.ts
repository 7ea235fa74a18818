import fc from 'fast-check';
import type { Command, Data, Header, Item, Location, Message, Meta } from '../../syncml/message.ts';

/** Texts that tempt a codec: markup, references, line ends, blanks at the edges, and any character that XML allows. */
const temptation = fc.constantFrom(
  ...[
    '',
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\u0085',
    '\u2028',
    ']]>',
    ']]',
    '>',
    '<',
    '&',
    '&amp;',
    '&#13;',
    '&#x0041;',
  ],
  ...[
    '<![CDATA[',
    ']]>]]>',
    '<!-- x -->',
    '<?x y?>',
    '<Add/>',
    '"',
    "'",
    '007',
    '1e3',
    'true',
    '0x20',
    '\uFEFF',
  ],
  ...['😀', '\u{10FFFF}', 'ß', '日本', '__proto__', '\uFFFD', '\uE000', '\uD7FF'],
);

const xmlCharacters = fc
  .string({ unit: 'binary' })
  .map((text) => text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '?'));

/** Any text that XML can carry. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(temptation, xmlCharacters, fc.string()), { maxLength: 4 })
  .map((parts) => parts.join(''));

const namespace = fc.constantFrom('SYNCML:SYNCML1.2', '', 'SYNCML:SYNCML1.1', 'urn:x"&<\n>y');

/** An object with some of the properties, never one that is undefined. */
function some<T>(properties: { [Key in keyof T]-?: fc.Arbitrary<Exclude<T[Key], undefined>> }) {
  return fc.record(properties, { requiredKeys: [] });
}

const meta: fc.Arbitrary<Meta> = some<Meta>({
  format: anyText,
  type: anyText,
  mark: anyText,
  size: anyText,
  nextNonce: anyText,
  maxMsgSize: anyText,
  maxObjSize: anyText,
  version: anyText,
});

const data: fc.Arbitrary<Data> = fc.record(
  { text: anyText, cdata: fc.boolean(), originalError: fc.constantFrom('0x86000002', '', ' a\t"<&>\r\n ') },
  { requiredKeys: ['text', 'cdata'] },
);
const location: fc.Arbitrary<Location> = fc.record(
  { locUri: anyText, locName: anyText },
  { requiredKeys: ['locUri'] },
);
const cred = fc.record({ meta, data: anyText }, { requiredKeys: ['data'] });
const chal = some<{ meta: Meta }>({ meta });
const item: fc.Arbitrary<Item> = some<Item>({
  target: location,
  source: location,
  meta,
  data,
  moreData: fc.constant(true),
  position: fc.constant({ line: 1, column: 1 }),
});
const items = fc.array(item, { maxLength: 3 });
const noResp = fc.constant(true);

/** A name that is no command's and no other element's, so it is unknown wherever it stands. */
const unknownName = fc.constantFrom(
  'Copy',
  'Map',
  'Frobnicate',
  '_x.y-1',
  '__proto__',
  'constructor',
  'toString',
  'É',
);

const { command } = fc.letrec<{ command: Command }>((tie) => ({
  command: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record(
      {
        kind: fc.constantFrom('Add', 'Replace', 'Delete', 'Get', 'Exec'),
        cmdId: anyText,
        noResp,
        cred,
        meta,
        correlator: anyText,
        items,
      },
      { requiredKeys: ['kind', 'items'] },
    ),
    fc.record(
      { kind: fc.constant('Alert'), cmdId: anyText, noResp, correlator: anyText, data, items },
      { requiredKeys: ['kind', 'items'] },
    ),
    fc.record(
      {
        kind: fc.constant('Status'),
        cmdId: anyText,
        msgRef: anyText,
        cmdRef: anyText,
        cmd: anyText,
        targetRefs: fc.array(anyText, { maxLength: 2 }),
        sourceRefs: fc.array(anyText, { maxLength: 2 }),
        cred,
        chal,
        data,
        items,
      },
      { requiredKeys: ['kind', 'targetRefs', 'sourceRefs', 'items'] },
    ),
    fc.record(
      {
        kind: fc.constant('Results'),
        cmdId: anyText,
        msgRef: anyText,
        cmdRef: anyText,
        cmd: anyText,
        meta,
        targetRef: anyText,
        sourceRef: anyText,
        items,
      },
      { requiredKeys: ['kind', 'items'] },
    ),
    fc.record(
      { kind: fc.constant('Unknown'), name: unknownName, namespace, cmdId: anyText },
      { requiredKeys: ['kind', 'name', 'namespace'] },
    ),
    fc.record(
      {
        kind: fc.constantFrom('Atomic', 'Sequence'),
        cmdId: anyText,
        noResp,
        meta,
        commands: fc.array(tie('command'), { maxLength: 3 }),
      },
      { requiredKeys: ['kind', 'commands'] },
    ),
  ),
}));

const header: fc.Arbitrary<Header> = some<Header>({
  verDtd: anyText,
  verProto: anyText,
  sessionId: anyText,
  msgId: anyText,
  target: location,
  source: location,
  respUri: anyText,
  noResp,
  cred,
  meta,
  position: fc.constant({ line: 1, column: 1 }),
});

const commands = fc.array(command, { maxLength: 4 });

/** Any message of a given shape that can be written. */
const messages = {
  message: fc.record(
    { shape: fc.constant('message'), namespace, header, commands, final: fc.boolean() },
    { requiredKeys: ['shape', 'namespace', 'commands', 'final'] },
  ),
  body: fc.record({ shape: fc.constant('body'), namespace, commands, final: fc.boolean() }),
  fragment: fc.record({
    shape: fc.constant('fragment'),
    namespace,
    // Without a command that SyncML knows a fragment is no SyncML.
    commands: commands.filter((list) => list.some(({ kind }) => kind !== 'Unknown')),
    final: fc.boolean(),
  }),
} satisfies Record<Message['shape'], fc.Arbitrary<Message>>;

export const anyMessage: fc.Arbitrary<Message> = fc.oneof(messages.message, messages.body, messages.fragment);

/** What a message says, without where it said it. */
export function withoutPositions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPositions);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'position')
      .map(([key, inner]) => [key, withoutPositions(inner)]),
  );
}
