import type { Case } from '../../cases/case.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Finding } from '../family-run.ts';
import { tryCase, type Bench } from '../trial.ts';
import { commandCounts } from './commands.ts';
import { reduceCase, usualLimits } from './reduce.ts';

/**
 * Makes the case of a finding smaller, within the usual limits.
 * @param deadline moment, by the bench's clock, after which no further candidate is tried
 */
export async function reduceFinding(
  bench: Bench,
  finding: Finding,
  pool: Pool,
  deadline: number,
): Promise<Finding> {
  const milliseconds = Math.min(usualLimits.milliseconds, deadline - bench.now());
  const limits = { ...usualLimits, milliseconds, now: bench.now };
  const before = finding.trial.case;
  const { trial, tried } = await reduceCase(
    finding.trial,
    (candidate) => tryCase(bench, candidate),
    limits,
    pool,
  );
  if (tried === 0) return finding;
  const compare = (measure: (testCase: Case) => number) => ({
    before: measure(before),
    after: measure(trial.case),
  });
  return {
    ...finding,
    trial,
    reduction: {
      trials: tried,
      steps: compare(({ steps }) => steps.length),
      commands: compare((testCase) => commandCounts(testCase).reduce((sum, count) => sum + count, 0)),
    },
  };
}
