import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../../cases/result.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { inconsistencies, judgeRun, keepTally } from '../../reports/tally.ts';

const conform: Verdict = { kind: 'conform', answers: { 'A-05/format': '415' }, exercised: ['R-DM-17'] };

const result = (verdict: Verdict, id = 'case'): CaseResult => ({
  kind: 'case',
  id,
  family: 'protocol/R-DM-17/matrix',
  level: 'matrix',
  aims: ['R-DM-17'],
  faults: [],
  verdict,
  milliseconds: 1,
});

const planned = (cases: number) =>
  ({ kind: 'planned', family: 'protocol/R-DM-17/matrix', aims: ['R-DM-17'], cases }) as const;

const tallyOf = (...entries: readonly Parameters<ReturnType<typeof keepTally>['add']>[0][]) => {
  const keeper = keepTally();
  entries.forEach(keeper.add);
  return keeper.tally();
};

describe('the judgement on a run', () => {
  test('an empty run is inconclusive, never green', () => {
    expect(judgeRun(tallyOf())).toBe('inconclusive');
    expect(judgeRun(tallyOf(planned(3)))).toBe('inconclusive');
  });

  test('all cases conform: the run conforms', () => {
    expect(judgeRun(tallyOf(planned(2), result(conform), result(conform)))).toBe('conform');
  });

  test('a case that is missing without a reason makes the run inconclusive', () => {
    expect(judgeRun(tallyOf(planned(3), result(conform), result(conform)))).toBe('inconclusive');
  });

  test('a case that was left out with a reason does not', () => {
    const rest = { kind: 'not-run', family: 'x', aims: [], cases: 1, reason: 'time' } as const;
    expect(judgeRun(tallyOf(planned(3), result(conform), result(conform), rest))).toBe('conform');
  });

  test('one violation is enough, whatever else happened', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.nat(5), (good, broken) => {
        const entries = [
          planned(good + broken + 1),
          ...Array.from({ length: good }, () => result(conform)),
          ...Array.from({ length: broken }, () =>
            result({ kind: 'inconclusive', layer: 'transport', reason: 'lost' }),
          ),
          result({ kind: 'violation', requirement: 'R-DM-17', differences: [] }),
        ];
        assert.equal(judgeRun(tallyOf(...entries)), 'violation');
      }),
    );
  });

  test('two answers to one question are an inconsistency, and name both cases', () => {
    const other: Verdict = { ...conform, answers: { 'A-05/format': '500' } };
    const tally = tallyOf(planned(2), result(conform, 'first'), result(other, 'second'));
    expect(judgeRun(tally)).toBe('violation');
    expect(inconsistencies(tally)).toEqual([
      {
        key: 'A-05/format',
        answers: [
          { answer: '415', firstSeen: 'first' },
          { answer: '500', firstSeen: 'second' },
        ],
      },
    ]);
  });

  test('a failure of the laboratory makes the run inconclusive', () => {
    const lost = result({ kind: 'inconclusive', layer: 'transport', reason: 'lost' });
    expect(judgeRun(tallyOf(planned(2), result(conform), lost))).toBe('inconclusive');
  });
});
