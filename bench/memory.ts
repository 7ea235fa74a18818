import { keepTally } from '../reports/tally.ts';
import { openResults } from '../runner/results.ts';
import { tryCase, type Bench } from '../runner/trial.ts';
import type { CaseResult } from '../cases/result.ts';
import type { Workload } from './workload.ts';

export interface MemoryPoint {
  readonly cases: number;
  /** Megabytes in use after a garbage collection. */
  readonly heap: number;
  readonly resident: number;
}

/**
 * Runs `cases` cases with results written to `folder`, as a real run does, and notes the memory in use on the way:
 * after a hundredth, a tenth, a half, and at the end.
 */
export async function measureGrowth(
  bench: Bench,
  workload: Workload,
  cases: number,
  folder: string,
): Promise<readonly MemoryPoint[]> {
  const points: MemoryPoint[] = [];
  const marks = new Set([cases / 100, cases / 10, cases / 2, cases].map(Math.floor));
  const results = openResults(folder, 'bench');
  const keeper = keepTally();
  let done = 0;
  for (const testCase of workload.cases(2, cases)) {
    const { verdict, milliseconds } = await tryCase(bench, testCase);
    const { id, level, aims, faults } = testCase;
    const entry: CaseResult = {
      kind: 'case',
      id,
      family: 'bench',
      level,
      aims,
      faults,
      verdict,
      milliseconds,
    };
    results.write(entry);
    keeper.add(entry);
    done++;
    if (marks.has(done)) points.push(memoryAt(done));
  }
  results.close();
  return points;
}

function memoryAt(cases: number): MemoryPoint {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { cases, heap: heapUsed / 1e6, resident: rss / 1e6 };
}
