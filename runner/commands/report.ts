import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DefineCommand } from '../command.ts';
import { writeAllureReport } from '../../reports/allure-report.ts';
import { UsageError } from '../usage-error.ts';

/** `conform report`: the Allure report of the last run. */
export const reportCommand: DefineCommand = (program, console) => {
  program
    .command('report')
    .description('make the Allure report (one HTML file, no network) from the results of the last run')
    .option('--out <folder>', 'the output folder of the run', 'out')
    .addHelpText('after', '\nExample:\n  npm test && npx conform report\n  npx conform report --out=nightly')
    .action(async ({ out }: { readonly out: string }) => {
      const results = join(out, 'allure-results');
      if (!existsSync(results)) {
        throw new UsageError(`${results} does not exist: run npm test first, or name its folder with --out.`);
      }
      console.out(`Report: ${await writeAllureReport(results, join(out, 'report'))}`);
    });
};
