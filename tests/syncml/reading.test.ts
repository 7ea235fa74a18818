import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command, Message } from '../../syncml/message.ts';
import { readSyncML } from '../../syncml/read.ts';
import { withoutPositions } from './arbitraries.ts';

function read(text: string): Message {
  const result = readSyncML(text);
  assert(result.ok, JSON.stringify(result));
  return result.message;
}

function dataOf(inner: string) {
  const [command] = read(`<Add><Item><Data>${inner}</Data></Item></Add>`).commands;
  return command?.kind === 'Add' ? command.items[0]?.data : undefined;
}

/** A piece of Data as it is written and what it says. */
const piece = fc.oneof(
  fc
    .string()
    .map(
      (text) =>
        [text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'), text] as const,
    ),
  fc.constantFrom<readonly [string, string]>(
    ['&lt;', '<'],
    ['&quot;&apos;', `"'`],
    ['&amp;lt;', '&lt;'],
    ['&#65;', 'A'],
    ['&#x1F600;', '😀'],
    ['&#128;', '\u0080'],
    ['&#13;', '\r'],
    ['&#9;&#10;', '\t\n'],
    [`&#${'0'.repeat(60)}65;`, 'A'],
    [`&#x${'0'.repeat(60)}4a;`, 'J'],
    ['\r\n', '\n'],
    ['\r', '\n'],
    ['\t \n', '\t \n'],
    ['<!-- comment -->', ''],
    ['<!---->', ''],
    ['<?instruction it"s not text ?>', ''],
    ["<?x '?>", ''],
    ['<?x <? y?>', ''],
    ['<![CDATA[]]>', ''],
    ['<![CDATA[<a>&amp;]]]]>', '<a>&amp;]]'],
    ['<![CDATA[<?x?><!-- c -->]]>', '<?x?><!-- c -->'],
    ['<![CDATA[\r\n]]>', '\n'],
  ),
);

describe('Data is text as sent', () => {
  it('with references, sections, comments and instructions resolved, and nothing trimmed', () => {
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const written = pieces.map(([source]) => source).join('');
        // A carriage return and a line feed of two neighbours are one line end.
        const joined = /\r$/;
        fc.pre(
          !pieces.some(([source], index) => joined.test(source) && pieces[index + 1]?.[0].startsWith('\n')),
        );
        const data = dataOf(written);
        assert.equal(data?.text, pieces.map(([, text]) => text).join(''));
        assert.equal(data.cdata, written.includes('<![CDATA['));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['007', '0x20', '1e3', '1.0', '+5', '-0', ' 5 ', 'true', 'null', '12345678901234567890'])(
    '%j is no number and no boolean',
    (text) => {
      expect(dataOf(text)).toEqual({ text, cdata: false });
    },
  );

  it('an instruction keeps the line ends before and behind it apart', () => {
    expect(dataOf('a\r<?x?>\nb')?.text).toBe('a\n\nb');
  });

  it('an empty Data is there, a missing one is not', () => {
    expect(dataOf('')).toEqual({ text: '', cdata: false });
    expect(read('<Add><Item/></Add>').commands[0]).toMatchObject({ items: [{}] });
    expect(read('<Add><Item/></Add>').commands[0]).not.toHaveProperty('items.0.data');
  });

  it('markup in it is kept as written, with the irregularity', () => {
    const inner = '<MgmtTree  xmlns="syncml:dmddf1.2">\r\n<a b = \'&lt;\'/><![CDATA[x]]></MgmtTree>';
    const result = readSyncML(`<Add><CmdID>1</CmdID><Item><Data> ${inner} </Data></Item></Add>`);
    assert(result.ok);
    const [command] = result.message.commands;
    assert(command?.kind === 'Add');
    expect(command.items[0]?.data).toEqual({ text: ` ${inner.replace('\r', '')} `, cdata: false });
    expect(result.irregularities.map(({ code, position }) => [code, position])).toEqual([
      ['markup-in-data', { line: 1, column: 35 }],
    ]);
  });

  it('escaped markup in it is plain text', () => {
    const result = readSyncML('<Add><CmdID>1</CmdID><Item><Data>&lt;a/&gt;</Data></Item></Add>');
    assert(result.ok);
    expect(result.irregularities).toEqual([]);
    expect(dataOf('&lt;a/&gt;')?.text).toBe('<a/>');
  });

  it('msft:originalerror is read by its namespace, not by its prefix', () => {
    const status = (attributes: string) =>
      read(`<Status><Data ${attributes}>500</Data></Status>`).commands[0] as Extract<
        Command,
        { kind: 'Status' }
      >;
    const uri = 'http://schemas.microsoft.com/MobileDevice/MDM';
    expect(status(`xmlns:q="${uri}" q:originalerror="0x86000002"`).data?.originalError).toBe('0x86000002');
    expect(status('xmlns:msft="urn:x" msft:originalerror="0x86000002"').data).not.toHaveProperty(
      'originalError',
    );
    expect(status('originalerror="0x86000002"').data).not.toHaveProperty('originalError');
  });
});

describe('the shapes of the field', () => {
  it('a whole message with header, credentials, alert, status and results', () => {
    const message = read(`
      <SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>01</SessionID>
        <MsgID>2</MsgID><Target><LocURI>https://mdm.example.test/</LocURI></Target>
        <Source><LocURI>0123</LocURI><LocName>device</LocName></Source><RespURI>https://r.example.test/</RespURI><NoResp/>
        <Cred><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-md5</Type></Meta>
        <Data>AAAA</Data></Cred><Meta><MaxMsgSize xmlns="syncml:metinf">524288</MaxMsgSize></Meta></SyncHdr>
      <SyncBody>
        <Status><CmdID>1</CmdID><MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><TargetRef>a</TargetRef>
          <TargetRef>b</TargetRef><SourceRef>c</SourceRef><Chal><Meta><NextNonce xmlns="syncml:metinf">bm8=</NextNonce></Meta>
          </Chal><Data>407</Data></Status>
        <Alert><CmdID>2</CmdID><Data>1226</Data><Correlator>k</Correlator><Item>
          <Meta><Type xmlns="syncml:metinf">com.microsoft:x</Type><Format xmlns="syncml:metinf">int</Format>
          <Mark xmlns="syncml:metinf">critical</Mark></Meta><Data>1</Data><MoreData/></Item></Alert>
        <Results><CmdID>3</CmdID><MsgRef>1</MsgRef><CmdRef>5</CmdRef><Cmd>Get</Cmd>
          <Item><Source><LocURI>./DevInfo/Man</LocURI></Source><Data>Example</Data></Item></Results>
        <Sequence><CmdID>4</CmdID><NoResp/><Exec><CmdID>5</CmdID><Correlator>e</Correlator><Item/></Exec></Sequence>
        <Final/></SyncBody></SyncML>`);
    expect(withoutPositions(message)).toEqual({
      shape: 'message',
      namespace: 'SYNCML:SYNCML1.2',
      final: true,
      header: {
        verDtd: '1.2',
        verProto: 'DM/1.2',
        sessionId: '01',
        msgId: '2',
        target: { locUri: 'https://mdm.example.test/' },
        source: { locUri: '0123', locName: 'device' },
        respUri: 'https://r.example.test/',
        noResp: true,
        cred: { meta: { format: 'b64', type: 'syncml:auth-md5' }, data: 'AAAA' },
        meta: { maxMsgSize: '524288' },
      },
      commands: [
        {
          kind: 'Status',
          cmdId: '1',
          msgRef: '1',
          cmdRef: '0',
          cmd: 'SyncHdr',
          targetRefs: ['a', 'b'],
          sourceRefs: ['c'],
          chal: { meta: { nextNonce: 'bm8=' } },
          data: { text: '407', cdata: false },
          items: [],
        },
        {
          kind: 'Alert',
          cmdId: '2',
          correlator: 'k',
          data: { text: '1226', cdata: false },
          items: [
            {
              meta: { type: 'com.microsoft:x', format: 'int', mark: 'critical' },
              data: { text: '1', cdata: false },
              moreData: true,
            },
          ],
        },
        {
          kind: 'Results',
          cmdId: '3',
          msgRef: '1',
          cmdRef: '5',
          cmd: 'Get',
          items: [{ source: { locUri: './DevInfo/Man' }, data: { text: 'Example', cdata: false } }],
        },
        {
          kind: 'Sequence',
          cmdId: '4',
          noResp: true,
          commands: [{ kind: 'Exec', cmdId: '5', correlator: 'e', items: [{}] }],
        },
      ],
    });
  });

  it('a reply with an empty header', () => {
    expect(read('<SyncML><SyncHdr/><SyncBody><Final/></SyncBody></SyncML>').header).toEqual({
      position: { line: 1, column: 9 },
    });
  });

  it('a bare body and bare commands, with comments and Final', () => {
    expect(read('<SyncBody><Get/><Final/></SyncBody>')).toMatchObject({
      shape: 'body',
      namespace: '',
      final: true,
    });
    const fragment = read('<!-- a -->\n<Add/>\n<!-- b --><Exec/><?c?>\n<Final/>\n');
    expect(fragment).toMatchObject({
      shape: 'fragment',
      final: true,
      commands: [{ kind: 'Add' }, { kind: 'Exec' }],
    });
  });

  it('the order of commands of different kinds', () => {
    const [atomic] = read('<Atomic><Add/><Replace/><Add/><Exec/><Get/><Delete/></Atomic>').commands;
    assert(atomic?.kind === 'Atomic');
    expect(atomic.commands.map(({ kind }) => kind)).toEqual([
      'Add',
      'Replace',
      'Add',
      'Exec',
      'Get',
      'Delete',
    ]);
  });

  it('names are judged by namespace, whatever the prefix', () => {
    const prefixed =
      '<s:SyncML xmlns:s="SYNCML:SYNCML1.2" xmlns:m="syncml:metinf"><s:SyncBody><s:Add><s:CmdID>1</s:CmdID>' +
      '<s:Item><s:Meta><m:Format>int</m:Format></s:Meta></s:Item></s:Add><s:Final/></s:SyncBody></s:SyncML>';
    expect(read(prefixed)).toMatchObject({
      namespace: 'SYNCML:SYNCML1.2',
      final: true,
      commands: [{ kind: 'Add', cmdId: '1', items: [{ meta: { format: 'int' } }] }],
    });
    const foreign =
      '<SyncML xmlns="SYNCML:SYNCML1.2" xmlns:s="urn:x"><SyncBody><s:Add><s:CmdID>1</s:CmdID></s:Add></SyncBody></SyncML>';
    expect(read(foreign).commands).toMatchObject([
      { kind: 'Unknown', name: 'Add', namespace: 'urn:x', cmdId: '1' },
    ]);
  });

  it('elements that no object would like as property names', () => {
    const names = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', 'a\u1680b', 'É'];
    const { commands } = read(
      `<SyncBody>${names.map((name) => `<${name}/><${name}></${name}>`).join('')}</SyncBody>`,
    );
    expect(commands.map((command) => command.kind === 'Unknown' && command.name)).toEqual(
      names.flatMap((name) => [name, name]),
    );
  });

  it('positions are those of start tags', () => {
    const text =
      '<SyncBody>\r\n  <Add\n   a="<!-- >"><CmdID>1</CmdID><Item>\n<Target><LocURI>x</LocURI></Target></Item></Add></SyncBody>';
    const [add] = read(text.replace('<!--', '--')).commands;
    assert(add?.kind === 'Add');
    expect(add.position).toEqual({ line: 2, column: 3 });
    expect(add.items[0]?.position).toEqual({ line: 3, column: 29 });
    expect(add.items[0]?.target?.position).toEqual({ line: 4, column: 1 });
  });
});
