import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { answerKeys, answersTo } from '../../csp/ambiguities.ts';
import { defaultAnswers } from '../../simulator/answers.ts';
import { pfxAspects } from './aspects/pfx.ts';
import { protocolAspects } from './aspects/protocol.ts';
import { scepAspects } from './aspects/scep.ts';

const tested = [...protocolAspects, ...pfxAspects, ...scepAspects];

/** What only an enrollment with a server shows; the SCEP client will answer them. */
const ofScepClient = ['A-07', 'A-15', 'A-26', 'A-32'];

describe('answers to the ambiguities', () => {
  it('are all tested, but for those of the SCEP client', () => {
    const keys = [...tested.map(({ key }) => key), ...ofScepClient].toSorted();
    expect(keys).toEqual(answerKeys.toSorted());
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
