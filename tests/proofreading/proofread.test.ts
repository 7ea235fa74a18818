import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Breach } from '../../cases/intent.ts';
import { commandElements, metaElements, syncmlElements } from '../../proofreading/content-model.ts';
import { limits } from '../../proofreading/limits.ts';
import { proofread } from '../../proofreading/proofread.ts';
import { describeRemark } from '../../proofreading/remark.ts';

const right = `<SyncML xmlns="SYNCML:SYNCML1.2">
<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>
<Target><LocURI>urn:device</LocURI></Target><Source><LocURI>urn:server</LocURI></Source></SyncHdr>
<SyncBody>
<Atomic><CmdID>1</CmdID>
<Add><CmdID>2</CmdID><Item><Target><LocURI>./A</LocURI></Target><Meta><Format xmlns="syncml:metinf">chr</Format></Meta><Data>x &amp; y</Data></Item></Add>
<Atomic><CmdID>3</CmdID><Get><CmdID>4</CmdID><Item><Target><LocURI>./A</LocURI></Target></Item></Get></Atomic>
</Atomic>
<Sequence><CmdID>5</CmdID><Delete><CmdID>6</CmdID><Item><Target><LocURI>./A</LocURI></Target></Item></Delete></Sequence>
<Exec><CmdID>7$</CmdID><Item><Target><LocURI>./E</LocURI></Target></Item></Exec>
<Final/></SyncBody></SyncML>`;

const read = (text: string) => proofread(new TextEncoder().encode(text));

describe('what is right', () => {
  const variants: Readonly<Record<string, string>> = {
    'a message': right,
    'a declaration and a byte order mark': `\ufeff<?xml version="1.0" encoding='UTF-8' standalone="yes" ?>\n${right}`,
    'comments and instructions': right.replace('<SyncBody>', '<SyncBody><!-- a - b --><?note it?>'),
    'a prefix': right
      .replace(/<(\/?)(?!Format)(\w+)/g, '<$1s:$2')
      .replace('<s:SyncML xmlns=', '<s:SyncML xmlns:s='),
    'a CDATA section': right.replace('x &amp; y', '<![CDATA[<a>&]]>'),
    'references to characters': right.replace('./A', '&#46;&#x2F;&#x1F600;'),
    'Type before Format': right.replace('<Format', '<Type xmlns="syncml:metinf">text/plain</Type><Format'),
    'markup in Data that has a namespace': right.replace('x &amp; y', '<a xmlns="urn:other" b="c"><d/></a>'),
    'no Final': right.replace('<Final/>', ''),
  };
  it.each(Object.entries(variants))('%s has no remarks', (_, text) => {
    expect(read(text)).toEqual([]);
  });
});

type Wrong = readonly [what: string, rule: Breach, from: string | RegExp, to: string, place?: string];

