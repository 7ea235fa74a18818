import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ObservationLine } from '../../cases/result.ts';
import { linesOf } from '../../reports/model/lines.ts';
import { parseCaseFile } from '../case-file.ts';
import type { ResultsEntry } from '../results.ts';
import { UsageError } from '../usage-error.ts';

/** Where files are put together; one that is not whole is never seen in their place. */
const workshop = 'resuming';

/**
 * Makes what an earlier part of a run has left ready for the next: cases that came to a conclusion stay, once each, with
 * what was seen of them. All else is dropped, since the next part writes it anew: what was planned or left out, cases
 * that came to nothing, lines and case files that were cut off. May itself be cut off at any moment, and repeated.
 * @param out the run's output folder
 * @returns the number of cases that stay
 */
export function keepConcluded(out: string): number {
  rmSync(join(out, workshop), { recursive: true, force: true });
  mkdirSync(join(out, workshop));
  const kept = new Set<string>();
  for (const name of filesIn(out, 'results')) keepOf(out, name, kept);
  rmSync(join(out, workshop), { recursive: true });
  for (const name of filesIn(out, 'cases')) removeBroken(join(out, 'cases', name));
  return kept.size;
}

/** One worker's files. @param kept ids of the cases that stay, in all files so far */
function keepOf(out: string, name: string, kept: Set<string>): void {
  const seen = new Set<string>();
  for (const {
    case: { id },
  } of observationsIn(out, name))
    seen.add(id);
  const here = new Set<string>();
  // The results first: where it is cut off between the two, an observation without its result does no harm.
  rewrite(out, 'results', name, (line) => {
    const entry = resultIn(line);
    if (entry?.kind !== 'case' || entry.verdict.kind === 'inconclusive') return false;
    // A power failure may have taken what was seen and left what came of it.
    if (kept.has(entry.id) || !seen.has(entry.id)) return false;
    kept.add(entry.id);
    here.add(entry.id);
    return true;
  });
  rewrite(out, 'observations', name, (line) => {
    const observed = observationIn(line);
    return observed !== undefined && here.delete(observed.case.id);
  });
}

function* observationsIn(out: string, name: string): Generator<ObservationLine> {
  const path = join(out, 'observations', name);
  if (!existsSync(path)) return;
  for (const { text } of linesOf(path)) {
    const observed = observationIn(text);
    if (observed !== undefined) yield observed;
  }
}

function rewrite(out: string, folder: string, name: string, stays: (line: string) => boolean): void {
  const path = join(out, folder, name);
  if (!existsSync(path)) return;
  const next = join(out, workshop, name);
  const file = openSync(next, 'w');
  try {
    for (const { text } of linesOf(path)) if (stays(text)) writeSync(file, `${text}\n`);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
}

/** Undefined for what a power failure has left in the place of a line. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

// Nobody but runner/results.ts writes these files.
function resultIn(line: string): ResultsEntry | undefined {
  return parsed(line) as ResultsEntry | undefined;
}

function observationIn(line: string): ObservationLine | undefined {
  return parsed(line) as ObservationLine | undefined;
}

function filesIn(out: string, folder: string): readonly string[] {
  const path = join(out, folder);
  return existsSync(path) ? readdirSync(path).sort() : [];
}

function removeBroken(path: string): void {
  try {
    parseCaseFile(readFileSync(path, 'utf8'), path);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    rmSync(path);
  }
}
