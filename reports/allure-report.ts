import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  configurationFor,
  configurationName,
  knownIssuesName,
  type AllureHistory,
} from './allure/configuration.ts';
import { readGateResults, usualGate, type Gate, type GateRules } from './allure/gate.ts';
import { runAllure } from './allure/program.ts';
import { uuidOf } from './allure/test-draft.ts';
import { answersKey } from './allure/answers-test.ts';
import { writeAllureResults, type KnownIssue } from './allure/write-results.ts';
import { readRecord, readRun } from './model/read-run.ts';
import type { RunRecord } from './model/run-record.ts';
import type { RunReport } from './model/run-report.ts';
import type { Waiver } from './waivers/waiver.ts';

/** What a report is made with. */
export interface AllureOptions {
  /** Of the same run, where it was made already. */
  readonly report?: RunReport;
  /** Tests whose differences these accept are known issues. */
  readonly waivers?: readonly Waiver[];
  /** Earlier runs, which this one is added to. */
  readonly history?: AllureHistory;
  /** Rules of Allure's quality gate; `usual`: no failure beyond known issues, and every test is there. */
  readonly gate?: readonly GateRules[] | 'usual';
}

export interface WrittenAllureReport {
  /** One HTML file that opens from disk and loads nothing from elsewhere. */
  readonly page: string;
  readonly known: readonly KnownIssue[];
  /** Absent where no gate was asked for. */
  readonly gate?: Gate;
}

/** The report asks Google for a script when it is opened; ours stays offline. */
const analytics =
  /<script[^>]*googletagmanager[^>]*>\s*<\/script>|<script>(?:(?!<\/script>)[\s\S])*gtag(?:(?!<\/script>)[\s\S])*<\/script>/g;

/**
 * Writes allure-results into the folder of a run, and Allure's report of them.
 * @param out folder of the run
 * @param folder where the report goes; it is emptied first, since Allure would keep showing an older report in it
 * @throws UnreadableRun, or Error where Allure's program fails
 */
export async function writeAllureReport(
  out: string,
  folder: string,
  options: AllureOptions = {},
): Promise<WrittenAllureReport> {
  const { report = readRun(out), waivers = [], history } = options;
  const record = readRecord(out);
  const { folder: results, tests, known } = writeAllureResults(out, report, waivers);
  const gate = options.gate === 'usual' ? usualGate(tests - known.length) : options.gate;
  if (history !== undefined) forgetRun(history, record);
  const configuration = configurationFor({
    record,
    folder,
    known,
    ...(history === undefined ? {} : { history }),
    ...(gate === undefined ? {} : { gate }),
  });
  rmSync(folder, { recursive: true, force: true });
  const { failed, text } = await runAllure(results, configuration, gate !== undefined);
  const page = join(folder, 'index.html');
  const gateResults = gate === undefined ? undefined : gateIn(folder);
  if (!existsSync(page) || (failed && gateResults?.passed !== false)) {
    throw new Error(
      `Allure could not make its report of ${results}: ${text.replace(/\s+/g, ' ').slice(0, 500)}`,
    );
  }
  writeFileSync(page, readFileSync(page, 'utf8').replace(analytics, ''));
  // It lists only issues of a tracker, of which there are none.
  rmSync(join(folder, knownIssuesName), { force: true });
  writeFileSync(join(folder, configurationName), `${JSON.stringify(configuration, undefined, 2)}\n`);
  return { page, known, ...(gateResults === undefined ? {} : { gate: gateResults }) };
}

function gateIn(folder: string): Gate | undefined {
  const path = join(folder, 'quality-gate.json');
  return existsSync(path) ? readGateResults(readFileSync(path, 'utf8')) : undefined;
}

/** Takes out of a history what an earlier report of the same run has put there, so that a run is counted once. */
function forgetRun({ path }: AllureHistory, record: RunRecord): void {
  if (!existsSync(path)) return;
  // Allure makes the id of a result from its uuid.
  const id = createHash('md5').update(uuidOf(answersKey, record)).digest('hex');
  const text = readFileSync(path, 'utf8');
  // What stands behind the last end of a line was cut off while Allure wrote it.
  const lines = text.split('\n').slice(0, -1);
  const kept = lines.filter((line) => !line.includes(`"id":"${id}"`)).map((line) => `${line}\n`);
  if (kept.join('') !== text) writeFileSync(path, kept.join(''));
}
