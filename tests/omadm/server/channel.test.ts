import { describe, expect, test } from 'vitest';
import type { Credentials } from '../../../omadm/account.ts';
import { NoAnswer, openChannel, type Channel, type ChannelEvent } from '../../../omadm/server/channel.ts';
import { createClientSession } from '../../../omadm/session/client-session.ts';
import { createServerSession } from '../../../omadm/session/server-session.ts';
import type { ClientTurn, PackageOne } from '../../../omadm/session/turns.ts';
import { sessionLimits } from '../../../omadm/server/start.ts';

const credentials: Credentials = { name: 'device', secret: 'secret', nonce: 'AAAAAAAAAAAAAAAAAAAAAA==' };

/** A document of a case, and the device's answer to it. */
const document = (cmdId: string, address = './Vendor'): Buffer =>
  Buffer.from(
    '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>' +
      '<MsgID>1</MsgID><Target><LocURI>device</LocURI></Target><Source><LocURI>server</LocURI></Source></SyncHdr>' +
      `<SyncBody><Get><CmdID>${cmdId}</CmdID><Item><Target><LocURI>${address}</LocURI></Target></Item></Get><Final/></SyncBody></SyncML>`,
  );
const answerTo = (request: Uint8Array): Buffer => {
  const text = Buffer.from(request).toString();
  const [, cmdId = ''] = /<Get><CmdID>(\w+)/.exec(text) ?? [];
  const [, msgId = ''] = /<MsgID>(\w+)/.exec(text) ?? [];
  return Buffer.from(
    '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>' +
      `<MsgID>${msgId}</MsgID><Target><LocURI>server</LocURI></Target><Source><LocURI>device</LocURI></Source></SyncHdr><SyncBody>` +
      `<Status><CmdID>1</CmdID><MsgRef>${msgId}</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status>` +
      `<Status><CmdID>2</CmdID><MsgRef>${msgId}</MsgRef><CmdRef>${cmdId}</CmdRef><Cmd>Get</Cmd><Data>404</Data></Status>` +
      '<Final/></SyncBody></SyncML>',
  );
};

interface Bench {
  readonly channel: Channel;
  readonly events: ChannelEvent[];
  /** Lets the hold of an open session run out. */
  elapse(): void;
}

function bench(wake?: () => Promise<void>): Bench {
  const events: ChannelEvent[] = [];
  const timers = new Set<() => void>();
  let seed = 0;
  const channel = openChannel({
    hold: 1000,
    newSession: () =>
      createServerSession({
        serverUri: 'https://server',
        authentication: 'md5',
        device: credentials,
        limits: sessionLimits,
        randomBytes: (length) => Buffer.alloc(length, ++seed),
      }),
    timer: (_, work) => {
      timers.add(work);
      return () => timers.delete(work);
    },
    told: (event) => events.push(event),
    ...(wake === undefined ? {} : { wake }),
  });
  return {
    channel,
    events,
    elapse: () => {
      for (const work of [...timers]) {
        timers.delete(work);
        work();
      }
    },
  };
}

interface Device {
  /** Goes on until the server ends the session, or closes it. */
  run(): Promise<string>;
  seen: string[];
}

function device(
  { channel }: Bench,
  sessionId: string,
  {
    loginStatus = 'user',
    handle = answerTo,
    secret = 'secret',
    post = (message) => channel.receive(sessionId, message),
  }: {
    loginStatus?: NonNullable<PackageOne['loginStatus']>;
    handle?: (request: Uint8Array) => Uint8Array | undefined;
    secret?: string;
    post?: (message: Uint8Array) => ReturnType<Channel['receive']>;
  } = {},
): Device {
  const seen: string[] = [];
  const session = createClientSession({
    sessionId,
    serverUri: 'https://server',
    deviceId: 'device',
    authentication: 'md5',
    device: { ...credentials, secret },
    initiatedBy: 'device',
    loginStatus,
    devInfo: { DevId: 'device' },
    handle: (request) => {
      seen.push(/<Get><CmdID>(\w+)/.exec(Buffer.from(request).toString())?.[1] ?? '');
      return handle(request);
    },
  });
  return {
    seen,
    run: async () => {
      let turn: ClientTurn = { kind: 'send', message: session.start() };
      while (turn.kind === 'send') {
        const answer = await post(turn.message);
        if (answer.kind === 'closed') return `closed: ${answer.reason}`;
        turn = await session.receive(answer.message);
      }
      return turn.kind === 'failed' ? `failed: ${turn.reason}` : turn.kind;
    },
  };
}

const cmdRefs = (reply: Uint8Array | undefined): string[] =>
  [
    ...Buffer.from(reply ?? [])
      .toString()
      .matchAll(/<CmdRef>(\w+)/g),
  ].map(([, ref = '']) => ref);

