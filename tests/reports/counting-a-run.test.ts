import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../cases/case.ts';
import type { CaseResult } from '../../cases/result.ts';
import { families } from '../../generators/families.ts';
import { countGenerated } from '../../runner/generated.ts';
import { openResults } from '../../runner/results.ts';
import { casesOf, laboratory } from '../generators/laboratory.ts';

let out = '';
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'coverage-test-'));
});
afterEach(() => {
  rmSync(out, { recursive: true, force: true });
});

const [first, second] = casesOf(
  families.find(({ requirements, level }) => requirements[0] === 'R-PFX-04' && level === 'matrix') ??
    families[0] ??
    (() => {
      throw new RangeError('there are no families');
    })(),
);
if (first === undefined || second === undefined) throw new RangeError('the family has no cases');

const resultOf = ({ id, level, aims, faults }: Case): CaseResult => ({
  kind: 'case',
  id,
  family: 'pfx/R-PFX-04/matrix',
  level,
  aims,
  faults,
  verdict: { kind: 'conform', answers: {}, exercised: aims },
  milliseconds: 1,
});

/** Writes what two workers leave behind; `undefined` for a result that was not written any more. */
function write(...workers: readonly (readonly (readonly [Case, CaseResult | undefined])[])[]): void {
  workers.forEach((lines, number) => {
    const writer = openResults(out, `worker-${number}`);
    writer.write({ kind: 'planned', family: 'pfx/R-PFX-04/matrix', aims: ['R-PFX-04'], cases: 2 });
    for (const [testCase, result] of lines) {
      writer.observe({ case: testCase, observation: { steps: [] } });
      if (result !== undefined) writer.write(result);
    }
    writer.close();
  });
}

describe('a run', () => {
  test('is counted over all of its workers, each observation with its result', async () => {
    write([[first, resultOf(first)]], [[second, resultOf(second)]]);
    const { statistics, coverage } = await countGenerated(out, laboratory.pool, []);
    expect([statistics.cases, coverage.cases]).toEqual([2, 2]);
    const matrix = coverage.sections.find(({ id }) => id === 'matrix');
    expect(matrix?.covered).toBe(2);
  });

  test('that was cut off is counted as far as it went', async () => {
    write([
      [first, resultOf(first)],
      [second, undefined],
    ]);
    expect((await countGenerated(out, laboratory.pool, [])).coverage.cases).toBe(1);
  });

  test('whose files do not belong together is refused', async () => {
    write([[first, resultOf(second)]]);
    await expect(countGenerated(out, laboratory.pool, [])).rejects.toThrow(/used by two runs/);
  });
});
