import type { AnswerKey, AnswerTo } from '../../../csp/ambiguities.ts';
import type { Answers } from '../../../cases/case.ts';

/** One aspect: what is observed of a device that gives each of its answers, in a short text. */
export interface AspectTest {
  readonly key: AnswerKey;
  readonly observe: (answers: Answers) => string;
  readonly expected: Readonly<Record<string, string>>;
}

/**
 * @param rest answers to other aspects that make this one visible
 */
export function aspect<K extends AnswerKey>(
  key: K,
  observe: (answers: Answers) => string,
  expected: Readonly<Record<AnswerTo<K>, string>>,
  rest: Answers = {},
): AspectTest {
  return {
    key,
    observe: (answers) => observe({ ...rest, ...answers }),
    expected,
  };
}
