import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../../cases/case.ts';
import type { ObservationLine } from '../../cases/result.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { linesOf } from '../../reports/model/lines.ts';
import { resultsOf } from '../../reports/model/read-run.ts';
import type { Repetition } from '../../reports/regression/repetition.ts';
import { tryThroughOutage } from '../outage.ts';
import type { Bench } from '../trial.ts';

/** So often a case is carried out again. */
export const timesAgain = 3;
/** So many cases are repeated at most. */
export const repeatedAtMost = 24;

/** A case about which it has to be known whether it always comes out alike. */
export interface Doubt {
  readonly case: string;
  /** The requirement that it blames, or the question that it answers. */
  readonly subject: string;
  readonly repeat?: string;
}

/**
 * Carries out cases of a run again.
 * @param deadline moment, by the bench's clock, after which nothing is begun
 */
export async function repeatCases(
  out: string,
  doubts: readonly Doubt[],
  bench: Bench,
  deadline: number,
): Promise<readonly Repetition[]> {
  const chosen = doubts.slice(0, repeatedAtMost);
  const ids = new Set(chosen.map((doubt) => doubt.case));
  const cases = casesOf(out, ids);
  const first = verdictsOf(out, ids);
  const outage = { isLasting: false };
  const repetitions: Repetition[] = [];
  for (const { case: id, subject, repeat } of chosen) {
    const testCase = cases.get(id);
    const verdict = first.get(id);
    if (testCase === undefined || verdict === undefined) continue;
    const verdicts: Verdict[] = [verdict];
    for (let time = 0; time < timesAgain && bench.now() < deadline && !outage.isLasting; time++) {
      verdicts.push((await tryThroughOutage(bench, testCase, deadline, outage)).verdict);
    }
    repetitions.push({ case: id, subject, verdicts, ...(repeat === undefined ? {} : { repeat }) });
  }
  return repetitions;
}

function casesOf(out: string, ids: ReadonlySet<string>): ReadonlyMap<string, Case> {
  const found = new Map<string, Case>();
  const folder = join(out, 'observations');
  for (const name of readdirSync(folder).sort()) {
    for (const { text } of linesOf(join(folder, name))) {
      // Nobody but runner/results.ts writes them. Most lines are not wanted, and a look for the id spares reading them.
      if (![...ids].some((id) => text.includes(JSON.stringify(id)))) continue;
      const { case: testCase } = JSON.parse(text) as ObservationLine;
      if (ids.has(testCase.id)) found.set(testCase.id, testCase);
    }
  }
  return found;
}

function verdictsOf(out: string, ids: ReadonlySet<string>): ReadonlyMap<string, Verdict> {
  const found = new Map<string, Verdict>();
  for (const entry of resultsOf(out)) {
    if (entry.kind === 'case' && ids.has(entry.id)) found.set(entry.id, entry.verdict);
  }
  return found;
}
