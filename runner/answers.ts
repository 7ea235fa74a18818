import type { Answers } from '../cases/case.ts';
import { answerKeys, answersTo } from '../csp/ambiguities.ts';
import { whyImpossible } from '../csp/impossible-answers.ts';
import { oneOf, UsageError } from './usage-error.ts';

/**
 * Answers to open questions as the command line has them: `A-01=adds`.
 * @throws UsageError with the nearest question, the answers that there are, or the requirement that all of them together break
 */
export function readAnswers(given: readonly string[]): Answers {
  const answers: Record<string, string> = {};
  for (const text of given) {
    const at = text.indexOf('=');
    if (at < 0) throw new UsageError(`--answer takes question=answer, such as A-01=…, not "${text}".`);
    const key = oneOf('--answer', text.slice(0, at), answerKeys);
    answers[key] = oneOf(`--answer ${key}`, text.slice(at + 1), answersTo(key));
  }
  const impossible = whyImpossible(answers);
  if (impossible !== undefined) {
    const { together, because, requirement } = impossible;
    const those = Object.entries(together).map(([key, answer]) => `${key}=${answer}`);
    throw new UsageError(
      `--answer ${those.join(' --answer ')}: no device may give these together: ${because} (${requirement}).`,
    );
  }
  return answers;
}
