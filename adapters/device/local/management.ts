import { TargetFailure } from '../../target.ts';
import type { Applied } from '../connection.ts';
import { explainHresult, lockAbandoned } from '../hresult.ts';
import { functionNames, type Libraries, type Request } from './messages.ts';
import { ownProgram, ProcessLost, startProcess, type CallingProcess, type Program } from './process.ts';

/**
 * Local management of this machine, called in a process of its own. Where a call hangs or takes the process with it,
 * that call fails as a TargetFailure, and the next one finds a new process, which has registered as the old one had.
 */
export interface LocalManagement {
  /** Throws a TargetFailure with what to do, also where the function returns a failure. */
  register(): Promise<void>;
  /** @param patience milliseconds; less than the 30 s that the library waits for its lock hides that answer */
  apply(syncBody: string, patience: number): Promise<Applied>;
  /** As `register`. */
  unregister(): Promise<void>;
  close(): Promise<void>;
}

export interface LocalManagementOptions {
  readonly program?: Program;
  /** For tests; absent: the libraries of Windows. */
  readonly libraries?: Libraries;
  /** Milliseconds for starting the process, and for each of its calls but `apply`. */
  readonly patience?: number;
}

/** More than the 30 s that the library waits for its lock (device-and-mdm.md, 1.2). */
const defaultPatience = 60_000;

/** Nothing is started before the first call. */
export function localManagement({
  program = ownProgram,
  libraries,
  patience: ownPatience = defaultPatience,
}: LocalManagementOptions = {}): LocalManagement {
  let running: CallingProcess | undefined;
  let isRegistered = false;
  let hasApplied = false;
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time, in the order of the calls. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };

  const ask = async (asked: CallingProcess, request: Request, patience: number): Promise<Applied> => {
    const name = request.call === 'load' ? 'loading the library' : functionNames[request.call];
    try {
      const reply = await asked.ask(request, patience);
      if (reply.kind === 'failed') throw new TargetFailure('transport', reply.reason);
      if (reply.kind === 'loaded') return { hresult: 0 };
      const { hresult, result } = reply;
      return result === undefined ? { hresult } : { hresult, result };
    } catch (error) {
      if (!(error instanceof ProcessLost)) throw error;
      running = undefined;
      throw lost(name, error);
    }
  };

  const started = async (): Promise<CallingProcess> => {
    if (running?.isGone() === false) return running;
    let fresh: CallingProcess;
    try {
      fresh = await startProcess(program, ownPatience);
    } catch (error) {
      throw error instanceof ProcessLost ? lost('starting it', error) : error;
    }
    running = fresh;
    hasApplied = false;
    try {
      await ask(fresh, { call: 'load', ...(libraries === undefined ? {} : { libraries }) }, ownPatience);
      if (isRegistered) await registerIn(fresh);
      return fresh;
    } catch (error) {
      running = undefined;
      await fresh.end();
      throw error;
    }
  };

  /**
   * Who waits for the lock when its owner dies becomes its owner and is told so by this failure before anything is
   * done. The retry has to be in the same process, whose end would leave the lock as it was found.
   */
  const retriedOnce = async (call: () => Promise<Applied>): Promise<Applied> => {
    const first = await call();
    return first.hresult === lockAbandoned ? call() : first;
  };

  const registerIn = async (asked: CallingProcess): Promise<void> => {
    const { hresult } = await retriedOnce(() => ask(asked, { call: 'register' }, ownPatience));
    if (hresult !== 0) {
      throw new TargetFailure('transport', explainHresult(functionNames.register, hresult));
    }
  };

  return {
    register: () =>
      inTurn(async () => {
        await registerIn(await started());
        isRegistered = true;
      }),
    apply: (syncBody, patience) =>
      inTurn(async () => {
        if (syncBody.includes('\0')) {
          throw new TargetFailure(
            'transport',
            'the SyncBody holds the character U+0000, at which its text would end for Windows; such a payload can not be carried this way',
          );
        }
        const asked = await started();
        const call = (): Promise<Applied> => ask(asked, { call: 'apply', syncBody }, patience);
        // Later on this process owns the lock, so the same code then comes from the device and is its answer.
        const applied = hasApplied ? await call() : await retriedOnce(call);
        hasApplied ||= applied.hresult === 0;
        return applied;
      }),
    unregister: () =>
      inTurn(async () => {
        const asked = await started();
        isRegistered = false;
        const { hresult } = await ask(asked, { call: 'unregister' }, ownPatience);
        if (hresult !== 0) {
          throw new TargetFailure('transport', explainHresult(functionNames.unregister, hresult));
        }
      }),
    close: () =>
      inTurn(async () => {
        const ending = running;
        running = undefined;
        await ending?.end();
      }),
  };
}

function lost(what: string, { fate }: ProcessLost): TargetFailure {
  return new TargetFailure(
    'transport',
    `${what} failed: the process that calls mdmlocalmanagement.dll ${fate}; the next call starts another`,
  );
}
