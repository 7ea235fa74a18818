import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { nameRuns, type Unnamed } from '../../../reports/comparison/names.ts';
import { aRecord } from '../model/synthetic.ts';
import { reportOf } from './reports.ts';

const day = 86_400_000;
const run = (description: string, edition: string, startedAt = 0, more: Partial<Unnamed> = {}): Unnamed => ({
  from: 'runs/1',
  report: reportOf({
    record: { identity: { target: 'device', description, edition }, startedAt, endedAt: startedAt + 1 },
  }),
  ...more,
});

describe('names of columns', () => {
  test('are what the devices are called', () => {
    expect(nameRuns([run('one', '10.0.1'), run('two', '10.0.1')])).toEqual(['one', 'two']);
  });

  test('have the build where two devices are called the same, else the time, else the folder', () => {
    expect(nameRuns([run('one', '10.0.1'), run('one', '10.0.2'), run('two', '10.0.1')])).toEqual([
      'one (10.0.1)',
      'one (10.0.2)',
      'two',
    ]);
    expect(nameRuns([run('one', '10.0.1', 0), run('one', '10.0.1', day)])).toEqual([
      'one (1970-01-01 00:00)',
      'one (1970-01-02 00:00)',
    ]);
    expect(nameRuns([run('one', '10.0.1'), run('one', '10.0.1', 0, { from: 'runs/2' })])).toEqual([
      'one (runs/1)',
      'one (runs/2)',
    ]);
  });

  test('are those that were given, unchanged', () => {
    expect(nameRuns([run('one', '10.0.1', 0, { given: 'laptop' }), run('one', '10.0.1')])).toEqual([
      'laptop',
      'one',
    ]);
    expect(nameRuns([run('one', '10.0.1', 0, { given: 'one' }), run('one', '10.0.2')])).toEqual([
      'one',
      'one (10.0.2)',
    ]);
  });

  test('are never the same, whatever the devices are called', () => {
    const report = reportOf({ record: aRecord });
    const any = fc.record({
      description: fc.constantFrom('one', 'one (2)', 'one (a)', 'two'),
      from: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 2, maxLength: 6 }), (list) => {
        const names = nameRuns(
          list.map(({ description, from }) => ({
            from,
            report: { ...report, target: { ...report.target, description } },
          })),
        );
        assert.equal(new Set(names).size, names.length);
      }),
      { numRuns: 1000 },
    );
  });
});
