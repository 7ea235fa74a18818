import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { cargoOf, carry, takesStatuses } from '../../../omadm/session/carry.ts';
import { headerStatus } from '../../../omadm/session/statuses.ts';
import { payloadOf, read, smallCommands } from './documents.ts';

const identity = { sessionId: '0', msgId: '12', target: 'urn:the&device', source: 'https://server/' };
const frame = { identity, statuses: [headerStatus('3', '200'), headerStatus('3', '212')] };

const head =
  '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><SessionID>7</SessionID><MsgID>2</MsgID>' +
  '<Target>\r\n <LocURI>urn:x</LocURI></Target><Source><LocURI>https://y</LocURI></Source></SyncHdr>';

function carried(view: string): string {
  return carry(cargoOf(Buffer.from(view, 'latin1')), frame);
}

function statuses(first: number, second: number): string {
  const reference = '<MsgRef>3</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd>';
  return (
    `<Status><CmdID>${first}</CmdID>${reference}<Data>200</Data></Status>` +
    `<Status><CmdID>${second}</CmdID>${reference}<Data>212</Data></Status>`
  );
}

/** The head as it goes out. */
const sessionHead = head
  .replace('>7<', '>0<')
  .replace('<MsgID>2<', '<MsgID>12<')
  .replace('urn:x', 'urn:the&amp;device')
  .replace('https://y', 'https://server/');

describe('a payload that is carried', () => {
  it('keeps every byte but its identity, whatever follows', () => {
    const rest = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.constantFrom(
        '<Get><CmdID> 1 </CmdID>',
        '<!-- </SyncBody>',
        '\xff\xfe</SyncBody></SyncML>end',
        '<CmdID>',
      ),
    );
    fc.assert(
      fc.property(rest, fc.constantFrom('<SyncBody>', '<SyncBody a=">">', '<SyncBody\n>'), (tail, body) => {
        const cargo = cargoOf(Buffer.from(`${head}${body}${tail}`, 'latin1'));
        assert.ok(takesStatuses(cargo));
        const view = carry(cargo, frame);
        assert.ok(view.startsWith(`${sessionHead}${body}<Status>`));
        assert.ok(view.endsWith(`</Status>${tail}`));
      }),
    );
  });

  it('has Statuses with CmdIDs of their own before its commands', () => {
    assert.equal(
      carried(`${head}<SyncBody><Get><CmdID>1</CmdID></Get><Get><CmdID>\n3 </CmdID>`),
      `${sessionHead}<SyncBody>${statuses(2, 4)}<Get><CmdID>1</CmdID></Get><Get><CmdID>\n3 </CmdID>`,
    );
    fc.assert(
      fc.property(smallCommands, (commands) => {
        const { commands: sent } = read(Buffer.from(carry(cargoOf(payloadOf(commands)), frame), 'latin1'));
        assert.equal(new Set(sent.map(({ cmdId }) => cmdId)).size, commands.length + 2);
      }),
    );
  });

  it('has the identity of the session in an empty body, too', () => {
    assert.equal(carried(`${head}<SyncBody/></SyncML>`), `${sessionHead}<SyncBody/></SyncML>`);
  });

  it.each([
    ['a bare body', '<SyncBody><Get><CmdID>1</CmdID></Get></SyncBody>'],
    ['bare commands', '<Get><CmdID>1</CmdID></Get>'],
    ['no header', '<SyncML><SyncBody><Get/></SyncBody></SyncML>'],
    ['a prefix', `${head}<SyncBody/>`.replace(/<(\/?)/g, '<$1s:')],
    ['blanks in tags', `${head}<SyncBody/>`.replaceAll('>', ' >')],
    ['two SessionIDs', `${head.replace('<MsgID>', '<SessionID>8</SessionID><MsgID>')}<SyncBody/>`],
    ['no MsgID', `${head.replace('<MsgID>2</MsgID>', '')}<SyncBody/>`],
    ['a MsgID that does not end', `${head.replace('</MsgID>', '')}<SyncBody/>`],
    ['an empty MsgID', `${head.replace('<MsgID>2', '<MsgID>')}<SyncBody/>`],
    ['bytes that are no UTF-8 in its address', `${head.replace('urn:x', 'urn:\xff')}<SyncBody/>`],
    ['an unknown entity in its address', `${head.replace('urn:x', 'urn:&nope;')}<SyncBody/>`],
    ['a character reference in its address', `${head.replace('urn:x', '&#x75;rn:x')}<SyncBody/>`],
    [']]> in its address', `${head.replace('urn:x', 'urn:]]>')}<SyncBody/>`],
    ['a body that does not begin', `${head}<SyncBody a="`],
    ['UTF-16', Buffer.from(`${head}<SyncBody/>`, 'utf16le').toString('latin1')],
    ['nothing', ''],
  ])('goes out as it stands with %s', (_, payload) => {
    assert.equal(cargoOf(Buffer.from(payload, 'latin1')).kind, 'as-it-stands');
    assert.equal(carried(payload), payload);
  });

  it('says what it calls itself', () => {
    const cargo = cargoOf(Buffer.from(`${head.replace('urn:x', 'urn:&amp;é')}<SyncBody/>`));
    assert.ok(cargo.kind === 'spliced');
    assert.deepEqual(cargo.own, { sessionId: '7', msgId: '2', target: 'urn:&é', source: 'https://y' });
  });
});
