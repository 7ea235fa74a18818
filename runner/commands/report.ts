import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAllureReport } from '../../reports/allure-report.ts';
import { reportPage } from '../../reports/html/report-page.ts';
import { readRun, UnreadableRun } from '../../reports/model/read-run.ts';
import type { RunReport } from '../../reports/model/run-report.ts';
import type { DefineCommand } from '../command.ts';
import { UsageError } from '../usage-error.ts';

interface ReportOptions {
  readonly out: string;
  readonly allure: boolean;
}

/** `conform report`: the last run as a page, as data, and as an Allure report. */
export const reportCommand: DefineCommand = (program, console) => {
  program
    .command('report')
    .description('make the report of the last run: a page (one HTML file, no network), its data, and Allure')
    .option('--out <folder>', 'the output folder of the run', 'out')
    .option('--no-allure', 'leave the Allure report out, which takes the most time')
    .addHelpText(
      'after',
      [
        '',
        'Writes report/report.html, report/report.json and report/index.html (Allure) into the output folder.',
        '',
        'Examples:',
        '  npm test && npx conform report',
        '  npx conform report --out=nightly --no-allure',
      ].join('\n'),
    )
    .action(async ({ out, allure }: ReportOptions) => {
      const report = reportOf(out);
      const folder = join(out, 'report');
      // Allure first: it empties the folder.
      const results = join(out, 'allure-results');
      const others =
        allure && existsSync(results) ? [`Allure: ${await writeAllureReport(results, folder)}`] : [];
      mkdirSync(folder, { recursive: true });
      const page = join(folder, 'report.html');
      const data = join(folder, 'report.json');
      writeFileSync(data, `${JSON.stringify(report)}\n`);
      writeFileSync(page, await reportPage(report));
      console.out([`Report: ${page}`, `Data: ${data}`, ...others].join('\n'));
    });
};

function reportOf(out: string): RunReport {
  try {
    return readRun(out);
  } catch (error) {
    if (error instanceof UnreadableRun) throw new UsageError(error.message);
    throw error;
  }
}
