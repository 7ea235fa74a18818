import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { createClientSession } from '../../../omadm/session/client-session.ts';
import { credOf } from '../../../omadm/session/credentials.ts';
import type { ClientSession, ClientSessionOptions, ClientTurn } from '../../../omadm/session/turns.ts';
import { answerTo, read } from './documents.ts';
import { clientOptions, credentials, deviceId, serverUri, textOf } from './pair.ts';

interface ServerMessage {
  readonly msgId: number;
  readonly body: string;
  readonly maxMsgSize?: number;
}

function serverMessage({ msgId, body, maxMsgSize }: ServerMessage): Uint8Array {
  const meta =
    maxMsgSize === undefined
      ? ''
      : `<Meta><MaxMsgSize xmlns="syncml:metinf">${maxMsgSize}</MaxMsgSize></Meta>`;
  return Buffer.from(
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>` +
      `<MsgID>${msgId}</MsgID><Target><LocURI>${deviceId}</LocURI></Target>` +
      `<Source><LocURI>https://mdm.example.test/</LocURI></Source>${meta}</SyncHdr><SyncBody>${body}</SyncBody></SyncML>`,
  );
}

function status(msgRef: number, code: number, nonce?: string): string {
  const chal =
    nonce === undefined
      ? ''
      : '<Chal><Meta><Format xmlns="syncml:metinf">b64</Format><Type xmlns="syncml:metinf">syncml:auth-md5</Type>' +
        `<NextNonce xmlns="syncml:metinf">${nonce}</NextNonce></Meta></Chal>`;
  return (
    `<Status><CmdID>1</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd>` +
    `${chal}<Data>${code}</Data></Status>`
  );
}

const get = '<Get><CmdID>5</CmdID><Item><Target><LocURI>./DevInfo/Man</LocURI></Target></Item></Get><Final/>';

function begin(changes: Partial<ClientSessionOptions> = {}, values: readonly string[] = []) {
  const seen: Uint8Array[] = [];
  const handle = (document: Uint8Array): Uint8Array => {
    seen.push(document);
    return answerTo(document, values);
  };
  const client = createClientSession(clientOptions(handle, changes));
  return { client, seen, packageOne: client.start() };
}

async function sent(client: ClientSession, message: Uint8Array): Promise<Uint8Array> {
  const turn: ClientTurn = await client.receive(message);
  assert.ok(turn.kind === 'send', `${turn.kind} where a message was expected`);
  return turn.message;
}

function digest(nonce: string): string {
  return credOf('md5', { ...credentials, nonce }).data;
}

const md5 = { authentication: 'md5', device: { ...credentials, nonce: '' } } as const;

