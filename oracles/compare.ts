import type { Answers } from '../cases/case.ts';
import type { ScepServerLog, StoreEntry } from '../cases/observation.ts';
import { compareLog } from './compare-log.ts';
import { compareCommand, Spares } from './compare-command.ts';
import { compareReply, type SeenReply } from './compare-reply.ts';
import { compareStores } from './compare-stores.ts';
import { Differences, type PlacedDifference } from './differences.ts';
import type { Expectation } from './expectation.ts';

/** What was seen of one step, prepared once for all worlds. */
export type Seen =
  | SeenReply
  | { readonly kind: 'stores'; readonly entries: readonly StoreEntry[] }
  | { readonly kind: 'scep-log'; readonly servers: readonly ScepServerLog[] }
  | { readonly kind: 'waited' };

/** Compares what one world expects with what was seen, one expectation after the other. */
export class Comparing {
  private readonly seen: Seen;
  private readonly differences: Differences;
  private readonly spares = new Spares();
  /** Nothing else in the reply says more. */
  private done = false;

  constructor(answers: Answers, seen: Seen) {
    this.differences = new Differences(answers);
    this.seen = seen;
  }

  /** The differences so far. */
  get found(): readonly PlacedDifference[] {
    return this.differences.found;
  }

  /** The answers that the world started with, and those that were seen. */
  get answers(): Answers {
    return this.differences.answers;
  }

  look(expectation: Expectation): void {
    const { seen, differences } = this;
    if (this.done) return;
    if (expectation.kind === 'stores') {
      if (seen.kind === 'stores') compareStores(expectation, seen.entries, differences);
    } else if (expectation.kind === 'scep-log') {
      if (seen.kind === 'scep-log') compareLog(expectation, seen.servers, differences);
    } else if (seen.kind === 'reply') {
      if (expectation.kind === 'reply') this.done = compareReply(expectation, seen, differences);
      else if (seen.match !== undefined) compareCommand(expectation, seen.match, this.spares, differences);
    }
  }
}

/** All expectations of a world; `stopEarly`: up to the first difference. */
export function compare(
  expectations: readonly Expectation[],
  answers: Answers,
  seen: Seen,
  stopEarly: boolean,
): Comparing {
  const comparing = new Comparing(answers, seen);
  for (const expectation of expectations) {
    comparing.look(expectation);
    if (stopEarly && comparing.found.length > 0) break;
  }
  return comparing;
}
