import { describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import { answersTo } from '../../csp/ambiguities.ts';
import { defaultEdition } from '../../csp/editions.ts';
import { answersBeside, impossibleAnswers, whyImpossible } from '../../csp/impossible-answers.ts';
import { openPool } from '../../pki/pool.ts';
import { casesOfProbes } from '../../qualification/fingerprint.ts';
import { keyCache } from '../../runner/laboratory.ts';
import { tryCase } from '../../runner/trial.ts';

describe('answers that no device may give together', () => {
  it.each(impossibleAnswers)('$because', async ({ together, requirement }) => {
    const target = simulatorTarget({ answers: together });
    const bench = { target, capabilities: await target.capabilities(), patience: 60_000, now: () => 0 };
    const blamed = new Set<string>();
    for (const probe of casesOfProbes(defaultEdition, await openPool(keyCache))) {
      const { verdict } = await tryCase(bench, probe);
      if (verdict.kind !== 'conform')
        blamed.add(verdict.kind === 'violation' ? verdict.requirement : verdict.kind);
    }
    expect([...blamed]).toEqual([requirement]);
  });

  it('leave the other answers to each of the questions', () => {
    const refused = { 'A-14/bin': 'refused', 'A-14/b64': 'refused', 'A-14/chr': 'refused' } as const;
    expect(whyImpossible(refused)).toBeUndefined();
    expect(answersBeside('A-42', refused)).toEqual(['accepted']);
    expect(answersBeside('A-42', { ...refused, 'A-14/chr': 'accepted' })).toEqual(answersTo('A-42'));
    expect(answersBeside('A-07', refused)).toEqual(answersTo('A-07'));
  });
});
