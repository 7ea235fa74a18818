import type { Answers } from '../cases/case.ts';
import {
  ambiguityOf,
  answersTo,
  type AmbiguityId,
  type AnswerKey,
  type AnswerTo,
} from '../csp/ambiguities.ts';
import { answersBeside } from '../csp/impossible-answers.ts';

/**
 * How a rule asks what the specification leaves open. A rule is written as if there were one device: it asks and
 * goes on with the answer. That every admitted answer is followed in turn is the business of `explore`.
 */
export interface Asking {
  /** The device's answer to an ambiguity; every admitted one in turn where the world does not know it yet. */
  answer<Key extends AnswerKey>(key: Key): AnswerTo<Key>;
  /** The answer if the world knows it. Never forks. */
  known<Key extends AnswerKey>(key: Key): AnswerTo<Key> | undefined;
  /**
   * A doubt that the catalogue of ambiguities does not list, because no document brings it up. It forks and is
   * remembered like an answer, so that a device is consistent in it too, but is no part of a fingerprint.
   */
  assume<Option extends string>(doubt: string, options: readonly [Option, ...Option[]]): Option;
  /** All answers and assumptions so far. */
  readonly answers: Answers;
  readonly assumptions: Assumptions;
  /** Forgets what was asked so far, and from now on notes what is asked, for the reason of an expectation. */
  beginNotes(): void;
  /** The ambiguities that were asked since. */
  notes(): readonly AmbiguityId[];
}

export type Assumptions = Readonly<Record<string, string>>;

/** How a doubt begins that may come out otherwise in the next message: it is not remembered. */
export const thisTime = 'this time: ';

/**
 * Asks a doubt that may come out otherwise each time it comes up, within one message too, as it is about something else
 * each time.
 */
export function assumeThisTime<Option extends string>(
  asking: Asking,
  doubt: string,
  options: readonly [Option, ...Option[]],
): Option {
  const name = `${thisTime}${doubt}`;
  const times = Object.keys(asking.assumptions).filter((known) => known.startsWith(name)).length;
  return asking.assume(times === 0 ? name : `${name} (${times + 1})`, options);
}

/** The assumptions that a device keeps to. */
export function lasting(assumptions: Assumptions): Assumptions {
  const entries = Object.entries(assumptions);
  const kept = entries.filter(([doubt]) => !doubt.startsWith(thisTime));
  return kept.length === entries.length ? assumptions : Object.fromEntries(kept);
}

/** What a way starts with. */
export interface Knowledge {
  readonly answers: Answers;
  readonly assumptions: Assumptions;
}

/** More worlds than the bound: a fault of the suite, never of the device. */
export class TooManyWorlds extends Error {
  override readonly name = 'TooManyWorlds';

  constructor(limit: number) {
    super(
      `more than ${limit} possible worlds: the case asks too many open questions at once; cut it into several messages`,
    );
  }
}

/**
 * Follows every way through `run`, by carrying it out again for each combination of answers to what it asks.
 *
 * @param run has to be a pure function of what it is answered. It returns undefined to give a way up: then all ways
 *   are passed over that begin like it, as far as it had asked.
 * @param limit of the number of ways, those given up among them
 * @param atLimit what to do when there are more: give up, or be content with those found so far
 * @throws TooManyWorlds
 */
export function explore<Result>(
  start: Knowledge,
  run: (asking: Asking) => Result | undefined,
  limit: number,
  atLimit: 'throw' | 'stop' = 'throw',
): readonly Result[] {
  const found: Result[] = [];
  let script: readonly Branch[] | undefined = [];
  for (let tried = 0; script !== undefined; tried++) {
    if (tried === limit) {
      if (atLimit === 'stop') return found;
      throw new TooManyWorlds(limit);
    }
    const path: Path = new Path(start, script);
    const result = run(path);
    if (result !== undefined) found.push(result);
    script = nextScript(path.branches);
  }
  return found;
}

