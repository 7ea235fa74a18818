import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import type { CaseResult, Planned } from '../../../cases/result.ts';
import type { Verdict, VerdictKind } from '../../../cases/verdict.ts';
import { listedAtMost, listedOfEach } from '../../../reports/model/difference-groups.ts';
import { keepReport } from '../../../reports/model/keep-report.ts';
import type { RunReport } from '../../../reports/model/run-report.ts';
import { aRecord, caseLine, differing } from './synthetic.ts';

const reportOf = (entries: Iterable<CaseResult | Planned>): RunReport => {
  const keeper = keepReport();
  for (const entry of entries) keeper.add(entry);
  return keeper.report(aRecord);
};

const verdictOf: Readonly<Record<VerdictKind, Verdict>> = {
  conform: { kind: 'conform', answers: {}, exercised: ['R-DM-08'] },
  violation: differing('R-DM-08'),
  inconsistent: { kind: 'inconsistent', ambiguity: 'A-02', key: 'A-02', before: ['a'], now: ['b'] },
  drift: { kind: 'drift', key: 'A-02', baseline: 'a', now: 'b' },
  'suite-error': { kind: 'suite-error', reason: 'ours' },
  inconclusive: { kind: 'inconclusive', layer: 'transport', reason: 'lost' },
  'not-tested': { kind: 'not-tested', reason: 'no TPM' },
};
const kinds = Object.keys(verdictOf) as VerdictKind[];

describe('the rule that led to the result', () => {
  test.each([
    [['conform'], 'all-judged-conform'],
    [['conform', 'violation'], 'a-case-differs'],
    [['conform', 'drift', 'suite-error'], 'a-case-differs'],
    [['conform', 'suite-error'], 'suite-error'],
    [['conform', 'inconclusive'], 'laboratory-failed'],
    [['not-tested'], 'nothing-judged'],
    [[], 'nothing-judged'],
  ] as const)('of a run with %j is %s', (verdicts, rule) => {
    const lines = verdicts.map((kind, index) => caseLine(`c${index}`, verdictOf[kind]));
    expect(reportOf([planned(lines.length), ...lines]).result.rule).toBe(rule);
  });

  test('of a run that was cut off is that the numbers do not add up', () => {
    const report = reportOf([planned(5), caseLine('c', verdictOf.conform)]);
    expect(report.result).toMatchObject({ verdict: 'inconclusive', rule: 'numbers-do-not-add-up' });
    expect(report.notTested.unaccounted).toBe(4);
  });

  test('of two answers to one question is a contradiction, and it is pointed at', () => {
    const answering = (answer: string): Verdict => ({
      kind: 'conform',
      answers: { 'A-05/format': answer },
      exercised: [],
    });
    const report = reportOf([planned(2), caseLine('c1', answering('415')), caseLine('c2', answering('400'))]);
    expect(report.result.rule).toBe('answers-contradict');
    expect(report.lookAtFirst[0]).toMatchObject({ kind: 'contradiction', key: 'A-05/format' });
  });
});

test('whatever comes, the verdict follows from the rule, and the numbers from the cases', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...kinds), { maxLength: 40 }), fc.nat(3), (verdicts, missing) => {
      const lines = verdicts.map((kind, index) => caseLine(`c${index}`, verdictOf[kind]));
      const report = reportOf([planned(lines.length + missing), ...lines]);
      const against = verdicts.filter((kind) => ['violation', 'inconsistent', 'drift'].includes(kind));
      assert.equal(report.result.verdict === 'violation', against.length > 0);
      assert.equal(report.notTested.unaccounted, missing);
      for (const kind of kinds) {
        assert.equal(report.counts.verdicts[kind], verdicts.filter((each) => each === kind).length);
      }
      const errors = verdicts.filter((kind) => kind === 'suite-error').length;
      assert.equal(
        report.differences.reduce((sum, { cases }) => sum + cases, 0),
        against.length + errors,
      );
      if (errors > 0) assert.equal(report.lookAtFirst[0]?.kind, 'suite-error');
    }),
  );
});

describe('however many cases there are', () => {
  const manyConform = function* (count: number): Generator<CaseResult> {
    for (let index = 0; index < count; index++) yield caseLine(`c${index % 97}`, verdictOf.conform);
  };

  test('the report of a hundred times as many is hardly larger', () => {
    const size = (count: number): number => JSON.stringify(reportOf(manyConform(count))).length;
    expect(size(100_000)).toBeLessThan(size(1000) * 1.05);
  });

  test('a flood of differences is listed in part, and does not hide another kind', () => {
    const flood = listedAtMost + 5000;
    const entries = function* (): Generator<CaseResult> {
      for (let index = 0; index < flood; index++) yield caseLine(`f${index}`, differing('R-DM-08'));
      for (let index = 0; index < 50; index++) yield caseLine(`o${index}`, differing('R-PFX-12'));
    };
    const { differences } = reportOf(entries());
    expect(
      differences.map(({ key, cases, listed, unlisted }) => [key, cases, listed.length, unlisted]),
    ).toEqual([
      ['R-DM-08', flood, listedAtMost, 5000],
      ['R-PFX-12', 50, listedOfEach, 50 - listedOfEach],
    ]);
  });
});

function planned(cases: number): Planned {
  return { kind: 'planned', family: 'protocol/R-DM-08/matrix', aims: ['R-DM-08'], cases };
}
