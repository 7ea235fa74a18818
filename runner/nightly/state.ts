import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import type { CaseFile } from '../../cases/result.ts';
import type { Baseline, NightlyDevice } from '../../reports/regression/baseline.ts';
import { readNightLine, type NightLine } from '../../reports/regression/history.ts';
import { readBaseline } from '../../reports/regression/read-baseline.ts';
import { InvalidFile } from '../../reports/strict-reader.ts';
import { readCaseFolder, type FoundFile } from '../corpus.ts';
import { UsageError } from '../usage-error.ts';

/** What is kept of one device from night to night, in a folder of its own. */
export interface DeviceState {
  readonly folder: string;
  /** Case files that are tried first every night; absent where there are none. */
  readonly cases?: string;
  readonly baseline?: Baseline;
  /** The oldest first. */
  readonly nights: readonly NightLine[];
}

/**
 * Reads what earlier nights have left.
 * @param history folder of all devices
 * @throws UsageError where a file in it can not be read, with file, line and what to do
 */
export function readState(history: string, device: Pick<NightlyDevice, 'name'>): DeviceState {
  const folder = join(history, folderName(device.name));
  const cases = join(folder, 'cases');
  try {
    mkdirSync(cases, { recursive: true });
  } catch (error) {
    throw new UsageError(`--history ${history} can not be used: ${reasonOf(error)}`);
  }
  // Read before the night, that nobody learns in the morning of what could not be read.
  const kept = readKept({ folder });
  return {
    folder,
    ...(kept.length === 0 ? {} : { cases }),
    ...readBaselineIn(join(folder, 'baseline.json')),
    nights: readNights(join(folder, historyFile)),
  };
}

function readBaselineIn(path: string): Pick<DeviceState, 'baseline'> {
  if (!existsSync(path)) return {};
  return readable(path, () => ({ baseline: readBaseline(readFileSync(path, 'utf8'), path) }));
}

/** @throws UsageError with the file and what to do, where it can not be read */
function readable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const message =
      error instanceof InvalidFile ? error.message : `${path} can not be read: ${reasonOf(error)}.`;
    throw new UsageError(`${message} Mend it, or move the file away to begin anew.`);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whole or not at all, wherever the program is cut off. */
export function writeBaseline({ folder }: DeviceState, baseline: Baseline): void {
  const path = join(folder, 'baseline.json');
  writeFileSync(`${path}.new`, `${JSON.stringify(baseline, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** Adds a line to the history; what a cut has left of one without its end is dropped. */
export function appendNight({ folder }: DeviceState, night: NightLine): void {
  const path = join(folder, historyFile);
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const whole = text.lastIndexOf('\n') + 1;
  if (whole < text.length) writeFileSync(path, text.slice(0, whole));
  appendFileSync(path, `${JSON.stringify(night)}\n`);
}

/** Writes a case file that later nights begin with, whole or not at all. */
export function writeKeptCase(path: string, content: CaseFile): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(content, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/**
 * The case files that are kept.
 * @throws UsageError where one is none
 */
export function readKept({ folder }: Pick<DeviceState, 'folder'>): readonly FoundFile[] {
  const cases = join(folder, 'cases');
  const hasSome = readdirSync(cases).some((name) => name.endsWith(ending));
  return hasSome ? readCaseFolder(cases) : [];
}

/** Under which digest a file is kept. */
export function nameOfKept(path: string): string {
  return basename(path, ending);
}

export function pathOfKept({ folder }: DeviceState, name: string): string {
  return join(folder, 'cases', `${name}${ending}`);
}

export function removeKept(path: string): void {
  rmSync(path, { force: true });
}

const ending = '.json';
const historyFile = 'history.jsonl';

function readNights(path: string): readonly NightLine[] {
  if (!existsSync(path)) return [];
  return readable(path, () =>
    // What stands behind the last end of a line was cut off while it was written.
    readFileSync(path, 'utf8')
      .split('\n')
      .slice(0, -1)
      .flatMap((line, index) => (line === '' ? [] : [readNightLine(line, `${path}, line ${index + 1}`)])),
  );
}

/** Readable, and for each device another one. */
function folderName(device: string): string {
  const readable = device
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 60);
  const digest = createHash('sha256').update(device).digest('hex').slice(0, 8);
  return `${readable}-${digest}`;
}
