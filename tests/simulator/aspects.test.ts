import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { answerKeys, answersTo } from '../../csp/ambiguities.ts';
import { defaultAnswers } from '../../simulator/answers.ts';
import { pfxAspects } from './aspects/pfx.ts';
import { protocolAspects } from './aspects/protocol.ts';
import { scepAspects } from './aspects/scep.ts';
import { scepClientAspects } from './aspects/scep-client.ts';

const tested = [...protocolAspects, ...pfxAspects, ...scepAspects, ...scepClientAspects];

describe('answers to the ambiguities', () => {
  it('are all tested', () => {
    expect(tested.map(({ key }) => key).toSorted()).toEqual(answerKeys.toSorted());
  });

  for (const { key, observe, expected } of tested) {
    for (const answer of answersTo(key)) {
      it(`${key} ${answer} is what a device shows that gives this answer`, () => {
        const shown = expected[answer];
        expect(observe({ [key]: answer })).toBe(shown);
      });
    }
    it(`${key} has a default answer, and each answer looks different from the others`, () => {
      assert.equal(new Set(Object.values(expected)).size, answersTo(key).length);
      expect(observe({})).toBe(expected[defaultAnswers[key]]);
    });
  }
});
