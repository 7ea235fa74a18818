import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { credOf } from '../../../omadm/session/credentials.ts';
import type { ServerSession } from '../../../omadm/session/turns.ts';
import { seededRandom } from '../../../pki/random.ts';
import { cred, nativeMessage, packageOne, status } from './device-messages.ts';
import { read } from './documents.ts';
import { credentials, textOf } from './pair.ts';
import { answerIn, get, md5Cred, nonceIn, open, statusesIn, withPayload } from './server-messages.ts';

describe('who is let in', () => {
  it('proves the secret with the last nonce, and with no other', () => {
    let current = credentials.nonce;
    const enter = (msgId: number, session: ServerSession, nonce: string, secret?: string) =>
      session.receive(nativeMessage({ msgId, header: md5Cred(nonce, secret), body: packageOne }));
    const next = (seed: string) =>
      open({
        authentication: 'md5',
        device: { ...credentials, nonce: current },
        nonceGiven: (nonce) => (current = nonce),
        randomBytes: seededRandom(seed),
      });

    const first = next('first');
    const used = current;
    assert.equal(enter(1, first, used).kind, 'opened');
    first.next(undefined);
    assert.notEqual(current, used);

    const replayed = next('second');
    const turn = enter(1, replayed, used);
    assert.equal(turn.kind, 'challenged');
    assert.deepEqual(statusesIn(answerIn(turn)), ['1 0 SyncHdr 401']);
    assert.equal(enter(2, replayed, used).kind, 'challenged');
    const third = enter(3, replayed, current, 'guessed');
    assert.ok(third.kind === 'refused' && replayed.over);
    assert.deepEqual(statusesIn(answerIn(third)), ['3 0 SyncHdr 401']);
    assert.equal(nonceIn(answerIn(third)), '');
  });

  it('does not come in by staying silent', () => {
    const session = open({ authentication: 'basic' });
    const turns = [1, 2, 3, 4].map((msgId) => session.receive(nativeMessage({ msgId, body: packageOne })));
    assert.deepEqual(
      turns.map(({ kind }) => kind),
      ['challenged', 'challenged', 'challenged', 'refused'],
    );
  });

  it('may prove itself by name and secret where that is agreed', () => {
    const basic = credOf('basic', credentials).data;
    const right = open({ authentication: 'basic' });
    const header = cred('syncml:auth-basic', basic);
    assert.equal(right.receive(nativeMessage({ msgId: 1, header, body: packageOne })).kind, 'opened');
    assert.equal(statusesIn(right.next(get))[0], '1 0 SyncHdr 212');
    const weaker = open({ authentication: 'md5' });
    assert.equal(weaker.receive(nativeMessage({ msgId: 1, header, body: packageOne })).kind, 'challenged');
  });

  it('is told so with the first message that can say it', () => {
    const session = open({ authentication: 'md5' });
    session.receive(nativeMessage({ msgId: 1, header: md5Cred(credentials.nonce), body: packageOne }));
    assert.equal(textOf(session.next(Buffer.from('broken on purpose'))), 'broken on purpose');
    session.receive(nativeMessage({ msgId: 2, body: status(1, [1, '0', 'SyncHdr', 415]) }));
    assert.equal(statusesIn(session.next(get))[0], '2 0 SyncHdr 212');
  });

  const chal =
    '<Chal><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-md5</Type>' +
    '<NextNonce xmlns="syncml:metinf">Tm9uY2U=</NextNonce></Meta></Chal>';
  const server = { name: 'Bruce2', secret: 'OhBehave', nonce: '' };

  it('may ask who the server is', () => {
    const session = withPayload(get, { server });
    const turn = session.receive(
      nativeMessage({ msgId: 2, body: status(1, [1, '0', 'SyncHdr', 401], chal) }),
    );
    const again = answerIn(turn);
    assert.equal(turn.kind, 'continued');
    assert.equal(read(again).header?.cred?.data, 'Zz6EivR3yeaaENcRN6lpAQ==');
    assert.equal(read(again).header?.msgId, '2');
    assert.ok(textOf(again).includes('<Get><CmdID>5</CmdID>'));
    const replied = session.receive(
      nativeMessage({
        msgId: 3,
        body: status(1, [2, '0', 'SyncHdr', 212], chal) + status(2, [2, '5', 'Get', 200]),
      }),
    );
    assert.ok(replied.kind === 'replied');
    assert.ok(!textOf(replied.reply).includes('Chal'));
    assert.equal(read(session.next(get)).header?.cred, undefined);
  });

  it('hears no more where the server can not tell', () => {
    const body = status(1, [1, '0', 'SyncHdr', 401], chal);
    assert.equal(withPayload().receive(nativeMessage({ msgId: 2, body })).kind, 'refused');
  });
});
