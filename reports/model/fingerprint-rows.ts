import type { FingerprintLine } from '../../cases/result.ts';
import { ambiguities, ambiguityOf, answerKeys, type AnswerKey } from '../../csp/ambiguities.ts';
import type { Ambiguity } from '../../csp/ambiguities/entry.ts';
import type { FingerprintRow, UnansweredRow } from './run-report.ts';

/** The fingerprint with the question and the meaning of each answer. */
export function fingerprintRows(lines: readonly FingerprintLine[]): readonly FingerprintRow[] {
  return lines.map(({ key, answers }) => {
    const { question, meanings } = aboutKey(key);
    return {
      key,
      ambiguity: ambiguityOf(key),
      question,
      answers: answers.map(({ answer, firstSeen }) => ({
        answer,
        meaning: meanings[answer] ?? '',
        firstSeen,
      })),
    };
  });
}

/** The questions that are not in a fingerprint. */
export function unansweredRows(lines: readonly FingerprintLine[]): readonly UnansweredRow[] {
  const answered = new Set(lines.map(({ key }) => key));
  return answerKeys
    .filter((key) => !answered.has(key))
    .map((key) => ({ key, ambiguity: ambiguityOf(key), question: aboutKey(key).question }));
}

/** The question that a key is about, and what a device does that gives each of its answers. */
export function aboutKey(key: AnswerKey): { question: string; meanings: Readonly<Record<string, string>> } {
  const ambiguity: Ambiguity | undefined = ambiguities.find(({ id }) => id === ambiguityOf(key));
  return { question: ambiguity?.question ?? '', meanings: ambiguity?.aspects[key] ?? {} };
}
