import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { ObservationLine, Planned, ResultLine } from '../cases/result.ts';
import { linesOf } from '../reports/model/lines.ts';
import type { Trial } from './trial.ts';

/** Everything that stands in out/results: what was planned, what was carried out, what was not. */
export type ResultsEntry = ResultLine | Planned;

/** Streams results to disk: one file for each worker, one line for each case, nothing kept in memory. */
export interface ResultsWriter {
  write(entry: ResultsEntry): void;
  observe(line: ObservationLine): void;
  close(): void;
}

/**
 * Opens the result files of one worker.
 * @param out the run's output folder
 * @param worker a name that no other worker of the run has
 * @param demandRun called before each line; throws where nothing may be written any more
 */
export function openResults(
  out: string,
  worker: string,
  demandRun: () => void = () => undefined,
): ResultsWriter {
  const results = open(out, 'results', worker);
  const observations = open(out, 'observations', worker);
  return {
    write: (entry) => {
      demandRun();
      writeSync(results, `${JSON.stringify(entry)}\n`);
    },
    observe: (line) => {
      demandRun();
      writeSync(observations, `${JSON.stringify(line)}\n`);
    },
    close: () => {
      closeSync(results);
      closeSync(observations);
    },
  };
}

/** Writes what was seen of a trial, and what came of it. */
export function recordTrial(
  results: ResultsWriter,
  family: string,
  { case: testCase, observation, verdict, milliseconds, unseen }: Trial,
): void {
  const { id, level, aims, faults } = testCase;
  results.observe({ case: testCase, observation });
  results.write({
    kind: 'case',
    id,
    family,
    level,
    aims,
    faults,
    verdict,
    milliseconds,
    ...(unseen === undefined ? {} : { unseen }),
  });
}

/** Passes every entry of a run to `take`, in the order of the files' names and lines, but for one that was cut off. */
export function readResults(out: string, take: (entry: ResultsEntry) => void): void {
  const folder = join(out, 'results');
  for (const name of readdirSync(folder).sort()) {
    // Nobody but this file writes them.
    for (const { text } of linesOf(join(folder, name))) take(JSON.parse(text) as ResultsEntry);
  }
}

function open(out: string, folder: string, worker: string): number {
  mkdirSync(join(out, folder), { recursive: true });
  return openSync(join(out, folder, `${worker}.jsonl`), 'a');
}
