import { randomInt } from 'node:crypto';
import type { Command } from 'commander';
import { TargetFailure } from '../../adapters/target.ts';
import { usualStrength } from '../../generators/families.ts';
import type { DefineCommand } from '../command.ts';
import { readOption } from '../options.ts';
import type { RunOptions } from '../run-options.ts';
import { readEarlierRun } from '../resume/earlier-run.ts';
import { resumedOptions } from '../resume/resumed-options.ts';
import { carryOutRun, type RunRequest } from '../run.ts';
import { addPaceOptions, paceFrom } from '../pace-options.ts';
import { addTargetOptions, targetSettingsOf } from '../target-options.ts';
import { chooseSuites, suiteFiles } from '../suites.ts';
import { exitCodes } from '../usage-error.ts';

/** `conform run`: what `npm test` starts. */
export const runCommand: DefineCommand = (program, console, finish) => {
  addPaceOptions(
    addTargetOptions(
      program
        .command('run')
        .description('run the conformance suites against a target (this is what npm test does)'),
    ),
  )
    .option(
      '--suite <names>',
      'areas or suite files, separated by commas, such as pfx or pfx/install (default: all)',
    )
    .option(
      '--runs <number>',
      'cases of each random family; the fixed lists are always complete',
      readOption.runs,
      40,
    )
    .option(
      '--strength <number>',
      'of the combinations: every combination of so many choices of an install or enrollment occurs, 2 or 3',
      readOption.strength,
      usualStrength,
    )
    .option(
      '--corpus <folder>',
      'a folder of further case files, tried first with those of corpus/',
      readOption.corpus,
    )
    .option(
      '--seed <number>',
      'seed of the random cases; the same seed gives the same cases (default: a new one)',
      readOption.seed,
    )
    .option(
      '--budget <time>',
      'longest time for all cases together, such as 30s or 5m; what is left out is listed',
      readOption.budget,
    )
    .option('--out <folder>', 'where the results go; the folder is emptied of earlier results', 'out')
    .option(
      '--resume',
      'go on with the run in --out where it was cut off, by its own options; give only --budget, --workers, --patience and consent anew',
    )
    .addHelpText(
      'after',
      '\nExample:\n  npm test -- --target=simulator --suite=pfx --runs=500 --seed=42 --edition=10.0.10586 --budget=30s',
    )
    .action(async (asked: RunOptions, command: Command) => {
      const earlier = asked.resume === true ? readEarlierRun(asked.out) : undefined;
      const options = earlier === undefined ? asked : resumedOptions(asked, earlier, givenTo(command));
      const names = options.suite === undefined ? [] : options.suite.split(',');
      const files = chooseSuites(names, suiteFiles());
      const settings = targetSettingsOf(options, earlier === undefined ? options.budget : undefined);
      const { patience, workers } = paceFrom(options, settings);
      const request: RunRequest = {
        target: options.target,
        settings,
        suites: names,
        files,
        runs: options.runs,
        strength: options.strength,
        ...(options.corpus === undefined ? {} : { corpus: options.corpus }),
        seed: options.seed ?? randomInt(0xffffffff),
        edition: options.edition,
        patience,
        workers,
        out: options.out,
        ...(options.budget === undefined ? {} : { budget: options.budget }),
        ...(earlier === undefined ? {} : { earlier }),
      };
      try {
        finish(await carryOutRun(request, console));
      } catch (error) {
        // No case has begun: it is nobody's violation.
        if (!(error instanceof TargetFailure)) throw error;
        console.error(`conform: ${error.message}.`);
        finish(exitCodes.inconclusive);
      }
    });
};

/** The options that stand on the command line, by their names in `RunOptions`. */
function givenTo(command: Command): ReadonlyMap<keyof RunOptions, string> {
  return new Map(
    command.options
      .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
      // Each attribute of RunOptions is that of an option.
      .map((option) => [option.attributeName() as keyof RunOptions, option.long ?? option.flags]),
  );
}
