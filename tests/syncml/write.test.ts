import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command, Message } from '../../syncml/message.ts';
import { formatSyncML, UnwritableMessage, writeSyncML } from '../../syncml/write.ts';

const body = (...commands: readonly Command[]): Message => ({
  shape: 'body',
  namespace: '',
  commands,
  final: true,
});
const add = (text: string, cdata = false): Command => ({
  kind: 'Add',
  cmdId: '7',
  items: [{ target: { locUri: './x' }, meta: { format: 'chr' }, data: { text, cdata } }],
});

describe('the canonical text', () => {
  it('has nothing between elements, <Final/> and the namespace on every child of Meta', () => {
    const message: Message = {
      shape: 'message',
      namespace: 'SYNCML:SYNCML1.2',
      header: { verDtd: '1.2', msgId: '1' },
      commands: [add('a')],
      final: true,
    };
    expect(writeSyncML(message)).toBe(
      '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><MsgID>1</MsgID></SyncHdr><SyncBody>' +
        '<Add><CmdID>7</CmdID><Item><Target><LocURI>./x</LocURI></Target>' +
        '<Meta><Format xmlns="syncml:metinf">chr</Format></Meta><Data>a</Data></Item></Add><Final/></SyncBody></SyncML>',
    );
  });

  it('escapes markup, ]]> and carriage returns, in CDATA too', () => {
    expect(writeSyncML(body(add('<&>]]>\r\n"')))).toContain('<Data>&lt;&amp;&gt;]]&gt;&#13;\n"</Data>');
    expect(writeSyncML(body(add('<]]>\r', true)))).toContain(
      '<Data><![CDATA[<]]]]><![CDATA[>]]>&#13;<![CDATA[]]></Data>',
    );
  });

  it('declares the namespace of msft:originalerror', () => {
    const status: Command = {
      kind: 'Status',
      targetRefs: [],
      sourceRefs: [],
      data: { text: '500', cdata: false, originalError: '0x86000002' },
      items: [],
    };
    expect(writeSyncML(body(status))).toContain(
      '<Data xmlns:msft="http://schemas.microsoft.com/MobileDevice/MDM" msft:originalerror="0x86000002">500</Data>',
    );
  });
});

describe('the indented layout', () => {
  it('gives each text a line of its own and ends without a line end', () => {
    expect(formatSyncML(body(add(' a ')))).toBe(
      [
        '<SyncBody>',
        '  <Add>',
        '    <CmdID>7</CmdID>',
        '    <Item>',
        '      <Target>',
        '        <LocURI>./x</LocURI>',
        '      </Target>',
        '      <Meta>',
        '        <Format xmlns="syncml:metinf">chr</Format>',
        '      </Meta>',
        '      <Data> a </Data>',
        '    </Item>',
        '  </Add>',
        '  <Final/>',
        '</SyncBody>',
      ].join('\n'),
    );
  });
});

describe('what XML can not say is refused', () => {
  it('a character that XML does not have, with its place', () => {
    expect(() => writeSyncML(body(add('fine'), { ...add('a\u0001'), cmdId: '8' }))).toThrow(
      'the character U+0001 of Data, at or after CmdID 8',
    );
    expect(() => writeSyncML(body({ kind: 'Get', items: [{ target: { locUri: '\ud800' } }] }))).toThrow(
      'U+D800 of LocURI',
    );
    expect(() => writeSyncML({ ...body(), namespace: 'a\u0000' })).toThrow('U+0000 of SyncBody');
  });

  it('any such character, in text and in CDATA', () => {
    const illegal = fc.oneof(
      fc.integer({ min: 0, max: 0x1f }).filter((code) => ![9, 10, 13].includes(code)),
      fc.integer({ min: 0xd800, max: 0xdfff }),
      fc.constantFrom(0xfffe, 0xffff),
    );
    fc.assert(
      fc.property(illegal, fc.boolean(), (code, cdata) => {
        assert.throws(
          () => writeSyncML(body(add(`a${String.fromCharCode(code)}b`, cdata))),
          UnwritableMessage,
        );
        assert.throws(
          () => formatSyncML(body(add(`a${String.fromCharCode(code)}b`, cdata))),
          UnwritableMessage,
        );
      }),
    );
  });

  const unknown = (name: string, namespace = ''): Command => ({ kind: 'Unknown', name, namespace });

  it.each<[string, Message]>([
    ['an unknown command whose name is no name', body(unknown('a b'))],
    ['an unknown command with a prefix', body(unknown('a:b'))],
    ['an unknown command named like a command', body(unknown('Add'))],
    ['an unknown command named like a command of SyncML 1.2', body(unknown('Add', 'SYNCML:SYNCML1.2'))],
    ['an unknown command named Final', body(unknown('Final'))],
    ['an unknown command named CmdID in a container', body({ kind: 'Atomic', commands: [unknown('CmdID')] })],
    ['a fragment without a command', { shape: 'fragment', namespace: '', commands: [], final: true }],
    [
      'a fragment of strangers',
      { shape: 'fragment', namespace: '', commands: [unknown('Copy')], final: false },
    ],
    [
      'a fragment with a message in it',
      { shape: 'fragment', namespace: '', commands: [add(''), unknown('SyncML', 'urn:x')], final: false },
    ],
    ['a namespace of XML itself', { ...body(), namespace: 'http://www.w3.org/2000/xmlns/' }],
    ['a namespace with blanks around it', { ...body(), namespace: ' SYNCML:SYNCML1.2' }],
  ])('%s', (_title, message) => {
    expect(() => writeSyncML(message)).toThrow(UnwritableMessage);
  });

  it('but an unknown command may be named like a command in another namespace, or like an element elsewhere', () => {
    expect(writeSyncML(body(unknown('Add', 'urn:x')))).toContain('<Add xmlns="urn:x"/>');
    expect(writeSyncML(body(unknown('Item')))).toContain('<Item/>');
  });
});