const wrong: readonly Wrong[] = [
  ['an end tag is missing', 'not-well-formed', '</Add>', ''],
  ['an end tag is too many', 'not-well-formed', '</Add>', '</Add></Add>', '6:155'],
  ['a second root', 'not-well-formed', /$/, '<a/>', '11:29'],
  ['text before the root', 'not-well-formed', /^/, 'x', '1:1'],
  ['a bare ampersand', 'not-well-formed', '&amp;', '&'],
  ['an unknown entity', 'not-well-formed', '&amp;', '&nbsp;'],
  ['a bare <', 'not-well-formed', '&amp;', '<'],
  ['a reference to nothing', 'not-well-formed', '&amp;', '&#0;'],
  ['a reference to half a character', 'not-well-formed', '&amp;', '&#xd800;'],
  ['a reference beyond Unicode', 'not-well-formed', '&amp;', '&#99999999999999999999;'],
  ['a control character', 'not-well-formed', '&amp;', '\u0001'],
  [']]> in text', 'not-well-formed', '&amp;', ']]>'],
  ['an undeclared prefix', 'not-well-formed', '<Final/>', '<p:Final/>'],
  ['the prefix xmlns', 'not-well-formed', '<Final/>', '<xmlns:Final/>'],
  ['an attribute twice', 'not-well-formed', '<Final/>', '<Final a="" a=""/>'],
  [
    'an attribute twice by its namespace',
    'not-well-formed',
    '<Final/>',
    '<Final xmlns:p="u" xmlns:q="u" p:a="" q:a=""/>',
  ],
  ['a prefix that is declared empty', 'not-well-formed', '<Final/>', '<Final xmlns:p=""/>'],
  ['a comment with --', 'not-well-formed', '<Final/>', '<Final/><!-- a -- b -->'],
  ['a late declaration', 'not-well-formed', /^/, '\n<?xml version="1.0"?>', '2:1'],
  ['a declaration in capitals', 'not-well-formed', /^/, '<?XML version="1.0"?>'],
  ['another encoding', 'not-well-formed', /^/, '<?xml version="1.0" encoding="latin1"?>'],
  ['a document type', 'document-type', /^/, '<!DOCTYPE SyncML>', '1:1'],
  ['a bare body', 'root', /^[^]*?(<SyncBody)([^]*)<\/SyncML>$/, '$1 xmlns="SYNCML:SYNCML1.2"$2', '1:1'],
  ['the namespace of 1.1', 'namespace', 'SYNCML:SYNCML1.2', 'SYNCML:SYNCML1.1', '1:1'],
  ['no namespace', 'namespace', ' xmlns="SYNCML:SYNCML1.2"', ''],
  ['a Format without its namespace', 'namespace', ' xmlns="syncml:metinf"', '', '6:71'],
  ['a command of another namespace', 'namespace', '<Exec>', '<Exec xmlns="urn:other">', '10:1'],
  ['markup in Data without a namespace', 'namespace', 'x &amp; y', '<a/>'],
  ['an element that is no command', 'element-unknown', '<Exec>', '<Upsert/><Exec>', '10:1'],
  ['a Sequence in a Sequence', 'element-unknown', '<Delete>', '<Sequence/><Delete>'],
  ['an element in text', 'element-unknown', 'urn:device', '<a/>'],
  ['an element in Final', 'element-unknown', '<Final/>', '<Final><a/></Final>'],
  ['a command without CmdID', 'element-missing', '<CmdID>2</CmdID>', '', '6:1'],
  ['a message without header', 'element-missing', /<SyncHdr>[^]*<\/SyncHdr>/, '', '1:1'],
  ['an Item too few', 'element-missing', /<Item>(?:(?!<Item>)[^])*<\/Item><\/Exec>/, '</Exec>'],
  ['an Atomic without members', 'element-missing', /<Get>[^]*<\/Get>/, '', '7:1'],
  ['a second Item of an Exec', 'element-repeated', '</Exec>', '<Item/></Exec>'],
  ['two CmdIDs', 'element-repeated', '<CmdID>2</CmdID>', '<CmdID>2</CmdID><CmdID>99</CmdID>'],
  ['two Formats', 'element-repeated', /(<Format.*<\/Format>)/, '$1$1'],
  ['a CmdID behind the Item', 'element-order', /(<CmdID>6<\/CmdID>)(<Item>.*<\/Item>)/, '$2$1'],
  ['Data before Meta', 'element-order', /(<Meta>.*<\/Meta>)(<Data>.*<\/Data>)/, '$2$1'],
  ['a command behind Final', 'element-order', /(<Exec>[^]*<\/Exec>\s*)(<Final\/>)/, '$2$1'],
  ['text between elements', 'text', '<SyncBody>', '<SyncBody>text'],
  ['an attribute', 'attribute', '<Exec>', '<Exec a="b">', '10:1'],
  ['CmdID 0', 'value', '<CmdID>7$</CmdID>', '<CmdID>0</CmdID>'],
  ['an empty CmdID', 'value', '<CmdID>7$</CmdID>', '<CmdID/>'],
  ['another VerDTD', 'value', '>1.2<', '>1.1<'],
  ['a SessionID of five bytes', 'value', '<SessionID>1', '<SessionID>12345'],
  ['a Format that there is not', 'value', '>chr<', '>string<'],
  ['a CmdID twice', 'cmdid-repeated', '<CmdID>7$</CmdID>', '<CmdID>4</CmdID>', '10:1'],
];

