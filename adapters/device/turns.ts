import { TargetFailure } from '../target.ts';

/** Keeps what is done to one machine in order: one thing at a time, and one case at a time. */
export interface Turns {
  /** Begins when all that was asked for before has ended, also where somebody has given up waiting for it. */
  next<T>(work: () => Promise<T>): Promise<T>;
  /**
   * A case lays its hand on the machine.
   * @returns whether it is the first time that it does
   * @throws TargetFailure where another has, and has not cleaned up
   */
  claim(owner: symbol): 'new' | 'again';
  release(owner: symbol): void;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let claimed: symbol | undefined;
  return {
    next: (work) => {
      const turn = last.then(work, work);
      last = turn.catch(() => undefined);
      return turn;
    },
    claim: (owner) => {
      if (claimed !== undefined && claimed !== owner) {
        throw new TargetFailure(
          'laboratory',
          'another case is under way on this machine, which takes one at a time: run with --workers=1',
        );
      }
      const first = claimed === undefined;
      claimed = owner;
      return first ? 'new' : 'again';
    },
    release: (owner) => {
      if (claimed === owner) claimed = undefined;
    },
  };
}
