import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ObservationLine } from '../cases/result.ts';
import { statisticsCounter, type Statistics } from '../generators/statistics.ts';
import type { Pool } from '../pki/pool.ts';

/**
 * Counts what a run has really sent, from its observations: line by line, so that a long run needs no more memory.
 * @param pool the one that the cases were built from
 */
export async function countGenerated(out: string, pool: Pool): Promise<Statistics> {
  const counter = statisticsCounter(pool);
  const folder = join(out, 'observations');
  for (const name of readdirSync(folder).sort()) {
    for await (const line of createInterface({ input: createReadStream(join(folder, name)) })) {
      counter.count((JSON.parse(line) as ObservationLine).case);
    }
  }
  return counter.statistics();
}