describe('what is wrong', () => {
  for (const [what, rule, from, to, place] of wrong) {
    it(`${what}: ${rule}`, () => {
      const text = right.replace(from, to);
      assert.notEqual(text, right);
      const remarks = read(text);
      expect(remarks.map((remark) => remark.rule)).toEqual([rule]);
      if (place !== undefined) expect(`${remarks[0]?.line}:${remarks[0]?.column}`).toBe(place);
    });
  }

  it('is named with the innermost command around it', () => {
    const [remark] = read(right.replace('>chr<', '>string<'));
    assert(remark !== undefined);
    expect(describeRemark(remark)).toMatch(/^value at 6:71 \(CmdID 2\): Format is "string"/);
  });

  it('is found in all places of a document, in its order', () => {
    const text = right.replace('<CmdID>2</CmdID>', '').replace('<Exec>', '<Exec a="b">');
    expect(read(text).map(({ rule }) => rule)).toEqual(['element-missing', 'attribute']);
  });
});

describe('whatever comes', () => {
  it('is read to the end or to a limit, and never throws', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '/',
      '&',
      ';',
      '"',
      '<a>',
      '</a>',
      '<SyncML>',
      ' xmlns:a="',
      ']]>',
      '<!--',
      '<?',
      'x',
      '\n',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.array(pieces).map((all) => new TextEncoder().encode(all.join(''))),
        ),
        (bytes) => {
          assert.notEqual(proofread(bytes).length, 0);
        },
      ),
    );
  });

  it('is refused where it is too large or too deep, in time', () => {
    expect(proofread(new Uint8Array(limits.bytes + 1).fill(32))).toMatchObject([{ rule: 'beyond-limits' }]);
    expect(read('<a>'.repeat(50_000))).toMatchObject([{ rule: 'beyond-limits' }]);
    expect(read(`<a>${'<b/>'.repeat(limits.elements)}</a>`)).toMatchObject([{ rule: 'beyond-limits' }]);
  });

  it('gets no more remarks than somebody reads', () => {
    expect(read(right.replace('<Exec>', `${'<Upsert/>'.repeat(1000)}<Exec>`))).toHaveLength(limits.remarks);
  });
});

describe('the content model', () => {
  it('says of every name that it uses what it holds', () => {
    const used = Object.values(syncmlElements).flatMap((content) =>
      content.kind === 'elements' ? content.particles.flatMap(({ names }) => names) : [],
    );
    const known = Object.keys(syncmlElements);
    expect(used.filter((name) => !known.includes(name))).toEqual([]);
    expect(known.filter((name) => name !== 'SyncML' && name !== 'Meta' && !used.includes(name))).toEqual([]);
    const { Meta } = syncmlElements;
    expect(Meta?.kind === 'any-order' && [...Meta.members].sort()).toEqual(Object.keys(metaElements).sort());
  });

  it('has each name in one place of an element only, so that nobody has to look ahead', () => {
    for (const [name, content] of Object.entries(syncmlElements)) {
      if (content.kind !== 'elements') continue;
      const names = content.particles.flatMap((particle) => particle.names);
      expect(new Set(names).size, name).toBe(names.length);
    }
  });

  it('gives a CmdID to every command', () => {
    const withId = Object.entries(syncmlElements).flatMap(([name, content]) =>
      content.kind === 'elements' && content.particles[0]?.names[0] === 'CmdID' ? [name] : [],
    );
    expect(withId.sort()).toEqual([...commandElements].sort());
  });
});
