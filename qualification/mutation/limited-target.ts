import { Script } from 'node:vm';
import type { Target, TargetSession } from '../../adapters/target.ts';

/** Why a case failed on a device that was stopped. */
export const stopped = 'the device was stopped';

/**
 * A target in this process that is stopped where it needs longer than `milliseconds` for one answer: a wrong device may
 * well loop for ever, and then nothing else would ever run in this process again.
 */
export function limitedTarget(target: Target, milliseconds: number): Target {
  return {
    ...target,
    open: async (preparation) => limitedSession(await target.open(preparation), milliseconds),
  };
}

function limitedSession(session: TargetSession, milliseconds: number): TargetSession {
  return {
    ...session,
    exchange: (request) => limited(milliseconds, () => session.exchange(request)),
    wait: (seconds) => limited(milliseconds, () => session.wait(seconds)),
    removeKeys: (scope) => limited(milliseconds, () => session.removeKeys(scope)),
  };
}

let work: (() => unknown) | undefined;

// Node ends only scripts after some time, so the work begins as one.
Object.defineProperty(globalThis, 'workWithLimit', { value: () => work?.() });
const begin = new Script('workWithLimit()');

/** Begins work of which the first, synchronous part is limited: the whole of it, for a device in this process. */
async function limited<T>(milliseconds: number, job: () => Promise<T>): Promise<T> {
  let begun: Promise<T> | undefined;
  work = () => {
    begun = job();
  };
  try {
    begin.runInThisContext({ timeout: milliseconds });
  } catch (error) {
    const ended = error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    throw ended ? new Error(`${stopped} after ${milliseconds} ms`) : error;
  } finally {
    work = undefined;
  }
  if (begun === undefined) throw new Error('the work did not begin');
  return begun;
}
