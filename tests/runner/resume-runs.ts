import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ObservationLine } from '../../cases/result.ts';
import { keepTally, type Tally } from '../../reports/tally.ts';
import { readResults, type ResultsEntry } from '../../runner/results.ts';
import { projectFolder } from '../../runner/suites.ts';

export interface Ended {
  /** Undefined where it was killed. */
  readonly code: number | undefined;
  readonly text: string;
}

/**
 * `conform run` in a process of its own.
 * @param killAt kills it, and only it, as soon as its results are longer than so many bytes
 */
export function conformRun(out: string, options: readonly string[], killAt?: number): Promise<Ended> {
  const child = spawn(process.execPath, ['bin/conform.mjs', 'run', `--out=${out}`, ...options], {
    cwd: projectFolder,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => (text += String(data)));
  const before = sizeOf(out);
  const watch = setInterval(() => {
    if (killAt !== undefined && sizeOf(out) > before + killAt) child.kill('SIGKILL');
  }, 2);
  return new Promise((done) => {
    child.once('close', (code) => {
      clearInterval(watch);
      done({ code: code ?? undefined, text });
    });
  });
}

function sizeOf(out: string): number {
  const folder = join(out, 'results');
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** What a run has left, without what depends on time and order. */
export interface Left {
  /** A line of JSON for each, sorted. */
  readonly results: readonly string[];
  readonly observations: readonly string[];
  readonly caseFiles: readonly string[];
  readonly tally: Tally;
}

export function leftBy(out: string): Left {
  const results: string[] = [];
  const keeper = keepTally();
  readResults(out, (entry: ResultsEntry) => {
    keeper.add(entry);
    results.push(JSON.stringify(timeless(entry)));
  });
  const observations = readdirSync(join(out, 'observations')).flatMap((name) =>
    readFileSync(join(out, 'observations', name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.stringify(JSON.parse(line) as ObservationLine)),
  );
  return {
    results: results.sort(),
    observations: observations.sort(),
    caseFiles: readdirSync(join(out, 'cases')).sort(),
    tally: keeper.tally(),
  };
}

function timeless(entry: ResultsEntry): ResultsEntry {
  return entry.kind === 'case' ? { ...entry, milliseconds: 0 } : entry;
}
