import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { PayloadTooLarge } from '../../../omadm/session/payload-too-large.ts';
import {
  alert,
  devInfo,
  login,
  nativeMessage,
  packageOne,
  results,
  status,
  userUnenrolls,
} from './device-messages.ts';
import { payloadOf, read } from './documents.ts';
import { generous, textOf } from './pair.ts';
import {
  alertsIn,
  answerIn,
  get,
  md5Cred,
  nonceIn,
  open,
  statusesIn,
  withPayload,
} from './server-messages.ts';

describe('the server, with a native client', () => {
  it('goes through the session that was captured', () => {
    const given: string[] = [];
    const session = open({ authentication: 'md5', nonceGiven: (nonce) => given.push(nonce) });

    const challenge = session.receive(nativeMessage({ msgId: 1, body: packageOne }));
    assert.equal(challenge.kind, 'challenged');
    assert.deepEqual(statusesIn(answerIn(challenge)), ['1 0 SyncHdr 407']);
    const nonce = nonceIn(answerIn(challenge));
    assert.equal(Buffer.from(nonce, 'base64').length, 16);

    const again = nativeMessage({
      msgId: 2,
      header: md5Cred(nonce),
      body: status(1, [1, '0', 'SyncHdr', 200]) + packageOne,
    });
    const opened = session.receive(again);
    assert.ok(opened.kind === 'opened');
    assert.deepEqual(opened.packageOne, {
      initiatedBy: 'device',
      loginStatus: 'user',
      devInfo: { Man: 'Maker & Sons', Lang: 'de-DE' },
    });
    assert.deepEqual(opened.alerts, []);

    const second = session.next(get);
    assert.deepEqual(statusesIn(second), [
      '2 0 SyncHdr 212',
      '2 2 Alert 200',
      '2 3 Alert 200',
      '2 9 Replace 200',
    ]);
    assert.deepEqual(given, [nonce, nonceIn(second)]);
    assert.notEqual(nonceIn(second), nonce);
    assert.equal(read(second).header?.msgId, '2');

    const value = '<Source><LocURI>./DevInfo/Man</LocURI></Source><Data>Maker</Data>';
    const reply = session.receive(
      nativeMessage({
        msgId: 3,
        header: md5Cred(nonceIn(second)),
        body: status(1, [2, '0', 'SyncHdr', 200]) + status(2, [2, '5', 'Get', 200]) + results(3, 2, value),
      }),
    );
    assert.ok(reply.kind === 'replied');
    assert.equal(
      textOf(reply.reply),
      '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>' +
        '<SessionID>7f</SessionID><MsgID>2</MsgID>' +
        '<Target><LocURI>https://mdm.example.com/omadm?a=1&amp;b=2</LocURI></Target>' +
        '<Source><LocURI>urn:uuid:1f0c5b7e-6a3d-4a52-9d5c-2b8f0a7c4e11</LocURI></Source></SyncHdr><SyncBody>' +
        `${status(1, [2, '0', 'SyncHdr', 200])}${status(2, [2, '5', 'Get', 200])}${results(3, 2, value)}` +
        '<Final/></SyncBody></SyncML>',
    );

    const last = session.next(undefined);
    assert.deepEqual(statusesIn(last), ['3 0 SyncHdr 200']);
    assert.equal(read(last).commands.length, 1);
    assert.ok(read(last).final && session.over);
  });

  it('hears generic alerts, in package 1 and in replies', () => {
    const session = open();
    const opened = session.receive(
      nativeMessage({ msgId: 1, body: packageOne.replace(devInfo, userUnenrolls + devInfo) }),
    );
    const alerts = [{ code: '1226', type: 'com.microsoft:mdm.unenrollment.userrequest', data: '1' }];
    assert.ok(opened.kind === 'opened');
    assert.deepEqual(opened.alerts, alerts);
    session.next(get);
    const body = status(1, [1, '0', 'SyncHdr', 200]) + userUnenrolls + alert(7, 1222);
    const replied = session.receive(nativeMessage({ msgId: 2, body }));
    assert.ok(replied.kind === 'replied');
    assert.deepEqual(replied.alerts, alerts);
    assert.ok(textOf(replied.reply).includes(userUnenrolls));
    assert.ok(!textOf(replied.reply).includes('1222'));
    assert.deepEqual(statusesIn(session.next(undefined)), [
      '2 0 SyncHdr 200',
      '2 4 Alert 200',
      '2 7 Alert 200',
    ]);
  });

  it('takes SessionID 0 and refuses one of more than four bytes', () => {
    const zero = open().receive(nativeMessage({ sessionId: '0', msgId: 1, body: packageOne }));
    assert.equal(zero.kind, 'opened');
    const long = open().receive(nativeMessage({ sessionId: '12345', msgId: 1, body: packageOne }));
    assert.equal(long.kind, 'refused');
  });

  it('gathers what comes in several messages', () => {
    const session = open();
    const first = nativeMessage({ msgId: 1, body: alert(2, 1200), final: false });
    const more = answerIn(session.receive(first));
    assert.deepEqual(statusesIn(more), ['1 0 SyncHdr 200', '1 2 Alert 200']);
    assert.deepEqual(alertsIn(more), ['1222']);
    const opened = session.receive(nativeMessage({ msgId: 2, body: login + devInfo }));
    assert.ok(opened.kind === 'opened');
    assert.equal(opened.packageOne.initiatedBy, 'server');

    session.next(get);
    const part = status(1, [2, '0', 'SyncHdr', 200]) + status(2, [2, '5', 'Get', 200]);
    assert.equal(session.receive(nativeMessage({ msgId: 3, body: part, final: false })).kind, 'continued');
    const rest = results(3, 2, '<Data>x</Data>');
    const own = status(1, [3, '0', 'SyncHdr', 200]) + status(2, [3, '3', 'Alert', 200]);
    const replied = session.receive(nativeMessage({ msgId: 4, body: own + rest }));
    assert.ok(replied.kind === 'replied');
    assert.ok(textOf(replied.reply).endsWith(`<SyncBody>${part}${rest}<Final/></SyncBody></SyncML>`));
  });

  it('numbers anew where several messages use the same CmdIDs', () => {
    const session = withPayload();
    session.receive(nativeMessage({ msgId: 2, body: status(1, [1, '0', 'SyncHdr', 200]), final: false }));
    const rest =
      status(1, [2, '0', 'SyncHdr', 200]) + results(1, 1, '<Data>x</Data>') + results(2, 1, '<Data>y</Data>');
    const replied = session.receive(nativeMessage({ msgId: 3, body: rest }));
    assert.ok(replied.kind === 'replied');
    assert.deepEqual(
      read(replied.reply).commands.map(({ cmdId, kind }) => `${cmdId} ${kind}`),
      ['1 Status', '2 Results', '3 Results'],
    );
  });

  it('leaves a MsgRef alone that is not that of the payload', () => {
    const session = withPayload();
    const replied = session.receive(nativeMessage({ msgId: 2, body: status(1, [9, '0', 'SyncHdr', 200]) }));
    assert.ok(replied.kind === 'replied');
    assert.ok(textOf(replied.reply).includes('<MsgRef>9</MsgRef>'));
  });

  it('ends where the device ends, and keeps to one session', () => {
    const session = withPayload();
    for (const stranger of [
      nativeMessage({ sessionId: '2', msgId: 2, body: alert(1, 1223) }),
      nativeMessage({ msgId: 3, body: alert(1, 1223) }),
      nativeMessage({ msgId: 1, body: alert(1, 1223) }),
      Buffer.from(textOf(nativeMessage({ msgId: 2, body: alert(1, 1223) })).replace('urn:uuid', 'urn:other')),
    ]) {
      assert.equal(session.receive(stranger).kind, 'refused');
      assert.ok(!session.over);
    }
    const aborted = session.receive(nativeMessage({ msgId: 2, body: alert(1, 1223) }));
    assert.equal(aborted.kind, 'aborted');
    assert.deepEqual(statusesIn(answerIn(aborted)), ['2 0 SyncHdr 200', '2 1 Alert 200']);
    assert.ok(session.over);
  });

  it('answers a repeated message as before, the last one too', () => {
    const session = open();
    const first = nativeMessage({ msgId: 1, body: packageOne });
    session.receive(first);
    assert.equal(session.receive(first).kind, 'refused');
    const answer = session.next(undefined);
    assert.deepEqual(session.receive(first), { kind: 'repeated', answer });
    assert.equal(session.receive(nativeMessage({ msgId: 1, body: alert(2, 1201) })).kind, 'refused');
  });

  it.each([
    ['text', 'rubbish'],
    ['half a message', textOf(nativeMessage({ msgId: 2, body: packageOne })).slice(0, 300)],
    ['a document type', `<!DOCTYPE SyncML>${textOf(nativeMessage({ msgId: 2, body: packageOne }))}`],
    [
      'deep nesting',
      textOf(nativeMessage({ msgId: 2, body: '<Atomic>'.repeat(500) + '</Atomic>'.repeat(500) })),
    ],
    ['a bare body', `<SyncBody xmlns="SYNCML:SYNCML1.2">${packageOne}</SyncBody>`],
  ])('refuses %s and ends', (_, message) => {
    const session = withPayload();
    const turn = session.receive(Buffer.from(message));
    assert.ok(turn.kind === 'refused' && turn.reason !== '' && session.over);
  });

  it('keeps its limits', () => {
    const limited = (limits: Partial<typeof generous>) => ({ limits: { ...generous, ...limits } });
    const long = nativeMessage({ msgId: 2, body: results(1, 1, `<Data>${'x'.repeat(3_000)}</Data>`) });
    const tooLong = withPayload(get, limited({ message: 2_000 })).receive(long);
    assert.ok(tooLong.kind === 'refused');
    assert.deepEqual(statusesIn(answerIn(tooLong)), ['2 0 SyncHdr 413']);

    const many = withPayload(get, limited({ reply: 4_000 }));
    const part = (msgId: number) =>
      nativeMessage({ msgId, body: results(msgId, 1, `<Data>${'x'.repeat(2_000)}</Data>`), final: false });
    assert.equal(many.receive(part(2)).kind, 'continued');
    assert.equal(many.receive(part(3)).kind, 'refused');

    const endless = withPayload(get, limited({ messages: 3 }));
    assert.equal(endless.receive(nativeMessage({ msgId: 2, body: '', final: false })).kind, 'continued');
    assert.equal(endless.receive(nativeMessage({ msgId: 3, body: '', final: false })).kind, 'continued');
    assert.equal(endless.receive(nativeMessage({ msgId: 4, body: '', final: false })).kind, 'refused');
  });
});

