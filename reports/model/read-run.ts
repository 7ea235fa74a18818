import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFile, Planned, ResultLine } from '../../cases/result.ts';
import type { Coverage } from '../coverage/coverage.ts';
import { keepReport } from './keep-report.ts';
import { linesOf } from './lines.ts';
import { runFormat, type RunRecord } from './run-record.ts';
import type { RunReport } from './run-report.ts';

/** A folder that holds no run, or one that cannot be understood; the message says what to do. */
export class UnreadableRun extends Error {
  override readonly name = 'UnreadableRun';
}

/**
 * The report of a run, from what it left in its output folder. Results are read line by line and case files one by one.
 * @throws UnreadableRun
 */
export function readRun(out: string): RunReport {
  const record = readRecord(out);
  const keeper = keepReport();
  for (const entry of resultsOf(out)) keeper.add(entry);
  for (const [name, file] of caseFilesOf(out)) keeper.addCaseFile(name, file);
  return keeper.report(record, readCoverage(out));
}

/**
 * What the run was: out/run.json.
 * @throws UnreadableRun
 */
export function readRecord(out: string): RunRecord {
  const path = join(out, 'run.json');
  if (!existsSync(path)) {
    throw new UnreadableRun(`${path} does not exist: run npm test first, or name its folder with --out.`);
  }
  const record = parse(readFileSync(path, 'utf8'), path) as Partial<RunRecord> | null;
  if (record?.format !== 'client-certificate-install-run' || record.version !== runFormat) {
    throw new UnreadableRun(
      `${path} was not written by this version of the suite: carry out the run again with npm test.`,
    );
  }
  return record as RunRecord;
}

/**
 * Every line of out/results, in the order of files and lines.
 * @throws UnreadableRun where a line is no JSON
 */
export function* resultsOf(out: string): Generator<ResultLine | Planned> {
  const folder = join(out, 'results');
  if (!existsSync(folder)) {
    throw new UnreadableRun(`${folder} does not exist: run npm test first, or name its folder with --out.`);
  }
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    for (const { number, text } of linesOf(path)) {
      yield parse(text, `${path}, line ${number},`) as ResultLine | Planned;
    }
  }
}

/** Every case file of a run with its name, one in memory at a time. */
export function* caseFilesOf(out: string): Generator<readonly [name: string, file: CaseFile]> {
  const folder = join(out, 'cases');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    yield [name, parse(readFileSync(path, 'utf8'), path) as CaseFile];
  }
}

function readCoverage(out: string): Coverage | undefined {
  const path = join(out, 'coverage.json');
  return existsSync(path) ? (parse(readFileSync(path, 'utf8'), path) as Coverage) : undefined;
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UnreadableRun(
      `${where} is no JSON (${error instanceof Error ? error.message : String(error)}): carry out the run again with npm test.`,
    );
  }
}
