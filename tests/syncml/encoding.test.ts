import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSyncML } from '../../syncml/read.ts';
import { writeSyncML } from '../../syncml/write.ts';
import type { Message } from '../../syncml/message.ts';

const reply =
  '<SyncML><SyncHdr/><SyncBody><Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd>' +
  '<Data>Grüße 😀</Data></Status></SyncBody></SyncML>';
const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>${reply}`;
const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

function statusData(input: Uint8Array | string): string | undefined {
  const result = readSyncML(input);
  assert(result.ok, JSON.stringify(result));
  const [status] = result.message.commands;
  return status?.kind === 'Status' ? status.data?.text : undefined;
}

describe('encodings', () => {
  it.each<[string, Uint8Array | string]>([
    ['UTF-8 without declaration', Buffer.from(reply)],
    ['UTF-8 with byte order mark', Buffer.from(`\uFEFF${reply}`)],
    ['UTF-8 with byte order mark and declaration', Buffer.from(`\uFEFF${declared('UTF-8')}`)],
    ['UTF-16 little endian with byte order mark', Buffer.from(`\uFEFF${declared('utf-16')}`, 'utf16le')],
    ['UTF-16 big endian with byte order mark', utf16be(`\uFEFF${declared('UTF-16')}`)],
    ['UTF-16 with byte order mark and no declaration', Buffer.from(`\uFEFF${reply}`, 'utf16le')],
    ['UTF-16 little endian told by its declaration', Buffer.from(declared('utf-16le'), 'utf16le')],
    ['UTF-16 big endian told by its declaration', utf16be(declared('utf-16'))],
    ['a string', reply],
    ['a string with byte order mark', `\uFEFF${reply}`],
    ['a string whose declaration says utf-16, as mdmlocalmanagement.dll answers', declared('utf-16')],
    ['a string whose declaration says anything', declared('ISO-8859-1')],
  ])('%s is read', (_title, input) => {
    expect(statusData(input)).toBe('Grüße 😀');
  });

  it.each<[string, Uint8Array | string, string]>([
    ['UTF-8 bytes that say utf-16', Buffer.from(declared('utf-16')), '1:1'],
    ['UTF-16 bytes that say utf-8', Buffer.from(`\uFEFF${declared('utf-8')}`, 'utf16le'), '1:1'],
    ['UTF-16 little endian that says big endian', Buffer.from(declared('utf-16be'), 'utf16le'), '1:1'],
    ['another encoding', Buffer.from(declared('ISO-8859-1'), 'latin1'), '1:51'],
    ['another encoding in ASCII', Buffer.from('<?xml version="1.0" encoding="latin1"?><Add/>'), '1:1'],
    ['UTF-32', Buffer.from([0, 0, 0, 0x3c]), '1:1'],
    ['a byte that UTF-8 does not know', Buffer.concat([Buffer.from('<Add>\nä'), Buffer.from([0xff])]), '2:2'],
    ['an encoded surrogate', Buffer.concat([Buffer.from('<Add>'), Buffer.from([0xed, 0xa0, 0x80])]), '1:6'],
    ['an overlong form', Buffer.concat([Buffer.from('<Add>'), Buffer.from([0xc0, 0xbc])]), '1:6'],
    ['a character cut off at the end', Buffer.from('<Add/>\nß').subarray(0, 8), '2:1'],
    ['half a surrogate pair in UTF-16', Buffer.from('\uFEFF<Add>\ud800</Add>', 'utf16le'), '1:6'],
    ['half a surrogate pair in a string', '<Add>\n\udc00</Add>', '2:1'],
    ['a high surrogate that eats the next character', '<Add>\ud800</Add>', '1:6'],
  ])('%s is refused', (_title, input, at) => {
    const result = readSyncML(input);
    assert(!result.ok, 'the text was read');
    const { kind, position } = result.error;
    expect({ kind, at: `${position.line}:${position.column}` }).toMatchObject({ kind: 'encoding' });
    if (!_title.startsWith('another encoding')) expect(`${position.line}:${position.column}`).toBe(at);
  });

  it('a bad byte is found wherever it stands', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), (text, place) => {
        const lines = text.replace(/[\r\ud800-\udfff]/gu, '');
        const characters = Array.from(lines);
        const good = characters.slice(0, place % (characters.length + 1)).join('');
        const result = readSyncML(
          Buffer.concat([Buffer.from(good), Buffer.from([0xff]), Buffer.from(lines)]),
        );
        assert(!result.ok);
        const before = good.replace(/^\uFEFF/, '').split('\n');
        assert.equal(result.error.kind, 'encoding');
        assert.deepEqual(result.error.position, {
          line: before.length,
          column: (before.at(-1) ?? '').length + 1,
        });
      }),
    );
  });

  it('a declaration may stand before bare commands', () => {
    const message: Message = { shape: 'fragment', namespace: '', commands: [], final: false };
    const commands = [
      { kind: 'Get', items: [] },
      { kind: 'Add', items: [] },
    ] as const;
    const text = writeSyncML({ ...message, commands });
    expect(readSyncML(`<?xml version="1.0" encoding="utf-8"?>\n<!-- profile -->\n${text}`).ok).toBe(true);
  });
});
