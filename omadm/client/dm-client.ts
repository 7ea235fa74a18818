import type { DmAccount } from '../account.ts';
import { CallFailure, type Caller, type CallResponse } from '../http/call.ts';
import { createClientSession } from '../session/client-session.ts';
import { messageType } from '../session/media-type.ts';
import type { ClientSessionOptions, ClientTurn, PackageOne } from '../session/turns.ts';

export interface DmClientOptions {
  readonly account: DmAccount;
  /** Trusts the server, and has the client certificate of the enrollment. */
  readonly caller: Caller;
  /** The device: answers the documents of the server. */
  readonly handle: ClientSessionOptions['handle'];
  readonly loginStatus: NonNullable<PackageOne['loginStatus']>;
  readonly devInfo: Readonly<Record<string, string>>;
  /** Bytes of one message that this device takes. */
  readonly maxMsgSize?: number;
  /** Comes back after so many seconds. */
  readonly sleep: (seconds: number) => Promise<void>;
}

export type SyncOutcome =
  | { readonly kind: 'ended'; readonly messages: number }
  | { readonly kind: 'failed'; readonly messages: number; readonly reason: string };

export interface DmClient {
  /** A whole session. One at a time: whoever asks during a session gets a further one after it. */
  sync(initiatedBy?: PackageOne['initiatedBy']): Promise<SyncOutcome>;
}

/** How often a message is posted again whose answer was lost on the way, and the seconds between. */
const posts = 4;
const pauseBetween = 0.25;
/** Messages of one session: a server that never ends is left. */
const longestSession = 10_000;

/** A device of MS-MDM as the network sees it: package 1, then whatever the server has, until it has nothing more. */
export function createDmClient(options: DmClientOptions): DmClient {
  let { nonce } = options.account.device;
  let running: Promise<SyncOutcome> | undefined;
  let further: Promise<SyncOutcome> | undefined;
  let sessions = 0;

  const once = async (initiatedBy: PackageOne['initiatedBy']): Promise<SyncOutcome> => {
    // Up to four characters, and another one than the last session had (MS-MDM, SessionID).
    sessions = (sessions + 1) % 0xffff;
    return runSession(options, {
      sessionId: sessions.toString(16),
      initiatedBy,
      nonce,
      nonceReceived: (given) => {
        nonce = given;
      },
    });
  };

  const start = (initiatedBy: PackageOne['initiatedBy']): Promise<SyncOutcome> => {
    const session = once(initiatedBy).finally(() => {
      running = undefined;
    });
    running = session;
    return session;
  };

  return {
    sync: (initiatedBy = 'device') => {
      if (running === undefined) return start(initiatedBy);
      further ??= running.then(() => {
        further = undefined;
        return start(initiatedBy);
      });
      return further;
    },
  };
}

interface SessionStart {
  readonly sessionId: string;
  readonly initiatedBy: PackageOne['initiatedBy'];
  readonly nonce: string;
  readonly nonceReceived: (nonce: string) => void;
}

async function runSession(options: DmClientOptions, begin: SessionStart): Promise<SyncOutcome> {
  const { account, handle, loginStatus, devInfo, maxMsgSize } = options;
  const session = createClientSession({
    sessionId: begin.sessionId,
    serverUri: account.address,
    deviceId: account.deviceId,
    authentication: account.authentication,
    device: { ...account.device, nonce: begin.nonce },
    nonceReceived: begin.nonceReceived,
    initiatedBy: begin.initiatedBy,
    loginStatus,
    devInfo,
    handle,
    ...(maxMsgSize === undefined ? {} : { maxMsgSize }),
  });
  let turn: ClientTurn = { kind: 'send', message: session.start() };
  for (let messages = 1; ; messages++) {
    switch (turn.kind) {
      case 'ended':
        return { kind: 'ended', messages: messages - 1 };
      case 'failed':
        return { kind: 'failed', messages: messages - 1, reason: turn.reason };
      case 'send': {
        if (messages > longestSession) {
          return { kind: 'failed', messages, reason: `the server did not end after ${messages} messages` };
        }
        const answer = await post(options, turn.message);
        if (typeof answer === 'string') return { kind: 'failed', messages, reason: answer };
        turn = await session.receive(answer.body);
      }
    }
  }
}

/** Posts a message until it is answered. @returns why it was given up, where it was */
async function post(
  { account, caller, sleep }: DmClientOptions,
  message: Uint8Array,
): Promise<CallResponse | string> {
  let reason = '';
  for (let attempt = 0; attempt < posts; attempt++) {
    if (attempt > 0) await sleep(pauseBetween);
    try {
      const response = await caller.call({
        method: 'POST',
        url: withMode(account.address),
        headers: {
          'Content-Type': messageType,
          Accept: `${messageType}, application/octet-stream`,
          'Accept-Charset': 'UTF-8',
          // device-and-mdm.md, 5.1
          'User-Agent': 'MSFT OMA DM Client/1.2.0.1',
          'client-request-id': account.deviceId,
        },
        body: message,
      });
      if (response.status === 200) return response;
      reason = `the server answered with HTTP ${response.status}`;
      if (response.status !== 429 && response.status < 500) return reason;
      const seconds = Number(response.headers['retry-after'] ?? 0);
      if (seconds > 0) await sleep(Math.min(seconds, 300));
    } catch (error) {
      if (!(error instanceof CallFailure)) throw error;
      reason = error.message;
    }
  }
  return reason;
}

/** The client appends how the session came about and the platform (MS-MDM 2.1). */
function withMode(address: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}mode=Maintenance&Platform=WoA`;
}
