import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareRuns } from '../../reports/comparison/compare.ts';
import type { OutcomeKind } from '../../reports/comparison/comparison.ts';
import { comparisonPage } from '../../reports/html/comparison-page.ts';
import type { DefineCommand } from '../command.ts';
import { readRuns } from '../compare/read-runs.ts';
import { describeComparison } from '../compare/describe.ts';
import { reasonOf } from '../input.ts';
import { exitCodes, UsageError } from '../usage-error.ts';

interface CompareOptions {
  readonly out: string;
  readonly failOnDifference?: boolean;
}

/** `conform compare`: runs of several devices or builds side by side. */
export const compareCommand: DefineCommand = (program, console, finish) => {
  program
    .command('compare')
    .description(
      'set runs of several devices or builds side by side: a page (one HTML file, no network) and its data',
    )
    .argument(
      '<run...>',
      'output folders of runs, folders of certificates, or files report.json; NAME=FOLDER names a column',
    )
    .option('--out <folder>', 'where compare.html and compare.json go', join('out', 'compare'))
    .option('--fail-on-difference', 'end with 1 where something differs, with 3 where that can not be told')
    .addHelpText(
      'after',
      [
        '',
        'Ends with 0 when the runs were compared, whatever came of it, but for --fail-on-difference.',
        '',
        'Examples:',
        '  npx conform compare runs/build-22631 runs/build-26100',
        '  npx conform compare laptop=runs/a tablet=runs/b kiosk=certificates/c --out=compared',
      ].join('\n'),
    )
    .action(async (places: readonly string[], { out, failOnDifference = false }: CompareOptions) => {
      const comparison = compareRuns(readRuns(places));
      const page = join(out, 'compare.html');
      const data = join(out, 'compare.json');
      const html = await comparisonPage(comparison);
      try {
        mkdirSync(out, { recursive: true });
        writeFileSync(data, `${JSON.stringify(comparison)}\n`);
        writeFileSync(page, html);
      } catch (error) {
        throw new UsageError(`--out ${out} can not be used: ${reasonOf(error)}.`);
      }
      console.out([...describeComparison(comparison), '', `Page: ${page}`, `Data: ${data}`].join('\n'));
      if (failOnDifference) finish(exitCodeOf(comparison.outcome.kind));
    });
};

/** Nothing is green by absence: what was not decided on several devices is no agreement. */
function exitCodeOf(outcome: OutcomeKind): number {
  switch (outcome) {
    case 'verdicts-differ':
    case 'violations-differ':
    case 'answers-differ':
      return exitCodes.violation;
    case 'nothing-in-common':
    case 'decided-in-part':
      return exitCodes.inconclusive;
    case 'alike':
      return exitCodes.conform;
  }
}
