import { existsSync, realpathSync } from 'node:fs';
import type { NamedRun } from '../../reports/comparison/compare.ts';
import { nameRuns } from '../../reports/comparison/names.ts';
import { readCompared, type FoundRun } from '../../reports/comparison/read-compared.ts';
import { UnreadableRun } from '../../reports/model/read-run.ts';
import { printable } from '../../syncml/printable.ts';
import { UsageError } from '../usage-error.ts';

const atLeast = 2;
/** A page of more columns would be read by nobody. */
const atMost = 20;
/** Characters of a name: it heads a column. */
const longestName = 60;

interface Asked {
  readonly given?: string;
  readonly from: string;
}

/**
 * The runs that are named on the command line, each with the name of its column.
 * @param places FOLDER, FILE, NAME=FOLDER or NAME=FILE
 * @throws UsageError
 */
export function readRuns(places: readonly string[]): readonly NamedRun[] {
  if (places.length < atLeast || places.length > atMost) {
    throw new UsageError(
      `compare takes ${atLeast} to ${atMost} runs, not ${places.length}: name the output folder of each, such as runs/a runs/b.`,
    );
  }
  const asked = places.map(askedFor);
  const twice = asked.find(
    ({ given }, index) => given !== undefined && asked.findIndex((other) => other.given === given) !== index,
  );
  if (twice?.given !== undefined) {
    throw new UsageError(`two runs are named "${twice.given}": give each a name of its own.`);
  }
  const runs: (Asked & FoundRun)[] = [];
  for (const one of asked) {
    const same = runs.find(({ from }) => isSamePlace(from, one.from));
    if (same !== undefined) throw sameRun(same.from, one.from);
    const found = read(one.from);
    const copy = runs.find(({ report }) => identityOf(report) === identityOf(found.report));
    if (copy !== undefined) throw sameRun(copy.from, one.from);
    runs.push({ ...one, ...found });
  }
  const names = nameRuns(runs);
  return runs.map(({ from, report, programme }, index) => ({
    name: names[index] ?? from,
    from,
    report,
    ...(programme === undefined ? {} : { programme }),
  }));
}

/** Before the first `=` stands a name, unless there is something of that very path. */
function askedFor(place: string): Asked {
  const end = place.indexOf('=');
  if (end < 0 || existsSync(place)) return { from: place };
  const given = place.slice(0, end).trim();
  const from = place.slice(end + 1);
  if (given === '' || given.length > longestName || printable(given, longestName) !== given) {
    throw new UsageError(
      `"${printable(place, 200)}" has no name of 1 to ${longestName} visible characters before the "=".`,
    );
  }
  if (from === '') throw new UsageError(`"${place}" has no folder after the "=".`);
  return { given, from };
}

function read(from: string): FoundRun {
  try {
    return readCompared(from);
  } catch (error) {
    if (error instanceof UnreadableRun) throw new UsageError(error.message);
    throw error;
  }
}

function isSamePlace(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other);
}

/** A run began at its own millisecond, with its own command, on its own device. */
function identityOf({ run, target }: FoundRun['report']): string {
  return JSON.stringify([run.started, run.command, run.seed, target.target, target.description]);
}

function sameRun(one: string, other: string): UsageError {
  return new UsageError(`${other} is the same run as ${one}: name each run once.`);
}