describe('a device in a session', () => {
  it('begins as the native client does', () => {
    const { packageOne } = begin({
      alerts: [{ code: '1226', type: 'com.microsoft:mdm.unenrollment.userrequest', data: '1' }],
      maxMsgSize: 65_536,
    });
    const { header, commands, final } = read(packageOne);
    assert.equal(header?.meta?.maxMsgSize, '65536');
    assert.deepEqual([header.sessionId, header.msgId, header.target?.locUri], ['1', '1', serverUri]);
    assert.deepEqual(
      commands.map((command) => [
        command.cmdId,
        command.kind,
        command.kind === 'Alert' ? command.data?.text : '',
      ]),
      [
        ['2', 'Alert', '1201'],
        ['3', 'Alert', '1224'],
        ['4', 'Alert', '1226'],
        ['5', 'Replace', ''],
      ],
    );
    assert.ok(final);
  });

  it('says package 1 again when it is challenged, and is quiet about its secret once it is in', async () => {
    const given: string[] = [];
    const { client, packageOne, seen } = begin({ ...md5, nonceReceived: (nonce) => given.push(nonce) });
    assert.equal(read(packageOne).header?.cred, undefined);
    const again = read(
      await sent(client, serverMessage({ msgId: 1, body: `${status(1, 407, 'Tm9uY2U=')}<Final/>` })),
    );
    assert.deepEqual([again.header?.msgId, again.header?.cred?.data], ['2', digest('Tm9uY2U=')]);
    assert.equal(again.header?.source?.locName, credentials.name);
    assert.deepEqual(
      again.commands.map(({ cmdId, kind }) => `${cmdId} ${kind}`),
      ['1 Status', '2 Alert', '3 Alert', '4 Replace'],
    );
    const reply = await sent(client, serverMessage({ msgId: 2, body: status(2, 212, 'bmV4dA==') + get }));
    assert.equal(read(reply).header?.cred, undefined);
    assert.deepEqual(given, ['Tm9uY2U=', 'bmV4dA==']);
    assert.equal(seen.length, 1);
    const last = serverMessage({ msgId: 3, body: `${status(3, 200)}<Final/>` });
    assert.deepEqual(await client.receive(last), { kind: 'ended' });
    assert.deepEqual(await client.receive(last), { kind: 'ended' });
  });

  it('proves itself with every message where the server wants that', async () => {
    const { client, packageOne } = begin({ ...md5, device: { ...credentials, nonce: 'Zmlyc3Q=' } });
    assert.equal(read(packageOne).header?.cred?.data, digest('Zmlyc3Q='));
    const second = read(
      await sent(client, serverMessage({ msgId: 1, body: status(1, 200, 'c2Vjb25k') + get })),
    );
    assert.equal(second.header?.cred?.data, digest('c2Vjb25k'));
    // The nonce is out of date: the same message again with the new one.
    const again = read(
      await sent(client, serverMessage({ msgId: 2, body: `${status(2, 401, 'dGhpcmQ=')}<Final/>` })),
    );
    assert.deepEqual([again.header?.msgId, again.header?.cred?.data], ['3', digest('dGhpcmQ=')]);
    assert.ok(again.commands.some(({ kind }) => kind === 'Status'));
  });

  it('learns its nonce from a message whose rest is broken', async () => {
    const given: string[] = [];
    const reply = answerTo(serverMessage({ msgId: 2, body: get }), []);
    const client = createClientSession(
      clientOptions(() => reply, { ...md5, nonceReceived: (nonce) => given.push(nonce) }),
    );
    client.start();
    await sent(client, serverMessage({ msgId: 1, body: `${status(1, 407, 'Tm9uY2U=')}<Final/>` }));
    const message = await sent(
      client,
      serverMessage({ msgId: 2, body: `${status(2, 212, 'bmV4dA==')}<Get>` }),
    );
    assert.deepEqual(given, ['Tm9uY2U=', 'bmV4dA==']);
    assert.equal(read(message).header?.cred, undefined);
  });

  it('gives up where its credentials are refused', async () => {
    const { client } = begin(md5);
    await sent(client, serverMessage({ msgId: 1, body: `${status(1, 407, 'AAAA')}<Final/>` }));
    await sent(client, serverMessage({ msgId: 2, body: `${status(2, 401, 'BBBB')}<Final/>` }));
    const turn = await client.receive(serverMessage({ msgId: 3, body: `${status(3, 401, 'CCCC')}<Final/>` }));
    assert.ok(turn.kind === 'failed');
    assert.match(turn.reason, /refused the credentials/);
  });

  it.each([
    ['a challenge that it has no credentials for', {}, status(1, 407, 'AAAA')],
    ['a challenge of another type', { authentication: 'basic' } as const, status(1, 407, 'AAAA')],
    ['a refusal without challenge', md5, status(1, 401)],
    ['a server that is at fault', {}, status(1, 500)],
  ])('gives up at %s', async (_, changes, body) => {
    const { client } = begin(changes);
    const turn = await client.receive(serverMessage({ msgId: 1, body: `${body}<Final/>` }));
    assert.equal(turn.kind, 'failed');
  });

  it('hands a document over as it came, whatever it is', async () => {
    for (const text of ['', 'rubbish', '<Get><CmdID>1</CmdID></Get>', '<!DOCTYPE x><SyncML/>']) {
      const seen: string[] = [];
      const client = createClientSession(
        clientOptions((document) => {
          seen.push(textOf(document));
          return Buffer.from(
            '<SyncML><SyncHdr/><SyncBody><Status><CmdID>1</CmdID></Status></SyncBody></SyncML>',
          );
        }),
      );
      client.start();
      const { header, commands } = read(await sent(client, Buffer.from(text)));
      assert.deepEqual(seen, [text]);
      assert.deepEqual([header?.sessionId, header?.msgId, header?.source?.locUri], ['1', '2', deviceId]);
      assert.equal(commands.length, 1);
    }
  });

  it('says so where the device has no answer', async () => {
    const client = createClientSession(clientOptions(() => undefined));
    client.start();
    const { commands } = read(await sent(client, serverMessage({ msgId: 1, body: status(1, 200) + get })));
    assert.deepEqual(
      commands.map((command) => [command.kind, 'data' in command ? command.data.text : undefined]),
      [
        ['Status', '200'],
        ['Alert', '1223'],
      ],
    );
    assert.deepEqual(await client.receive(serverMessage({ msgId: 2, body: status(2, 200) })), {
      kind: 'ended',
    });
  });

  it('leaves the session where an answer can not be made small enough', async () => {
    const answer = (document: Uint8Array): Uint8Array =>
      Buffer.from(
        textOf(answerTo(document, [])).replace(
          '</Status>',
          `<TargetRef>${'x'.repeat(3_000)}</TargetRef></Status>`,
        ),
      );
    const client = createClientSession(clientOptions(answer));
    client.start();
    const message = await sent(client, serverMessage({ msgId: 1, body: get, maxMsgSize: 2_000 }));
    assert.ok(textOf(message).includes('<Data>1223</Data>'));
  });

  it('puts together what comes in chunks', async () => {
    const { client, seen } = begin({ maxObjSize: 20 });
    const chunk = (msgId: number, item: string, final = '') =>
      serverMessage({
        msgId,
        body: `${status(msgId, 200)}<Add><CmdID>7</CmdID><Item><Target><LocURI>./A</LocURI></Target>${item}</Item></Add>${final}`,
      });
    const first = read(
      await sent(
        client,
        chunk(1, '<Meta><Size xmlns="syncml:metinf">4</Size></Meta><Data>a&amp;</Data><MoreData/>'),
      ),
    );
    assert.deepEqual(
      first.commands.map((command) =>
        command.kind === 'Status' || command.kind === 'Alert' ? command.data?.text : '',
      ),
      ['200', '213', '1222'],
    );
    await sent(client, chunk(2, '<Data>é</Data>', '<Final/>'));
    const [add] = read(seen[0] ?? new Uint8Array()).commands.slice(1);
    assert.ok(add?.kind === 'Add' && add.items[0]?.data?.text === 'a&é');
    assert.equal(seen.length, 1);

    const size = '<Meta><Size xmlns="syncml:metinf">21</Size></Meta>';
    const refused = await sent(client, chunk(3, `${size}<Data>a</Data><MoreData/>`));
    assert.ok(textOf(refused).includes('<Data>416</Data>'));
    const wrong = '<Meta><Size xmlns="syncml:metinf">9</Size></Meta>';
    await sent(client, chunk(4, `${wrong}<Data>a</Data><MoreData/>`));
    assert.ok(
      textOf(await sent(client, chunk(5, '<Data>b</Data>', '<Final/>'))).includes('<Data>424</Data>'),
    );
    assert.equal(seen.length, 1);
  });

  it('counts its credentials when it keeps to the size that the server takes', async () => {
    const values = Array.from({ length: 30 }, (_, index) => 'x'.repeat(index * 7));
    for (let maxMsgSize = 1_500; maxMsgSize < 1_700; maxMsgSize += 3) {
      const { client } = begin({ ...md5, device: { ...credentials, nonce: 'Zmlyc3Q=' } }, values);
      let message = await sent(client, serverMessage({ msgId: 1, body: status(1, 200) + get, maxMsgSize }));
      for (let msgId = 2; !read(message).final; msgId++) {
        assert.ok(message.length <= maxMsgSize && read(message).header?.cred !== undefined);
        message = await sent(client, serverMessage({ msgId, body: status(msgId, 200) }));
      }
    }
  });

  it('goes on with its answer when the server wants more, and closes a package without Final', async () => {
    const { client } = begin({}, ['x'.repeat(1_000), 'y'.repeat(1_000)]);
    const first = await sent(
      client,
      serverMessage({ msgId: 1, body: status(1, 200) + get, maxMsgSize: 2_000 }),
    );
    assert.ok(!read(first).final);
    const second = await sent(client, serverMessage({ msgId: 2, body: `${status(2, 200)}<Final/>` }));
    assert.ok(read(second).final && textOf(second).includes('yyy'));

    const open = createClientSession(
      clientOptions((document) => Buffer.from(textOf(answerTo(document, [])).replace('<Final/>', ''))),
    );
    open.start();
    const alert = '<Alert><CmdID>2</CmdID><Data>1222</Data></Alert>';
    assert.ok(!read(await sent(open, serverMessage({ msgId: 1, body: get }))).final);
    const closing = read(await sent(open, serverMessage({ msgId: 2, body: status(2, 200) + alert })));
    assert.ok(closing.final && closing.commands.every(({ kind }) => kind === 'Status'));
  });
});
