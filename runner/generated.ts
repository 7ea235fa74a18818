import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CaseResult, FingerprintLine, ObservationLine } from '../cases/result.ts';
import { usualStrength } from '../generators/families.ts';
import { messagesOf, statisticsCounter, type Statistics } from '../generators/statistics.ts';
import type { Pool } from '../pki/pool.ts';
import { coverageCounter } from '../reports/coverage/counter.ts';
import type { Coverage } from '../reports/coverage/coverage.ts';
import type { ResultsEntry } from './results.ts';

/** What a run has really sent, and what of that covers what there is to cover. */
export interface Generated {
  readonly statistics: Statistics;
  readonly coverage: Coverage;
}

/**
 * Counts what a run has sent, from its observations and verdicts: line by line, so that a long run needs no more memory.
 * @param pool the one that the cases were built from
 * @param fingerprint of the whole run
 * @param strength of the combinations that the run was asked for
 */
export async function countGenerated(
  out: string,
  pool: Pool,
  fingerprint: readonly FingerprintLine[],
  strength: number = usualStrength,
): Promise<Generated> {
  const counter = statisticsCounter(pool, strength);
  const covered = coverageCounter();
  for (const name of readdirSync(join(out, 'observations')).sort()) {
    for await (const [{ case: testCase, observation }, { verdict }] of pairs(out, name)) {
      const messages = messagesOf(testCase);
      counter.count(testCase, messages);
      covered.count({ case: testCase, messages, observation, verdict });
    }
  }
  const statistics = counter.statistics();
  const coverage = covered.coverage({
    fingerprint,
    combinations: { installs: statistics.combinations, enrollments: statistics.enrollmentCombinations },
    pfxFiles: statistics.pfxClasses,
  });
  return { statistics, coverage };
}

/** Each observation of a worker with its result: the worker has written both in the same order. */
async function* pairs(out: string, name: string): AsyncGenerator<readonly [ObservationLine, CaseResult]> {
  const results = caseResults(join(out, 'results', name));
  try {
    for await (const line of linesOf(join(out, 'observations', name))) {
      const observed = JSON.parse(line) as ObservationLine;
      const { value: result } = await results.next();
      // A worker that was cut off may have left an observation without its result.
      if (result === undefined) return;
      if (result.id !== observed.case.id) {
        throw new Error(
          `${name}: the result of ${result.id} stands where that of ${observed.case.id} should; was the output folder used by two runs?`,
        );
      }
      yield [observed, result];
    }
  } finally {
    await results.return(undefined);
  }
}

async function* caseResults(path: string): AsyncGenerator<CaseResult, undefined> {
  for await (const line of linesOf(path)) {
    const entry = JSON.parse(line) as ResultsEntry;
    if (entry.kind === 'case') yield entry;
  }
  return undefined;
}

async function* linesOf(path: string): AsyncGenerator<string> {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: createReadStream(path) })) if (line !== '') yield line;
}
