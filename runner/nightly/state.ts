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
import { join } from 'node:path';
import type { CaseFile } from '../../cases/result.ts';
import type { Baseline, NightlyDevice } from '../../reports/regression/baseline.ts';
import { readNightLine, type NightLine } from '../../reports/regression/history.ts';
import { readBaseline } from '../../reports/regression/read-baseline.ts';
import { InvalidFile } from '../../reports/strict-reader.ts';
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
  const baseline = join(folder, 'baseline.json');
  const cases = join(folder, 'cases');
  try {
    mkdirSync(cases, { recursive: true });
  } catch (error) {
    throw new UsageError(
      `--history ${history} can not be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  try {
    return {
      folder,
      ...(readdirSync(cases).length === 0 ? {} : { cases }),
      ...(existsSync(baseline) ? { baseline: readBaseline(readFileSync(baseline, 'utf8'), baseline) } : {}),
      nights: readNights(join(folder, historyFile)),
    };
  } catch (error) {
    if (!(error instanceof InvalidFile)) throw error;
    throw new UsageError(`${error.message} Mend it, or move the file away to begin anew.`);
  }
}

/** Whole or not at all, wherever the program is cut off. */
export function writeBaseline({ folder }: DeviceState, baseline: Baseline): void {
  const path = join(folder, 'baseline.json');
  writeFileSync(`${path}.new`, `${JSON.stringify(baseline, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** Adds a line to the history; one that a cut left without its end is given one. */
export function appendNight({ folder }: DeviceState, night: NightLine): void {
  const path = join(folder, historyFile);
  const isTorn = existsSync(path) && !/\n$|^$/.test(readFileSync(path, 'utf8'));
  if (isTorn) dropTornLine(path);
  appendFileSync(path, `${JSON.stringify(night)}\n`);
}

/** Writes a case file that later nights begin with. */
export function writeKeptCase({ folder }: DeviceState, name: string, content: CaseFile): string {
  const path = join(folder, 'cases', `${name}.json`);
  writeFileSync(path, `${JSON.stringify(content, undefined, 2)}\n`);
  return path;
}

/** Names of the kept case files, without their ending. */
export function keptNames({ folder }: DeviceState): readonly string[] {
  return readdirSync(join(folder, 'cases'))
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
}

export function pathOfKept({ folder }: DeviceState, name: string): string {
  return join(folder, 'cases', `${name}.json`);
}

export function removeKept(state: DeviceState, name: string): void {
  rmSync(pathOfKept(state, name), { force: true });
}

const historyFile = 'history.jsonl';

function readNights(path: string): readonly NightLine[] {
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  // What stands behind the last end of a line was cut off while it was written.
  return lines
    .slice(0, -1)
    .flatMap((line, index) => (line === '' ? [] : [readNightLine(line, `${path}, line ${index + 1}`)]));
}

function dropTornLine(path: string): void {
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.slice(0, text.lastIndexOf('\n') + 1));
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
