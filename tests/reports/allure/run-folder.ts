import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { CaseFile, Planned, ResultLine } from '../../../cases/result.ts';
import type { AllureTest } from '../../../reports/allure/format.ts';
import { writeAllureResults, type AllureResults } from '../../../reports/allure/write-results.ts';
import { readRun } from '../../../reports/model/read-run.ts';
import type { RunRecord } from '../../../reports/model/run-record.ts';
import type { Waiver } from '../../../reports/waivers/waiver.ts';
import { aRecord } from '../model/synthetic.ts';

/** What a run that nobody carried out has left. */
export interface Left {
  readonly entries: readonly (ResultLine | Planned)[];
  readonly files?: readonly CaseFile[];
  readonly record?: Partial<RunRecord>;
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder as a run leaves it; removed after the tests of the file. */
export function runFolder({ entries, files = [], record = {} }: Left): string {
  const out = mkdtempSync(join(tmpdir(), 'conform-allure-test-'));
  folders.push(out);
  for (const name of ['results', 'cases']) mkdirSync(join(out, name));
  writeFileSync(join(out, 'run.json'), JSON.stringify({ ...aRecord, ...record }));
  writeFileSync(
    join(out, 'results', '1.jsonl'),
    entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  );
  for (const [index, file] of files.entries()) {
    writeFileSync(join(out, 'cases', `${index}.json`), JSON.stringify(file));
  }
  return out;
}

export interface ReadBack extends AllureResults {
  readonly read: readonly AllureTest[];
  /** Names of all files. */
  readonly names: readonly string[];
}

/** Writes allure-results for a run, and reads them again. */
export function readBack(out: string, waivers: readonly Waiver[] = []): ReadBack {
  const written = writeAllureResults(out, readRun(out), waivers);
  const names = readdirSync(written.folder);
  const read = names
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => JSON.parse(readFileSync(join(written.folder, name), 'utf8')) as AllureTest);
  return { ...written, names, read };
}

/** The test of a run with this key. */
export function testCalled(read: readonly AllureTest[], key: string): AllureTest {
  const test = read.find(({ testCaseId }) => testCaseId === key);
  if (test === undefined) throw new RangeError(`there is no test ${key}`);
  return test;
}
