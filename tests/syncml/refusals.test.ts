import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../../syncml/limits.ts';
import { readSyncML } from '../../syncml/read.ts';
import type { RefusalKind } from '../../syncml/refusal.ts';

/** A sound message around some content; the content begins at line 2, column 13. */
const around = (content: string) =>
  `<SyncML xmlns="SYNCML:SYNCML1.2">\n  <SyncBody>${content}</SyncBody>\n</SyncML>`;

function refusal(input: Uint8Array | string, limits = {}): { kind: RefusalKind; at: string; reason: string } {
  const result = readSyncML(input, limits);
  assert(!result.ok, 'the text was read');
  const { kind, position, reason } = result.error;
  return { kind, at: `${position.line}:${position.column}`, reason };
}

const malformed: readonly (readonly [title: string, text: string, at: string])[] = [
  ['an element that is never closed', '<SyncML>\n <SyncBody>', '2:2'],
  ['elements that cross', around('<Add>\n<CmdID>1</Add></CmdID>'), '3:9'],
  ['an end tag too many', `${around('')}\n</SyncBody>`, '4:1'],
  ['an end tag in other case', around('<Add></add>'), '2:18'],
  ['an empty text', '', '1:1'],
  ['blanks only', ' \n ', '2:1'],
  ['plain text', '\nplain text', '2:1'],
  ['JSON', '{"SyncML": 1}', '1:1'],
  ['two messages in a row', `${around('')}\n${around('')}`, '4:1'],
  ['text after the root', `${around('')}\n x`, '4:2'],
  ['text between bare commands', '<Add/> x <Add/>', '1:8'],
  ['a reference between bare commands', '<Add/>&#32;<Add/>', '1:7'],
  ['a CDATA section between bare commands', '<Add/><![CDATA[ ]]><Add/>', '1:7'],
  ['a message behind a bare command', `<Add/>${around('')}`, '1:7'],
  ['an attribute given twice', around('<Add a="1" a="2"/>'), '2:30'],
  ['one attribute under two prefixes', around('<Add xmlns:a="u" xmlns:b="u" a:x="" b:x=""/>'), '2:56'],
  ['an attribute without quotes', around('<Add a=1/>'), '2:20'],
  ['an attribute without a value', around('<Add a/>'), '2:19'],
  ['attributes that touch', around('<Add a="1"b="2"/>'), '2:23'],
  ['< in an attribute', around('<Add a="<"/>'), '2:21'],
  ['a quote that is never closed', around('<Add a="1/>'), '2:24'],
  ['a bare &', around('<Add> & </Add>'), '2:19'],
  ['a & that a name follows', around('<Add>a&b</Add>'), '2:19'],
  ['a reference without its semicolon', around('<Add>&amp</Add>'), '2:18'],
  ['an undeclared entity', around('<Add>&nope;</Add>'), '2:18'],
  ['an entity of HTML', around('<Add>&nbsp;</Add>'), '2:18'],
  ['an entity named like a property of objects', around('<Add>&constructor;</Add>'), '2:18'],
  ['an undeclared prefix', around('<x:Add/>'), '2:20'],
  ['an undeclared prefix of an attribute', around('<Add x:y="1"/>'), '2:26'],
  ['a prefix named like a property of objects', around('<toString:Add/>'), '2:27'],
  ['two colons in a name', around('<a:b:c xmlns:a="u"/>'), '2:32'],
  ['-- in a comment', around('<!-- a -- b -->'), '2:22'],
  [']]> in text', around('<Add>]]></Add>'), '2:20'],
  ['a NUL character', around('\0'), '2:13'],
  ['the character U+0001', around('a\u0001'), '2:14'],
  ['the character U+FFFE', around('\uFFFE'), '2:13'],
  ['a reference to NUL', around('a&#0;'), '2:14'],
  ['a reference to U+0001', around('&#1;'), '2:13'],
  ['a reference to a surrogate', around('&#xD800;'), '2:13'],
  ['a reference beyond Unicode', around('&#x110000;'), '2:13'],
  ['a reference with a capital X', around('&#X41;'), '2:13'],
  ['a declaration behind a blank', ` <?xml version="1.0"?>${around('')}`, '1:7'],
  ['a declaration inside', around('<?xml version="1.0"?>'), '2:18'],
  ['a declaration of version 9', `<?xml version="9"?>${around('')}`, '1:17'],
  ['a declaration without a version', `<?xml encoding="utf-8"?>${around('')}`, '1:15'],
  ['a comment that is never closed', around('<!-- '), '2:13'],
  ['a CDATA section that is never closed', around('<![CDATA[ '), '2:13'],
  ['an instruction that is never closed', around('<?x '), '2:13'],
  ['a tag without a name', around('<>'), '2:14'],
  ['a blank before the name of an end tag', around('<Add></ Add>'), '2:21'],
  ['a document type behind the start of the root', around('<!DOCTYPE SyncML>'), '2:21'],
  ['a second byte order mark', `\uFEFF\uFEFF${around('')}`, '1:1'],
];

