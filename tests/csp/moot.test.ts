import { describe, expect, it } from 'vitest';
import { answerKeys, answersTo, type AnswerKey } from '../../csp/ambiguities.ts';
import { defaultEdition } from '../../csp/editions.ts';
import { mootQuestions, observableKeys, whyMoot } from '../../csp/moot.ts';

describe('questions that are moot', () => {
  it.each(mootQuestions)('$questions.0: $because', ({ questions, where, edition }) => {
    for (const [key, wanted] of Object.entries<string | readonly string[]>(where)) {
      const admitted: readonly string[] = answersTo(key as AnswerKey);
      // A condition that every answer fulfils is none.
      expect([wanted].flat().length).toBeLessThan(admitted.length);
      for (const answer of [wanted].flat()) expect(admitted).toContain(answer);
    }
    const given = Object.fromEntries(
      Object.entries<string | readonly string[]>(where).map(([key, wanted]) => [key, [wanted].flat()[0]]),
    );
    for (const key of questions) {
      expect(whyMoot(key, given, edition ?? defaultEdition)).toBeDefined();
    }
  });

  it('leave all others to be seen', () => {
    expect(observableKeys({}, defaultEdition)).toEqual(answerKeys);
    expect(observableKeys({ 'A-03/blame': 'first-member' }, defaultEdition)).not.toContain('A-34');
  });
});
