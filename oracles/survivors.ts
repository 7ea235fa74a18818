import type { Answers } from '../cases/case.ts';
import type { AnswerKey } from '../csp/ambiguities.ts';
import { Comparing, type Seen } from './compare.ts';
import type { PlacedDifference } from './differences.ts';
import type { Expectation } from './expectation.ts';
import { isNearer } from './nearness.ts';
import { predictReply, type Outcome } from './predict.ts';
import type { Request } from './request.ts';
import type { Watcher } from './run.ts';
import type { World } from './world.ts';

/**
 * What `predict` and then `narrow` leave of the worlds after a message, found in one go: a way through the message is
 * given up at the first expectation that the reply contradicts. Empty where no world agrees.
 *
 * @throws TooManyWorlds
 */
export function survivors(worlds: readonly World[], request: Request, seen: Seen): readonly Outcome[] {
  const watch = (answers: Answers): Watcher => new Following(answers, seen, (found) => found.length === 0);
  return predictReply(worlds, request, { watch, atLimit: 'throw' });
}

/**
 * Outcomes among which the nearest is, where no world agrees. A way is given up once it is no nearer than one that
 * was followed to its end. Where even so there are too many ways, the nearest of those that could be followed.
 */
export function nearOutcomes(worlds: readonly World[], request: Request, seen: Seen): readonly Outcome[] {
  let nearest: readonly PlacedDifference[] | undefined;
  const isPromising = (found: readonly PlacedDifference[]): boolean =>
    nearest === undefined || isNearer(found, nearest);
  const watch = (answers: Answers): Watcher =>
    new Following(answers, seen, isPromising, (found) => (nearest = found));
  return predictReply(worlds, request, { watch, atLimit: 'stop' });
}

/** Compares one way with the reply, and gives it up when its differences are no longer promising. */
class Following implements Watcher {
  private readonly comparing: Comparing;
  private readonly isPromising: (found: readonly PlacedDifference[]) => boolean;
  private readonly atEnd: (found: readonly PlacedDifference[]) => void;

  constructor(
    answers: Answers,
    seen: Seen,
    isPromising: (found: readonly PlacedDifference[]) => boolean,
    atEnd: (found: readonly PlacedDifference[]) => void = () => undefined,
  ) {
    this.comparing = new Comparing(answers, seen);
    this.isPromising = isPromising;
    this.atEnd = atEnd;
  }

  agrees(expectation: Expectation): boolean {
    const before = this.comparing.found.length;
    this.comparing.look(expectation);
    return this.comparing.found.length === before || this.isPromising(this.comparing.found);
  }

  complete(asked: Answers): Answers | undefined {
    const settled = this.comparing.answers;
    const contradicted = Object.entries(settled).some(([key, answer]) => {
      const known = asked[key as AnswerKey];
      return known !== undefined && known !== answer;
    });
    if (contradicted) return undefined;
    this.atEnd(this.comparing.found);
    return { ...asked, ...settled };
  }
}
