import { availableParallelism } from 'node:os';
import { randomInt } from 'node:crypto';
import { paceOf } from '../../adapters/targets.ts';
import { defaultEdition, editions, type EditionId } from '../../csp/editions.ts';
import type { DefineCommand } from '../command.ts';
import { readOption } from '../options.ts';
import { carryOutRun } from '../run.ts';
import { addTargetOptions, targetSettingsOf, type TargetOptions } from '../target-options.ts';
import { chooseSuites, suiteFiles } from '../suites.ts';

interface RunOptions extends TargetOptions {
  readonly suite?: string;
  readonly runs: number;
  readonly seed?: number;
  readonly edition: EditionId;
  readonly budget?: number;
  readonly patience?: number;
  readonly workers: number;
  readonly out: string;
}

/** `conform run`: what `npm test` starts. */
export const runCommand: DefineCommand = (program, console, finish) => {
  addTargetOptions(
    program
      .command('run')
      .description('run the conformance suites against a target (this is what npm test does)'),
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
      '--seed <number>',
      'seed of the random cases; the same seed gives the same cases (default: a new one)',
      readOption.seed,
    )
    .option(
      '--edition <build>',
      `build of Windows: ${editions.map(({ id }) => id).join(', ')}`,
      readOption.edition,
      defaultEdition,
    )
    .option(
      '--budget <time>',
      'longest time for all cases together, such as 30s or 5m; what is left out is listed',
      readOption.budget,
    )
    .option(
      '--patience <time>',
      'longest time that the target may take for one answer (default: 30s; more where a target is slow)',
      readOption.patience,
    )
    .option(
      '--workers <number>',
      'processes that work side by side',
      readOption.workers,
      Math.min(availableParallelism(), 8),
    )
    .option('--out <folder>', 'where the results go; the folder is emptied of earlier results', 'out')
    .addHelpText(
      'after',
      '\nExample:\n  npm test -- --target=simulator --suite=pfx --runs=500 --seed=42 --edition=10.0.10586 --budget=30s',
    )
    .action(async (options: RunOptions) => {
      const names = options.suite === undefined ? [] : options.suite.split(',');
      const files = chooseSuites(names, suiteFiles());
      const settings = targetSettingsOf(options);
      const { patience, mostWorkers } = paceOf(options.target, settings);
      const exitCode = await carryOutRun(
        {
          target: options.target,
          settings,
          suites: names,
          files,
          runs: options.runs,
          seed: options.seed ?? randomInt(0xffffffff),
          edition: options.edition,
          patience: options.patience ?? patience,
          workers: Math.min(options.workers, mostWorkers ?? options.workers),
          out: options.out,
          ...(options.budget === undefined ? {} : { budget: options.budget }),
        },
        console,
      );
      finish(exitCode);
    });
};
