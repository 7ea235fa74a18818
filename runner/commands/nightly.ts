import { randomInt } from 'node:crypto';
import { createTarget } from '../../adapters/targets.ts';
import { TargetFailure } from '../../adapters/target.ts';
import type { DefineCommand } from '../command.ts';
import { nightly, type NightlyMeans } from '../nightly/nightly.ts';
import { writePages } from '../nightly/pages.ts';
import { readOption } from '../options.ts';
import { carryOutRun } from '../run.ts';
import { chooseSuites, suiteFiles } from '../suites.ts';
import { addPaceOptions, paceFrom, type PaceOptions } from '../pace-options.ts';
import { addTargetOptions, prepareFor, targetSettingsOf, type TargetOptions } from '../target-options.ts';
import { exitCodes, oneOf, UsageError } from '../usage-error.ts';
import { usualWaivers, waiversFrom } from '../waivers-option.ts';

interface NightlyOptions extends TargetOptions, PaceOptions {
  readonly budget?: number;
  readonly seed?: number;
  readonly runs?: number;
  readonly strength: number;
  readonly suite?: string;
  readonly out: string;
  readonly history: string;
  readonly deviceName?: string;
  readonly waivers?: string;
  readonly failOn: 'any' | 'new';
  readonly accept: boolean;
  readonly allure: boolean;
}

/** Triples of choices: a night has the time for them. */
const strengthOfNight = 3;

/** `conform nightly`: a night on a device, held against the baseline of the same device. */
export const nightlyCommand: DefineCommand = (program, console, finish) => {
  addPaceOptions(
    addTargetOptions(
      program
        .command('nightly')
        .description(
          'run everything against a target, cases at random with a new seed, and compare with the nights before',
        ),
    ),
  )
    .option('--budget <time>', 'longest time for the whole night, such as 30m or 6h', readOption.budget)
    .option(
      '--history <folder>',
      'where baseline, history and found cases of each device are kept',
      'nightly',
    )
    .option(
      '--device-name <name>',
      'what the device is called over all nights (default: what it calls itself)',
      readDeviceName,
    )
    .option('--waivers <file>', `accepted differences (default: ${usualWaivers}, where there is one)`)
    .option(
      '--fail-on <what>',
      'any: whatever no waiver accepts; new: only what the baseline does not have',
      (value) => oneOf('--fail-on', value, ['any', 'new'] as const),
      'any' as const,
    )
    .option('--accept', 'what this night shows becomes the new baseline', false)
    .option('--seed <number>', 'seed of the random cases (default: a new one each night)', readOption.seed)
    .option('--runs <number>', 'cases of each random family (default: as the budget allows)', readOption.runs)
    .option(
      '--strength <number>',
      'of the combinations: every combination of so many choices of an install or enrollment occurs, 2 or 3',
      readOption.strength,
      strengthOfNight,
    )
    .option('--suite <names>', 'areas or suite files, separated by commas (default: all)')
    .option('--out <folder>', 'where results and reports of the night go', 'out/nightly')
    .option('--no-allure', 'leave the Allure report out')
    .addHelpText(
      'after',
      [
        '',
        'Ends with 0 passed, 1 failed, 2 wrong usage or input, 3 inconclusive.',
        '',
        'Examples:',
        '  npm run nightly -- --target=simulator --budget=10m',
        '  npm run nightly -- --target=device --device=ssh://admin@win11 --yes-change-this-device --budget=6h',
      ].join('\n'),
    )
    .action(async (options: NightlyOptions) => {
      const { target, edition, runs, budget, deviceName, strength, out, history, failOn, accept } = options;
      const names = options.suite === undefined ? [] : options.suite.split(',');
      const files = chooseSuites(names, suiteFiles());
      const settings = targetSettingsOf(options, budget);
      const { patience, workers } = paceFrom(options, settings);
      // Read before the night: who learns of a mistake in the morning has lost it.
      const waivers = waiversFrom(options.waivers);
      try {
        const exitCode = await nightly(
          {
            target,
            settings,
            edition,
            patience,
            workers,
            suites: names,
            files,
            seed: options.seed ?? randomInt(0xffffffff),
            ...(runs === undefined ? {} : { runs }),
            strength,
            ...(budget === undefined ? {} : { budget }),
            out,
            history,
            ...(deviceName === undefined ? {} : { deviceName }),
            waivers,
            failOn,
            accept,
          },
          meansWith(options.allure),
          console,
        );
        finish(exitCode);
      } catch (error) {
        // No case has begun: it is nobody's violation.
        if (!(error instanceof TargetFailure)) throw error;
        console.error(`conform: ${error.message}.`);
        finish(exitCodes.inconclusive);
      }
    });
};

function readDeviceName(value: string): string {
  if (/[\p{L}\p{N}]/u.test(value)) return value;
  throw new UsageError(`--device-name takes a name with letters or digits, not "${value}".`);
}

function meansWith(allure: boolean): NightlyMeans {
  return {
    withTarget: async ({ target: name, settings }, use) => {
      const prepared = await prepareFor(name, settings, { workers: 1, resumes: false });
      try {
        const target = createTarget(name, prepared.settings);
        try {
          return await use(target);
        } finally {
          await target.close();
        }
      } finally {
        await prepared.stop();
      }
    },
    run: carryOutRun,
    writePages: writePages(allure),
    now: Date.now,
  };
}
