import { describe, expect, it } from 'vitest';
import { answerKeys, answersTo } from '../../csp/ambiguities.ts';
import { completeAnswers, defaultAnswers } from '../../simulator/answers.ts';

describe('answers of the simulator', () => {
  it('there is a default for every aspect of the catalogue, and it is one of its answers', () => {
    expect(Object.keys(defaultAnswers).toSorted()).toEqual(answerKeys.toSorted());
    for (const key of answerKeys) expect(answersTo(key)).toContain(defaultAnswers[key]);
  });

  it('an answer that the catalogue does not have is refused, with those it has', () => {
    expect(() => completeAnswers({ 'A-10': 'perhaps' })).toThrow(
      /^A-10 has no answer "perhaps"; it has: .*allowed/,
    );
  });
});
