import type { Case } from '../cases/case.ts';
import { tryCase, type Bench, type Outage, type Trial } from './trial.ts';

/** Why cases are not begun on a target that did not come back. */
export const lastingOutage = 'the target went away and did not come back';

/**
 * Carries out a case, and where the way to the target failed meanwhile, lets the target recover and tries once more.
 * @param deadline moment, by the bench's clock, after which nothing is waited for and nothing begun
 * @param outage takes down that the target did not come back
 */
export async function tryThroughOutage(
  bench: Bench,
  testCase: Case,
  deadline: number,
  outage: Outage,
): Promise<Trial> {
  const trial = await tryCase(bench, testCase);
  const left = deadline - bench.now();
  if (bench.target.recover === undefined || !isOutage(trial) || left <= 0) return trial;
  // A target that breaks while it recovers has not come back.
  const isBack = await bench.target.recover(left).catch(() => false);
  if (!isBack) {
    // Where only the time of this family is over, the next may wait for it.
    outage.isLasting = bench.now() < deadline;
    return trial;
  }
  return bench.now() < deadline ? tryCase(bench, testCase) : trial;
}

function isOutage({ verdict }: Trial): boolean {
  return verdict.kind === 'inconclusive' && verdict.layer === 'transport';
}
