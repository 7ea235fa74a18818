import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { readSyncML } from '../../syncml/read.ts';

/** Codes with their places, in the order in which they are told. */
function irregularities(text: string): readonly string[] {
  const result = readSyncML(text);
  assert(result.ok, JSON.stringify(result));
  return result.irregularities.map(({ code, position }) => `${code} ${position.line}:${position.column}`);
}

const header =
  '<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>' +
  '<Target><LocURI>t</LocURI></Target><Source><LocURI>s</LocURI></Source></SyncHdr>';
const get = (cmdId: string) =>
  `<Get><CmdID>${cmdId}</CmdID><Item><Target><LocURI>./x</LocURI></Target></Item></Get>`;
/** Commands begin at line 2, column 1. */
const message = (commands: string) =>
  `<SyncML xmlns="SYNCML:SYNCML1.2">${header}<SyncBody>\n${commands}<Final/></SyncBody></SyncML>`;

describe('what leaves a message to be answered is told as irregular', () => {
  it('nothing of a regular message, body or row of commands', () => {
    expect(irregularities(message(get('1')))).toEqual([]);
    expect(irregularities(`<SyncBody>${get('1')}<Final/></SyncBody>`)).toEqual([]);
    expect(irregularities(`${get('1')}${get('2')}`)).toEqual([]);
    expect(irregularities(`<SyncBody xmlns="SYNCML:SYNCML1.2">${get('1')}</SyncBody>`)).toEqual([]);
  });

  it.each<[string, string, readonly string[]]>([
    ['a command without CmdID', '<Get><Item/></Get>', ['missing-cmdid 2:1']],
    ['a container without CmdID', `<Atomic>${get('1')}</Atomic>`, ['missing-cmdid 2:1']],
    ['an empty CmdID', get(''), ['missing-cmdid 2:6']],
    ['the CmdID 0', get('0'), ['zero-cmdid 2:6']],
    [
      'the same CmdID in a container',
      `${get('7')}\n<Atomic><CmdID>8</CmdID>${get('7')}</Atomic>`,
      ['duplicate-cmdid 3:30'],
    ],
    ['CmdIDs that differ in a zero before them are two', `${get('7')}${get('07')}`, []],
    ['CmdIDs that differ in blanks are two', `${get('7')}${get(' 7')}`, []],
    [
      'a command of OMA that Windows does not know',
      '<Copy><CmdID>1</CmdID></Copy>',
      ['unexpected-element 2:1', 'missing-element 1:210'],
    ],
    [
      'an element without a place in Atomic',
      `<Atomic><CmdID>1</CmdID>${get('2')}\n<Item/></Atomic>`,
      ['unexpected-element 3:1'],
    ],
    [
      'Status in a container',
      '<Atomic><CmdID>1</CmdID>\n<Status><CmdID>2</CmdID><MsgRef/><CmdRef/><Cmd/><Data/></Status></Atomic>',
      ['missing-element 2:1', 'unexpected-element 3:1'],
    ],
    ['Meta behind Data', '<Add><CmdID>1</CmdID><Item><Data/>\n<Meta/></Item></Add>', ['element-order 3:1']],
    ['CmdID behind Item', '<Add><Item/>\n<CmdID>1</CmdID></Add>', ['element-order 3:1']],
    [
      'a second Target',
      '<Add><CmdID>1</CmdID><Item><Target><LocURI/></Target>\n<Target><LocURI/></Target></Item></Add>',
      ['repeated-element 3:1'],
    ],
    ['a second Item of Exec', '<Exec><CmdID>1</CmdID><Item/>\n<Item/></Exec>', ['repeated-element 3:1']],
    ['two Items of Add are regular', '<Add><CmdID>1</CmdID><Item/><Item/></Add>', []],
    ['a command without Item', '<Add><CmdID>1</CmdID></Add>', ['missing-element 2:1']],
    ['an Alert without Item is regular', '<Alert><CmdID>1</CmdID><Data>1201</Data></Alert>', []],
    [
      'a Target without LocURI',
      '<Add><CmdID>1</CmdID><Item>\n<Target/></Item></Add>',
      ['missing-element 3:1'],
    ],
    ['text between elements', '<Add><CmdID>1</CmdID>x<Item/></Add>', ['unexpected-text 2:1']],
    [
      'markup in LocURI',
      '<Add><CmdID>1</CmdID><Item><Target><LocURI>\n<x/></LocURI></Target></Item></Add>',
      ['unexpected-element 3:1'],
    ],
    [
      'a child of Meta without its namespace',
      '<Add><CmdID>1</CmdID><Item><Meta>\n<Format>int</Format></Meta></Item></Add>',
      ['missing-namespace 3:1'],
    ],
    [
      'a child of Meta with another namespace',
      '<Add><CmdID>1</CmdID><Item><Meta>\n<Format xmlns="urn:x">int</Format></Meta></Item></Add>',
      ['wrong-namespace 3:1'],
    ],
    [
      'a child of Meta that nobody knows',
      '<Add><CmdID>1</CmdID><Item><Meta>\n<Colour xmlns="syncml:metinf"/></Meta></Item></Add>',
      ['unexpected-element 3:1'],
    ],
    [
      'children of Meta in any order are regular',
      '<Add><CmdID>1</CmdID><Meta><Type xmlns="syncml:metinf"/><Format xmlns="syncml:metinf"/></Meta><Item/></Add>',
      [],
    ],
    [
      'a command without the namespace of the message',
      '<Get xmlns=""/>',
      ['missing-namespace 2:1', 'missing-element 1:210'],
    ],
    [
      'a command in another namespace',
      '<Get xmlns="urn:x"/>',
      ['wrong-namespace 2:1', 'missing-element 1:210'],
    ],
    [
      'a CmdID in another namespace',
      `<Get>\n<CmdID xmlns="urn:x">1</CmdID><Item/></Get>`,
      ['missing-cmdid 2:1', 'wrong-namespace 3:1'],
    ],
  ])('%s', (_title, commands, expected) => {
    expect([...irregularities(message(commands))].sort()).toEqual([...expected].sort());
  });

  it.each<[string, string, readonly string[]]>([
    [
      'a message without namespace',
      `<SyncML>${header}<SyncBody>${get('1')}</SyncBody></SyncML>`,
      ['missing-namespace 1:1'],
    ],
    [
      'SyncML 1.1',
      `<SyncML xmlns="SYNCML:SYNCML1.1">${header}<SyncBody>${get('1')}</SyncBody></SyncML>`,
      ['wrong-namespace 1:1'],
    ],
    [
      'a message without header',
      `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody>${get('1')}</SyncBody></SyncML>`,
      ['missing-element 1:1'],
    ],
    [
      'an empty header',
      `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr/><SyncBody>${get('1')}</SyncBody></SyncML>`,
      ['missing-element 1:34'],
    ],
    [
      'a message without body',
      `<SyncML xmlns="SYNCML:SYNCML1.2">${header}</SyncML>`,
      ['missing-element 1:1'],
    ],
    [
      'a second body',
      `<SyncML xmlns="SYNCML:SYNCML1.2">${header}<SyncBody>${get('1')}</SyncBody>\n<SyncBody>${get('2')}</SyncBody></SyncML>`,
      ['repeated-element 2:1'],
    ],
    ['a body behind Final', `<SyncBody>${get('1')}<Final/>\n${get('2')}</SyncBody>`, ['element-order 2:1']],
    ['an empty body', '<SyncBody/>', ['missing-element 1:1']],
    ['a stranger among bare commands', `${get('1')}\n<Copy/>`, ['unexpected-element 2:1']],
    [
      'a bare command in another namespace',
      '<Get xmlns="urn:x"><CmdID>1</CmdID><Item/></Get>',
      ['wrong-namespace 1:1'],
    ],
    ['bare commands with the same CmdID', `${get('1')}\n${get('1')}`, ['duplicate-cmdid 2:6']],
  ])('%s', (_title, text, expected) => {
    expect(irregularities(text)).toEqual(expected);
  });

  it('in document order', () => {
    const codes = irregularities(message(`${get('1')}\n<Add/>\n${get('1')}\n<Copy/>\n${get('0')}`));
    expect(codes).toEqual([
      'missing-cmdid 3:1',
      'missing-element 3:1',
      'duplicate-cmdid 4:6',
      'unexpected-element 5:1',
      'zero-cmdid 6:6',
    ]);
  });
});
