import type { Case } from '../../cases/case.ts';
import type { Observation } from '../../cases/observation.ts';
import type { Verdict } from '../../cases/verdict.ts';
import type { Message } from '../../syncml/message.ts';

/** One case of a run as coverage looks at it. */
export interface ObservedCase {
  readonly case: Case;
  /** The message of each step that sends one that can be read; read once for all who count. */
  readonly messages: readonly (Message | undefined)[];
  readonly observation: Observation;
  readonly verdict: Verdict;
}

/** Counts one thing, case by case, and keeps none of them. */
export interface Counter<Result> {
  readonly count: (seen: ObservedCase) => void;
  readonly result: () => Result;
}

/** How often each of a few names was counted. */
export interface Counts {
  readonly add: (name: string) => void;
  readonly of: (name: string) => number;
}

export function keepCounts(): Counts {
  const counts = new Map<string, number>();
  return {
    add: (name) => counts.set(name, (counts.get(name) ?? 0) + 1),
    of: (name) => counts.get(name) ?? 0,
  };
}

/** Whether a device was asked, and what it did was looked at. */
export function wasJudged({ kind }: Verdict): boolean {
  switch (kind) {
    case 'conform':
    case 'violation':
    case 'inconsistent':
    case 'drift':
      return true;
    case 'suite-error':
    case 'inconclusive':
    case 'not-tested':
      return false;
  }
}
