import type { DeviceAlert, PackageOne, ServerSession, ServerTurn } from '../session/turns.ts';

/** Why a document got no answer, in one sentence. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** What happened in the sessions of a device, for those who watch. */
export type ChannelEvent =
  | { readonly kind: 'opened'; readonly packageOne: PackageOne }
  | { readonly kind: 'challenged' | 'refused' | 'aborted' | 'abandoned'; readonly reason: string }
  | { readonly kind: 'alert'; readonly alert: DeviceAlert }
  | { readonly kind: 'ended' };

export interface ChannelOptions {
  /** A session for a device that begins one; nobody is authenticated yet. */
  readonly newSession: () => ServerSession;
  /** Asks the device to begin a session; absent where it only comes by its own schedule. */
  readonly wake?: () => Promise<void>;
  /** Milliseconds for which an open session waits for a further document before it is ended. */
  readonly hold: number;
  readonly timer?: Timer;
  readonly told?: (event: ChannelEvent) => void;
}

/** Calls back after some milliseconds, unless it is let go before. */
export type Timer = (milliseconds: number, work: () => void) => () => void;

/** What one HTTP request of the device is answered with. */
export type ChannelAnswer =
  | { readonly kind: 'message'; readonly message: Uint8Array }
  | { readonly kind: 'closed'; readonly reason: string };

/**
 * The way to one device: documents wait here for a session, and their answers come back here. One document is under
 * way at a time, and one session: a device that begins another one, and is who it says, leaves the first.
 */
export interface Channel {
  /**
   * Sends one document.
   * @returns the device's reply; undefined where it ended the session, or began another one, without any
   * @throws NoAnswer where the document can not be sent, or the session came to a bad end
   */
  exchange(document: Uint8Array, needs?: { readonly user: boolean }): Promise<Uint8Array | undefined>;
  /** Takes a message of the device and gives the server's. */
  receive(sessionId: string, message: Uint8Array): ChannelAnswer | Promise<ChannelAnswer>;
  /** Ends the session that is open, as soon as the device can be told. */
  endSession(): void;
  /** Lets go of what is under way: the answer to it is lost. */
  abandon(reason: string): void;
  readonly packageOne: PackageOne | undefined;
  readonly open: boolean;
}

interface Parcel {
  readonly document: Uint8Array;
  readonly user: boolean;
  readonly resolve: (reply: Uint8Array | undefined) => void;
  readonly reject: (reason: NoAnswer) => void;
  /** The session that it went out in. */
  sentIn?: OpenSession;
}

interface OpenSession {
  readonly id: string;
  readonly session: ServerSession;
  documents: number;
  /** The device waits: for whichever comes first, a document or the end of the hold. */
  waiting?: Waiting;
}

interface Waiting {
  /** The message that is not answered yet. */
  readonly message: Uint8Array;
  /** Several where the message was posted more than once: all get the same answer. */
  readonly answers: ((answer: ChannelAnswer) => void)[];
  readonly stopTimer: () => void;
}

const systemTimer: Timer = (milliseconds, work) => {
  const timer = setTimeout(work, milliseconds);
  return () => {
    clearTimeout(timer);
  };
};

/** Documents of one session: the session of a device that is held open from case to case has an end all the same. */
const longestSession = 500;

