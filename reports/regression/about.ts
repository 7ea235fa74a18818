import { answerKeys, type AnswerKey } from '../../csp/ambiguities.ts';
import { requirements } from '../../csp/requirements.ts';
import { aboutKey } from '../model/fingerprint-rows.ts';
import type { Answered } from './nightly-report.ts';

/** The sentence that something is about: of a requirement with its source, or the question that it answers. */
export interface About {
  readonly text: string;
  readonly source?: string;
}

/** @param subject a requirement's id, or the key of an open question */
export function aboutSubject(subject: string): About {
  const requirement = requirements.find(({ id }) => id === subject);
  if (requirement !== undefined) return { text: requirement.text, source: requirement.source };
  return { text: isAnswerKey(subject) ? questionOf(subject) : '' };
}

export function isAnswerKey(text: string): text is AnswerKey {
  return (answerKeys as readonly string[]).includes(text);
}

export function questionOf(key: AnswerKey): string {
  return aboutKey(key).question;
}

/** Answers with what a device does that gives them. */
export function answered(key: AnswerKey, answers: readonly string[]): readonly Answered[] {
  const { meanings } = aboutKey(key);
  return answers.map((answer) => ({ answer, meaning: meanings[answer] ?? '' }));
}