describe('large objects of a device', () => {
  const chunk = (msgId: number, data: string, size = '') =>
    nativeMessage({
      msgId,
      body: results(
        9,
        1,
        `<Meta>${size && `<Size xmlns="syncml:metinf">${size}</Size>`}</Meta><Data>${data}</Data><MoreData/>`,
      ),
      final: false,
    });
  const end = (msgId: number, data: string) =>
    nativeMessage({ msgId, body: results(9, 1, `<Data>${data}</Data>`) });

  it('are put together', () => {
    const session = withPayload();
    const answer = answerIn(session.receive(chunk(2, 'a&amp;', '5')));
    assert.deepEqual(statusesIn(answer), ['2 0 SyncHdr 200', '2 9 Results 213']);
    assert.deepEqual(alertsIn(answer), ['1222']);
    session.receive(chunk(3, '&lt;'));
    const replied = session.receive(end(4, 'é'));
    assert.ok(replied.kind === 'replied');
    assert.ok(textOf(replied.reply).includes('<Data>a&amp;&lt;é</Data>'));
    assert.ok(!textOf(replied.reply).includes('MoreData'));
  });

  it('keep the other Items of their Results', () => {
    const session = withPayload();
    const several = '<Data>one</Data></Item><Item><Data>tw</Data><MoreData/>';
    session.receive(nativeMessage({ msgId: 2, body: results(9, 1, several), final: false }));
    const replied = session.receive(end(3, 'o'));
    assert.ok(replied.kind === 'replied');
    const [found, another] = read(replied.reply).commands;
    assert.ok(found?.kind === 'Results' && another === undefined);
    assert.deepEqual(
      found.items.map(({ data, moreData }) => [data?.text, moreData]),
      [
        ['one', undefined],
        ['two', undefined],
      ],
    );
  });

  it.each([
    ['with another size than they said', [chunk(2, 'abc', '4'), end(3, 'de')], '424'],
    ['larger than the limit', [chunk(2, 'x'.repeat(60)), chunk(3, 'x'.repeat(60))], '416'],
    ['that say they will be', [chunk(2, 'abc', '101')], '416'],
    ['without an end', [chunk(2, 'abc'), nativeMessage({ msgId: 3, body: '' })], '400'],
  ])('%s are refused', (_, messages, code) => {
    const session = withPayload(get, { limits: { ...generous, object: 100 } });
    const turns = messages.map((message) => session.receive(message));
    const last = turns.at(-1);
    assert.ok(last?.kind === 'refused' && session.over);
    assert.equal(statusesIn(answerIn(last))[0]?.split(' ')[3], code);
  });
});