export function openChannel({ newSession, wake, hold, timer = systemTimer, told }: ChannelOptions): Channel {
  let parcel: Parcel | undefined;
  let current: OpenSession | undefined;
  /** Is asked once more by a device that did not get its last answer. */
  let ended: OpenSession | undefined;
  let packageOne: PackageOne | undefined;
  /** Begun, and not yet known who it is. Bounded: a stranger only ever holds the place of another stranger. */
  let stranger: OpenSession | undefined;

  const settle = (reply: Uint8Array | undefined): void => {
    const done = parcel;
    parcel = undefined;
    done?.resolve(reply);
  };
  const fail = (reason: string): void => {
    const done = parcel;
    parcel = undefined;
    done?.reject(new NoAnswer(reason));
  };
  const close = (closing: OpenSession): void => {
    if (current === closing) {
      current = undefined;
      ended = closing;
    }
    if (stranger === closing) stranger = undefined;
    told?.({ kind: 'ended' });
  };

  /** The next message of a session, now that there is a document, or that there will be none. */
  const answerNow = (open: OpenSession): ChannelAnswer => {
    if (parcel !== undefined && parcel.sentIn === undefined) {
      const refusal = obstacleTo(parcel, packageOne);
      try {
        if (refusal !== undefined) throw new NoAnswer(refusal);
        const message = open.session.next(parcel.document);
        parcel.sentIn = open;
        open.documents++;
        return { kind: 'message', message };
      } catch (error) {
        fail(error instanceof Error ? error.message : String(error));
      }
    }
    const message = open.session.next(undefined);
    close(open);
    return { kind: 'message', message };
  };

  const release = (open: OpenSession, answer: () => ChannelAnswer): void => {
    const { waiting } = open;
    if (waiting === undefined) return;
    delete open.waiting;
    waiting.stopTimer();
    const given = answer();
    for (const take of waiting.answers) take(given);
  };

  const nextFor = (open: OpenSession, message: Uint8Array): ChannelAnswer | Promise<ChannelAnswer> => {
    if (parcel !== undefined || hold === 0 || open.documents >= longestSession) return answerNow(open);
    return new Promise((take) => {
      const stopTimer = timer(hold, () => {
        release(open, () => answerNow(open));
      });
      open.waiting = { message, answers: [take], stopTimer };
    });
  };

  const openedBy = (open: OpenSession, turn: Extract<ServerTurn, { kind: 'opened' }>): void => {
    const before = current;
    if (before !== undefined && before !== open) {
      told?.({ kind: 'abandoned', reason: `session ${before.id} was left for session ${open.id}` });
      release(before, () => ({ kind: 'closed', reason: 'the device began another session' }));
      if (parcel?.sentIn === before) settle(undefined);
    }
    current = open;
    if (stranger === open) stranger = undefined;
    packageOne = turn.packageOne;
    told?.({ kind: 'opened', packageOne });
  };

  const carryOut = (
    open: OpenSession,
    turn: ServerTurn,
    message: Uint8Array,
  ): ChannelAnswer | Promise<ChannelAnswer> => {
    switch (turn.kind) {
      case 'challenged':
        told?.({ kind: 'challenged', reason: turn.reason });
        return { kind: 'message', message: turn.answer };
      case 'repeated':
      case 'continued':
        return { kind: 'message', message: turn.answer };
      case 'refused':
        told?.({ kind: 'refused', reason: turn.reason });
        if (open.session.over) {
          if (parcel?.sentIn === open) fail(`the session ended: ${turn.reason}`);
          close(open);
        }
        return turn.answer === undefined
          ? { kind: 'closed', reason: turn.reason }
          : { kind: 'message', message: turn.answer };
      case 'opened':
        openedBy(open, turn);
        for (const alert of turn.alerts) told?.({ kind: 'alert', alert });
        return nextFor(open, message);
      case 'replied':
        for (const alert of turn.alerts) told?.({ kind: 'alert', alert });
        if (parcel?.sentIn === open) settle(turn.reply);
        return nextFor(open, message);
      case 'aborted':
        told?.({ kind: 'aborted', reason: turn.reason });
        if (parcel?.sentIn === open) settle(undefined);
        close(open);
        return { kind: 'message', message: turn.answer };
    }
  };

  return {
    exchange: (document, needs = { user: false }) =>
      new Promise((resolve, reject) => {
        if (parcel !== undefined) {
          reject(new NoAnswer('another document is under way to this device'));
          return;
        }
        parcel = { document, user: needs.user, resolve, reject };
        const open = current;
        if (open !== undefined) {
          release(open, () => answerNow(open));
        } else if (wake !== undefined) {
          wake().catch((error: unknown) => {
            fail(`the device could not be woken: ${error instanceof Error ? error.message : String(error)}`);
          });
        }
      }),
    receive: (sessionId, message) => {
      const known = current?.id === sessionId ? current : stranger?.id === sessionId ? stranger : undefined;
      if (known?.waiting !== undefined && sameBytes(known.waiting.message, message)) {
        const { answers } = known.waiting;
        return new Promise((take) => answers.push(take));
      }
      if (known === undefined && ended?.id === sessionId) {
        const turn = ended.session.receive(message);
        if (turn.kind === 'repeated') return { kind: 'message', message: turn.answer };
      }
      const open = known ?? { id: sessionId, session: newSession(), documents: 0 };
      if (known === undefined) stranger = open;
      return carryOut(open, open.session.receive(message), message);
    },
    endSession: () => {
      const open = current;
      if (parcel === undefined && open !== undefined) release(open, () => answerNow(open));
    },
    abandon: (reason) => {
      const sentIn = parcel?.sentIn;
      fail(reason);
      // Whatever the device still says in that session answers a document that nobody waits for.
      if (sentIn !== undefined) close(sentIn);
    },
    get packageOne() {
      return packageOne;
    },
    get open() {
      return current !== undefined;
    },
  };
}

/** Settings of users reach a device only while one is logged on (MS-MDM, Alert 1224). */
function obstacleTo({ user }: Parcel, packageOne: PackageOne | undefined): string | undefined {
  const status = packageOne?.loginStatus;
  if (!user || status === undefined || status === 'user') return undefined;
  return `the document addresses ./User, and the device says that its login status is "${status}"`;
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}