describe('the way to one device', () => {
  test('documents that wait, and those that come while a session is open, go into the same session', async () => {
    const on = bench();
    const one = device(on, 'a');
    const first = on.channel.exchange(document('7'));
    const session = one.run();
    expect(cmdRefs(await first)).toEqual(['0', '7']);
    expect(cmdRefs(await on.channel.exchange(document('8')))).toEqual(['0', '8']);
    on.channel.endSession();
    expect(await session).toBe('ended');
    expect(one.seen).toEqual(['7', '8']);
    expect(on.channel.open).toBe(false);
  });

  test('an open session that nothing comes for ends after the hold', async () => {
    const on = bench();
    const session = device(on, 'a').run();
    await Promise.resolve();
    while (!on.channel.open) await new Promise(setImmediate);
    await new Promise(setImmediate);
    on.elapse();
    expect(await session).toBe('ended');
  });

  test('a device that can be woken is woken where no session is open', async () => {
    let woken = 0;
    const on: Bench = bench(() => {
      woken++;
      void device(on, `s${woken}`).run();
      return Promise.resolve();
    });
    expect(cmdRefs(await on.channel.exchange(document('1')))).toEqual(['0', '1']);
    on.channel.endSession();
    expect(cmdRefs(await on.channel.exchange(document('2')))).toEqual(['0', '2']);
    expect(woken).toBe(2);
  });

  test('a device that can not be woken: the document gets no answer, and the next one has its chance', async () => {
    const on = bench(() => Promise.reject(new Error('it is off')));
    await expect(on.channel.exchange(document('1'))).rejects.toThrow(/could not be woken: it is off/);
    await expect(on.channel.exchange(document('2'))).rejects.toBeInstanceOf(NoAnswer);
  });

  test('two sessions at once: who is authenticated later has the device, and the first is told', async () => {
    const on = bench();
    const first = device(on, 'a').run();
    while (!on.channel.open) await new Promise(setImmediate);
    const second = device(on, 'b');
    const session = second.run();
    expect(await first).toBe('closed: the device began another session');
    expect(cmdRefs(await on.channel.exchange(document('1')))).toEqual(['0', '1']);
    on.channel.endSession();
    expect(await session).toBe('ended');
    expect(on.events.map(({ kind }) => kind)).toContain('abandoned');
  });

  test('a stranger who begins a session does not disturb the one that is open', async () => {
    const on = bench();
    const right = device(on, 'a');
    const session = right.run();
    while (!on.channel.open) await new Promise(setImmediate);
    expect(await device(on, 'b', { secret: 'guessed' }).run()).toMatch(/^failed/);
    expect(cmdRefs(await on.channel.exchange(document('1')))).toEqual(['0', '1']);
    on.channel.endSession();
    expect(await session).toBe('ended');
    expect(right.seen).toEqual(['1']);
  });

  test('a device that leaves its session for another one without an answer has answered with nothing', async () => {
    const on = bench();
    let swallow = true;
    const session = device(on, 'a', {
      post: async (message) => {
        const answer = await on.channel.receive('a', message);
        const carries = answer.kind === 'message' && Buffer.from(answer.message).includes('<Get>');
        return carries && swallow ? { kind: 'closed', reason: 'power cut' } : answer;
      },
    });
    const lost = on.channel.exchange(document('1'));
    expect(await session.run()).toBe('closed: power cut');
    swallow = false;
    const next = device(on, 'b').run();
    expect(await lost).toBeUndefined();
    expect(cmdRefs(await on.channel.exchange(document('2')))).toEqual(['0', '2']);
    on.channel.endSession();
    expect(await next).toBe('ended');
  });

  test('a message that is posted again, before and after its answer, is answered alike and carried out once', async () => {
    const on = bench();
    const twice = device(on, 'a', {
      post: async (message) => {
        const [one, other] = await Promise.all([
          on.channel.receive('a', message),
          Promise.resolve().then(() => on.channel.receive('a', message)),
        ]);
        const third = await on.channel.receive('a', message);
        expect(other).toEqual(one);
        expect(third).toEqual(one);
        return one;
      },
    });
    const answer = on.channel.exchange(document('1'));
    const session = twice.run();
    expect(cmdRefs(await answer)).toEqual(['0', '1']);
    on.channel.endSession();
    expect(await session).toBe('ended');
    expect(twice.seen).toEqual(['1']);
  });

  test('a device that aborts has answered with nothing', async () => {
    const on = bench();
    const answer = on.channel.exchange(document('1'));
    const session = device(on, 'a', { handle: () => undefined }).run();
    expect(await answer).toBeUndefined();
    await session;
    expect(on.events.map(({ kind }) => kind)).toContain('aborted');
  });

  test('settings of users wait for a user', async () => {
    const on = bench();
    const none = device(on, 'a', { loginStatus: 'none' });
    const refused = on.channel.exchange(document('1', './User/Vendor'), { user: true });
    const session = none.run();
    await expect(refused).rejects.toThrow(/login status is "none"/);
    expect(await session).toBe('ended');
    expect(none.seen).toEqual([]);
  });

  test('what is given up is not answered later', async () => {
    const on = bench();
    const waiting = on.channel.exchange(document('1'));
    on.channel.abandon('too late');
    await expect(waiting).rejects.toThrow(/too late/);
    const late = device(on, 'a');
    const session = late.run();
    while (!on.channel.open) await new Promise(setImmediate);
    await new Promise(setImmediate);
    on.elapse();
    expect(await session).toBe('ended');
    expect(late.seen).toEqual([]);
  });
});
