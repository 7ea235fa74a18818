import { describe, expect, test } from 'vitest';
import type { Condition } from '../../../reports/comparison/comparison.ts';
import { compared, type Behaviour } from './reports.ts';
import { aRecord } from '../model/synthetic.ts';

const commit = (digit: string): string => digit.repeat(40);
const conditionsOf = (...behaviours: readonly Behaviour[]): readonly Condition[] =>
  compared(...behaviours).conditions;

describe('where the runs themselves are not alike', () => {
  const cases: readonly (readonly [kind: Condition['kind'], other: Behaviour, text: RegExp])[] = [
    ['cut-off', { missing: 3 }, /^B was cut off\.$/],
    [
      'errors',
      { more: { lost: { kind: 'inconclusive', layer: 'transport', reason: 'lost' } } },
      /failed in 1 case of B\.$/,
    ],
    ['suite', { record: { suite: { ...aRecord.suite, version: '0.2.0' } } }, /0\.1\.0 on A; 0\.2\.0 on B/],
    [
      'suite',
      { record: { suite: { ...aRecord.suite, commit: commit('a') } } },
      /0\.1\.0, commit aaaaaaaaaaaa on B/,
    ],
    ['chosen', { record: { suites: ['pfx'] } }, /all on A; pfx on B/],
    ['random-cases', { record: { seed: 2 } }, /seed 1, 1 case of each family on A; seed 2/],
    ['random-cases', { record: { runs: 9 } }, /seed 1, 9 cases of each family on B/],
    [
      'target',
      { record: { identity: { ...aRecord.identity, target: 'device' } } },
      /simulator on A; device on B/,
    ],
    [
      'limits',
      {
        record: {
          capabilities: {
            ...aRecord.capabilities,
            tpm: { answer: 'no', reason: 'none' },
            get: { answer: 'unknown', reason: 'never asked' },
          },
        },
      },
      /get \(unknown\), tpm missing on B/,
    ],
    [
      'left-out',
      { more: { gone: { kind: 'not-tested', reason: 'no TPM' } } },
      /0 of 1 planned case on A; 1 of 2 planned cases on B/,
    ],
    ['edition', { record: { edition: '10.0.22631' } }, /10\.0\.26100 on A; 10\.0\.22631 on B/],
  ];
  test.each(cases)('%s is said, with what it means (%j)', (kind, other, text) => {
    const found = conditionsOf({}, other).find((condition) => condition.kind === kind);
    expect(found?.text).toMatch(text);
    expect(found?.effect).toMatch(/\.$/);
  });

  test('nothing is said where they are', () => {
    expect(conditionsOf({}, {})).toEqual([]);
  });

  test('two runs of sources with changes that no commit has may be of different ones', () => {
    const changed = { record: { suite: { ...aRecord.suite, commit: commit('b'), modified: true } } };
    expect(conditionsOf(changed, changed).map(({ kind }) => kind)).toEqual(['suite']);
  });

  test('many runs are counted, not named one by one', () => {
    const text = conditionsOf({}, {}, {}, {}, { record: { seed: 2 } })[0]?.text;
    expect(text).toMatch(/on 4 runs; seed 2, 1 case of each family on E\.$/);
  });
});
