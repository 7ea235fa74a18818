import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeGate, readGate, type GateRules } from '../../reports/allure/gate.ts';
import {
  writeAllureReport,
  type AllureOptions,
  type WrittenAllureReport,
} from '../../reports/allure-report.ts';
import { reportPage } from '../../reports/html/report-page.ts';
import { linesOf } from '../../reports/model/lines.ts';
import { readRun, UnreadableRun } from '../../reports/model/read-run.ts';
import type { RunReport } from '../../reports/model/run-report.ts';
import { InvalidFile } from '../../reports/strict-reader.ts';
import type { DefineCommand } from '../command.ts';
import { readInput } from '../input.ts';
import { readOption } from '../options.ts';
import { exitCodes, UsageError } from '../usage-error.ts';
import { usualWaivers, waiversFrom } from '../waivers-option.ts';

interface ReportOptions {
  readonly out: string;
  readonly allure: boolean;
  readonly waivers?: string;
  readonly history?: string;
  readonly historyLimit: number;
  /** true: without a file of rules. */
  readonly gate?: string | true;
}

/** So many runs are in a history where nobody says otherwise: a month of nights, and about 4 MB. */
const usualLimit = 30;

/** `conform report`: the last run as a page, as data, and as an Allure report. */
export const reportCommand: DefineCommand = (program, console, finish) => {
  program
    .command('report')
    .description('make the report of the last run: a page (one HTML file, no network), its data, and Allure')
    .option('--out <folder>', 'the output folder of the run', 'out')
    .option('--no-allure', 'leave the Allure report out, which takes the most time')
    .option(
      '--waivers <file>',
      `accepted differences, known issues in Allure (default: ${usualWaivers}, where there is one)`,
    )
    .option('--history <file>', 'earlier runs, which Allure compares this one with and adds it to')
    .option(
      '--history-limit <number>',
      'so many runs are kept in the history',
      readOption.count('--history-limit'),
      usualLimit,
    )
    .option(
      '--gate [file]',
      "hold the run against Allure's quality gate; the file has rules of your own (default: no failure beyond known issues)",
    )
    .addHelpText(
      'after',
      [
        '',
        'Writes report/report.html, report/report.json and report/index.html (Allure) into the output folder, and',
        'allure-results/ anew. Ends with 1 where --gate is given and the gate is not passed.',
        '',
        'Examples:',
        '  npm test && npx conform report',
        '  npx conform report --out=nightly --no-allure',
        '  npx conform report --waivers=waivers.json --history=allure-history.jsonl --gate',
      ].join('\n'),
    )
    .action(async (options: ReportOptions) => {
      demandAllure(options);
      const { out } = options;
      const allure = allureOptions(options);
      const report = reportOf(out);
      const folder = join(out, 'report');
      // Allure first: it empties the folder.
      const written = options.allure
        ? await writeAllureReport(out, folder, { ...allure, report })
        : undefined;
      mkdirSync(folder, { recursive: true });
      const page = join(folder, 'report.html');
      const data = join(folder, 'report.json');
      writeFileSync(data, `${JSON.stringify(report)}\n`);
      writeFileSync(page, await reportPage(report));
      console.out([`Report: ${page}`, `Data: ${data}`, ...aboutAllure(written)].join('\n'));
      if (written?.gate?.passed === false) finish(exitCodes.violation);
    });
};

/** @throws UsageError where an option says something of a report that is not made */
function demandAllure({ allure, history, gate }: ReportOptions): void {
  if (allure) return;
  if (gate !== undefined) throw new UsageError("--gate is a gate of Allure's: leave --no-allure out.");
  if (history !== undefined) throw new UsageError("--history is Allure's: leave --no-allure out.");
}

function allureOptions({ waivers, history, historyLimit, gate }: ReportOptions): AllureOptions {
  return {
    waivers: waiversFrom(waivers),
    ...(history === undefined ? {} : { history: { path: demandHistory(history), limit: historyLimit } }),
    ...(gate === undefined ? {} : { gate: gate === true ? 'usual' : rulesFrom(gate) }),
  };
}

/** @throws UsageError where what is there is not a file of lines of JSON */
function demandHistory(path: string): string {
  if (!existsSync(path)) return path;
  try {
    for (const { text } of linesOf(path)) JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--history ${path} is no history of Allure: ${reason}.`);
  }
  return path;
}

function rulesFrom(path: string): readonly GateRules[] {
  try {
    return readGate(Buffer.from(readInput(path)).toString('utf8'), path);
  } catch (error) {
    if (error instanceof InvalidFile) throw new UsageError(error.message);
    throw error;
  }
}

function aboutAllure(written: WrittenAllureReport | undefined): readonly string[] {
  if (written === undefined) return [];
  const { page, known, gate } = written;
  const issues =
    known.length === 0 ? '' : ` (${known.length} known ${known.length === 1 ? 'issue' : 'issues'})`;
  return [`Allure: ${page}${issues}`, ...(gate === undefined ? [] : [describeGate(gate)])];
}

function reportOf(out: string): RunReport {
  try {
    return readRun(out);
  } catch (error) {
    if (error instanceof UnreadableRun) throw new UsageError(error.message);
    throw error;
  }
}