describe('a text that is not well-formed is refused where the fault is', () => {
  it.each(malformed)('%s', (_title, text, at) => {
    expect(refusal(text)).toMatchObject({ kind: 'not-well-formed', at });
  });

  it('lines end with LF, CR LF or CR, and columns count from 1', () => {
    expect(refusal('<Add>\n\r\n\r  <Get></Add>').at).toBe('4:8');
  });

  it('the reason names the start tag that an end tag does not match', () => {
    expect(refusal('<Add>\n  <Item></Add>').reason).toBe('</Add> does not close <Item> of line 2, column 3');
  });
});

describe('a document type is refused, whatever it says', () => {
  it.each([
    ['a plain one', '<!DOCTYPE SyncML>', '1:1'],
    [
      'one behind declaration and comment',
      '<?xml version="1.0"?>\n<!-- <!DOCTYPE x> -->\n<!DOCTYPE SyncML>',
      '3:1',
    ],
    ['an external subset', '<!DOCTYPE SyncML SYSTEM "file:///etc/passwd">', '1:1'],
    ['an external entity', '<!DOCTYPE SyncML [<!ENTITY x SYSTEM "file:///etc/passwd">]>', '1:1'],
    [
      'billion laughs',
      `<!DOCTYPE SyncML [<!ENTITY l0 "lol">${Array.from(
        { length: 10 },
        (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`,
      ).join('')}]>`,
      '1:1',
    ],
    ['one that never ends', `<!DOCTYPE SyncML [${'<'.repeat(100_000)}`, '1:1'],
  ])('%s', (_title, doctype, at) => {
    expect(refusal(`${doctype}<SyncML>&l10;&x;</SyncML>`)).toMatchObject({ kind: 'dtd', at });
  });

  it('but the word in a comment or in Data is only text', () => {
    expect(
      readSyncML('<!-- <!DOCTYPE x> --><Add><Item><Data><![CDATA[<!DOCTYPE x>]]></Data></Item></Add>').ok,
    ).toBe(true);
  });
});

describe('limits', () => {
  it(
    'nesting is refused at the first element that is too deep, 100,000 elements deep at once',
    { timeout: 10_000 },
    () => {
      expect(refusal('<Add>'.repeat(100_000))).toMatchObject({ kind: 'depth', at: `1:${64 * 5 + 1}` });
    },
  );

  it('nesting up to the limit is read', () => {
    const nested = (depth: number) => `${'<Atomic>'.repeat(depth)}${'</Atomic>'.repeat(depth)}`;
    expect(readSyncML(nested(64)).ok).toBe(true);
    expect(refusal(nested(65)).kind).toBe('depth');
    expect(refusal(nested(3), { depth: 2 })).toMatchObject({ kind: 'depth', at: '1:17' });
  });

  it('50 MB are refused by their size alone, whether or not they could be read', () => {
    expect(refusal(new Uint8Array(50_000_000).fill(0xff))).toMatchObject({ kind: 'size', at: '1:1' });
    expect(refusal(`<Add>${' '.repeat(50_000_000)}</Add>`)).toMatchObject({ kind: 'size', at: '1:1' });
  });

  it('input of exactly the limit is read', () => {
    expect(readSyncML('<Add/>', { bytes: 6 }).ok).toBe(true);
    expect(refusal('<Add/>', { bytes: 5 }).kind).toBe('size');
  });

  it('too many elements are refused at the first that is too much', () => {
    expect(refusal('<Add/>\n<Add/>\n<Add/>', { elements: 2 })).toMatchObject({ kind: 'size', at: '3:1' });
    expect(refusal(around('<Add/>'.repeat(defaultLimits.elements))).kind).toBe('size');
  });

  it.each([
    ['one text', `<Add><Item><Data>${'x'.repeat(4_900_000)}</Data></Item></Add>`],
    ['references', `<Add><Item><Data>${'&amp;'.repeat(900_000)}</Data></Item></Add>`],
    ['instructions', `<Add><Item><Data>${'<?p?>'.repeat(900_000)}</Data></Item></Add>`],
    ['attributes', `<Add ${Array.from({ length: 300_000 }, (_, index) => `a${index}=""`).join(' ')}/>`],
    ['bare commands', '<Add/>'.repeat(defaultLimits.elements)],
  ])('%s up to the limit are read in time that does not run away', { timeout: 30_000 }, (_title, text) => {
    expect(readSyncML(text).ok).toBe(true);
  });
});

describe('what is XML but no SyncML is refused', () => {
  it.each([
    ['another vocabulary', '<html/>'],
    ['a header alone', '<SyncHdr/>'],
    ['an item alone', '<Item><Data/></Item>'],
    ['a command that Windows does not know', '<!-- c -->\n<Copy/>'],
    ['the end of a message alone', '<Final/>'],
  ])('%s', (_title, text) => {
    expect(refusal(text).kind).toBe('not-syncml');
  });
});
