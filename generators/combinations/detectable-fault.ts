import type { Fault } from '../faults/fault.ts';

/**
 * A fault that can also tell whether it is there and leave itself out, so that random and covering choices become
 * valid, or faulty in one point, by rule and not by luck.
 * @typeParam Choice names of what a subject is chosen by
 */
export interface DetectableFault<
  Subject,
  Choice extends string = keyof Subject & string,
> extends Fault<Subject> {
  /** The choices that `isIn` looks at. */
  readonly reads: readonly Choice[];
  isIn(subject: Subject): boolean;
  /** The twin: the subject with only this fault taken out. */
  leaveOut(subject: Subject): Subject;
}

/** A subject, its twin with a fault less, the twin's twin, until nothing is wrong: the last one is valid. */
export function lineOfTwins<Subject>(
  subject: Subject,
  faults: readonly Pick<DetectableFault<Subject>, 'isIn' | 'leaveOut'>[],
): readonly Subject[] {
  const last = faults.findLast((fault) => fault.isIn(subject));
  return last === undefined ? [subject] : [subject, ...lineOfTwins(last.leaveOut(subject), faults)];
}
