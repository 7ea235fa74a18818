import type { StoreEntry } from '../../cases/observation.ts';
import { TargetFailure, type TargetSession } from '../target.ts';
import { reachOf } from './addresses.ts';
import type { RunOnDevice } from './begin.ts';
import { removeWhatIsThere } from './clean-up.ts';
import type { DeviceConnection, MachineEvent } from './connection.ts';
import { succeeded } from './dialogue.ts';
import type { Journal } from './journal.ts';
import type { Clock } from './recover.ts';
import { refusalOfDocument } from './refusal.ts';
import { replyFrom } from './reply.ts';
import { placeOf, storeEntryOf } from './store-entries.ts';
import { cutDocument } from './syncbody.ts';
import type { Turns } from './turns.ts';

export interface SessionParts {
  readonly connection: DeviceConnection;
  readonly journal: Journal;
  readonly turns: Turns;
  readonly run: RunOnDevice;
  /** Milliseconds for one document. */
  readonly patience: number;
  /** Seconds. */
  readonly longestWait: number;
  readonly clock: Clock;
}

/** One case on a machine. */
export function deviceSession({
  connection,
  journal,
  turns,
  run,
  patience,
  longestWait,
  clock,
}: SessionParts): TargetSession & Required<Pick<TargetSession, 'evidence'>> {
  const begun = new Date();
  const owner = Symbol('case');
  let hasRequested = false;
  let mayHaveInstalled = false;

  const send = async (document: Uint8Array): Promise<Uint8Array | undefined> => {
    const reason = refusalOfDocument(document, run);
    const cut = cutDocument(document);
    if (reason !== undefined || cut.kind === 'refused') {
      throw new TargetFailure('laboratory', reason ?? 'the document has no SyncBody');
    }
    const { requests, installs } = reachOf(cut.view, cut.outline);
    // What the case before has left would be taken for this one's.
    if (turns.claim(owner) === 'new' && journal.state().requests.length > 0) {
      await removeWhatIsThere(connection, journal);
    }
    // Before it is sent: after a power failure the journal has to know what may be there.
    const news = requests.filter((address) => !journal.state().requests.includes(address));
    if (news.length > 0) journal.note({ kind: 'requests', addresses: news });
    hasRequested ||= requests.length > 0;
    mayHaveInstalled ||= installs;
    const result = succeeded(await connection.apply(cut.syncBody, patience));
    return result === '' ? undefined : replyFrom(result, cut.msgId);
  };

  const readStores = async (): Promise<readonly StoreEntry[]> =>
    (await connection.readStores(run.scopes))
      .filter((reading) => !run.before.has(placeOf(reading)))
      .map(storeEntryOf);

  const unseen = (what: string): Promise<never> =>
    Promise.reject(new TargetFailure('laboratory', `${what} on a real machine`));
  return {
    exchange: (document) => turns.next(() => send(document)),
    readStores: () => turns.next(readStores),
    wait: async (seconds) => {
      if (seconds > longestWait) return unseen(`nobody waits for ${seconds} s`);
      await clock.pause(seconds * 1000);
    },
    readScepLog: () => unseen('SCEP servers of a case can not be reached'),
    removeKeys: () => unseen('keys are not deleted behind the back of the CSP'),
    evidence: () => turns.next(async () => (await connection.events(begun)).map(eventLine)),
    cleanUp: () =>
      turns.next(async () => {
        turns.release(owner);
        if (hasRequested) await removeWhatIsThere(connection, journal, mayHaveInstalled);
      }),
  };
}

/** An event on one line. */
function eventLine({ time, id, level, message }: MachineEvent): string {
  return `${time} event ${id} (${level}): ${message.replace(/\s+/g, ' ').trim()}`;
}