/** Which of how many options was taken. */
interface Branch {
  readonly taken: number;
  readonly of: number;
}

/** The script of the next way in depth-first order: the last branch that has an option left takes it. */
function nextScript(branches: readonly Branch[]): readonly Branch[] | undefined {
  const last = branches.findLastIndex((branch) => branch.taken + 1 < branch.of);
  const branch = branches[last];
  if (branch === undefined) return undefined;
  return [...branches.slice(0, last), { taken: branch.taken + 1, of: branch.of }];
}

class Path implements Asking {
  answers: Answers;
  assumptions: Assumptions;
  readonly branches: Branch[] = [];
  private readonly script: readonly Branch[];
  private asked: AmbiguityId[] = [];

  constructor(start: Knowledge, script: readonly Branch[]) {
    this.answers = start.answers;
    this.assumptions = start.assumptions;
    this.script = script;
  }

  answer<Key extends AnswerKey>(key: Key): AnswerTo<Key> {
    const known = this.known(key);
    if (known !== undefined) return known;
    const taken = this.take(answersBeside(key, this.answers));
    this.answers = { ...this.answers, [key]: taken };
    return taken;
  }

  known<Key extends AnswerKey>(key: Key): AnswerTo<Key> | undefined {
    const ambiguity = ambiguityOf(key);
    if (!this.asked.includes(ambiguity)) this.asked.push(ambiguity);
    const known: string | undefined = this.answers[key];
    return known === undefined ? undefined : answersTo(key).find((answer) => answer === known);
  }

  assume<Option extends string>(doubt: string, options: readonly [Option, ...Option[]]): Option {
    const known = this.assumptions[doubt];
    const found = options.find((option) => option === known);
    if (found !== undefined) return found;
    const taken = this.take(options);
    this.assumptions = { ...this.assumptions, [doubt]: taken };
    return taken;
  }

  beginNotes(): void {
    this.asked = [];
  }

  notes(): readonly AmbiguityId[] {
    return this.asked;
  }

  private take<Option extends string>(options: readonly Option[]): Option {
    const taken = this.script[this.branches.length]?.taken ?? 0;
    const option = options[taken];
    if (option === undefined)
      throw new RangeError('a rule asked differently the second time: it is not pure');
    this.branches.push({ taken, of: options.length });
    return option;
  }
}

/** Thrown by `Peeking` for a question that the world can not answer yet. */
export const unanswered = new Error('the world does not know the answer yet');

/** Asks only what is known already: for rules that are looked at beside one that has decided, and need no fork. */
export class Peeking implements Asking {
  private readonly inner: Asking;

  constructor(inner: Asking) {
    this.inner = inner;
  }

  get answers(): Answers {
    return this.inner.answers;
  }

  get assumptions(): Assumptions {
    return this.inner.assumptions;
  }

  answer<Key extends AnswerKey>(key: Key): AnswerTo<Key> {
    const known = this.inner.known(key);
    if (known === undefined) throw unanswered;
    return known;
  }

  known<Key extends AnswerKey>(key: Key): AnswerTo<Key> | undefined {
    return this.inner.known(key);
  }

  assume<Option extends string>(doubt: string, options: readonly [Option, ...Option[]]): Option {
    const known = options.find((option) => option === this.inner.assumptions[doubt]);
    if (known === undefined) throw unanswered;
    return known;
  }

  beginNotes(): void {
    this.inner.beginNotes();
  }

  notes(): readonly AmbiguityId[] {
    return this.inner.notes();
  }
}

/** Knows no answer, and asks none: for rules that only compare. */
export const nothingKnown: Asking = {
  answers: {},
  assumptions: {},
  answer: () => {
    throw unanswered;
  },
  known: () => undefined,
  assume: () => {
    throw unanswered;
  },
  beginNotes: () => undefined,
  notes: () => [],
};