describe('payloads that are larger than the device takes', () => {
  const maxMsgSize = '<Meta><MaxMsgSize xmlns="syncml:metinf">2000</MaxMsgSize></Meta>';
  const text = 'x'.repeat(3_000);
  const item = { target: { locUri: './A' }, data: { text, cdata: false } };

  it('go out in chunks, and the reply to the last one counts', () => {
    const session = open();
    session.receive(nativeMessage({ msgId: 1, header: maxMsgSize, body: packageOne }));
    const messages = [session.next(payloadOf([{ kind: 'Add', cmdId: '5', items: [item] }]))];
    for (let msgId = 2; ; msgId++) {
      const sent = read(messages.at(-1) ?? new Uint8Array());
      const more = sent.commands.some(
        (command) => command.kind === 'Add' && command.items[0]?.moreData === true,
      );
      assert.equal(sent.final, !more);
      const body =
        status(1, [msgId - 1, '0', 'SyncHdr', 200]) + status(2, [msgId - 1, '5', 'Add', more ? 213 : 418]);
      const turn = session.receive(
        nativeMessage({ msgId, body: body + (more ? alert(3, 1222) + userUnenrolls : '') }),
      );
      if (turn.kind === 'replied') {
        assert.ok(!more);
        assert.ok(textOf(turn.reply).includes(status(2, [2, '5', 'Add', 418])));
        assert.equal(turn.alerts.length, messages.length - 1);
        break;
      }
      messages.push(answerIn(turn));
    }
    const adds = messages.map((message) => read(message).commands.find(({ kind }) => kind === 'Add'));
    assert.equal(
      adds.map((add) => (add?.kind === 'Add' ? (add.items[0]?.data?.text ?? '') : '')).join(''),
      text,
    );
    assert.ok(adds[0]?.kind === 'Add' && adds[0].items[0]?.meta?.size === '3000');
    assert.ok(messages.length > 2 && messages.every(({ length }) => length <= 2_000));
  });

  it('end with the chunk that the device refuses', () => {
    const session = open();
    session.receive(nativeMessage({ msgId: 1, header: maxMsgSize, body: packageOne }));
    session.next(payloadOf([{ kind: 'Add', cmdId: '5', items: [item] }]));
    const body = status(1, [1, '0', 'SyncHdr', 200]) + status(2, [1, '5', 'Add', 403]);
    assert.equal(session.receive(nativeMessage({ msgId: 2, body })).kind, 'replied');
  });

  it('are told to be too large where they can not be cut, and the session goes on', () => {
    const session = open();
    session.receive(nativeMessage({ msgId: 1, header: maxMsgSize, body: packageOne }));
    const get = { kind: 'Get', cmdId: '6', items: [] } as const;
    const add = { kind: 'Add', cmdId: '5', items: [item] } as const;
    for (const payload of [
      payloadOf([add, get]),
      payloadOf([{ kind: 'Atomic', cmdId: '1', commands: [add] }]),
      payloadOf([{ ...add, items: [item, item] }]),
      payloadOf([{ ...add, items: [{ ...item, data: { text, cdata: true } }] }]),
      Buffer.alloc(2_001, 'x'),
    ]) {
      assert.throws(() => session.next(payload), PayloadTooLarge);
    }
    assert.ok(!session.over);
    session.next(payloadOf([get]));
    const body = status(1, [1, '0', 'SyncHdr', 200]);
    assert.equal(session.receive(nativeMessage({ msgId: 2, body })).kind, 'replied');
  });
});
