import { cleanUpDevice } from '../../adapters/device/clean-up.ts';
import { demandConsent } from '../../adapters/device/consent.ts';
import { livingOwner } from '../../adapters/device/journal.ts';
import { reachDevice, type ReachedDevice } from '../../adapters/device/settings.ts';
import { TargetFailure } from '../../adapters/target.ts';
import type { Console, DefineCommand } from '../command.ts';
import { addDeviceOptions, deviceSettingsOf, type TargetOptions } from '../target-options.ts';
import { exitCodes, UsageError } from '../usage-error.ts';

interface CleanupOptions extends Omit<TargetOptions, 'target'> {
  readonly evenThoughItLives?: true;
}

/** `conform cleanup`: undoes what a run that was cut off has left on a machine. */
export const cleanupCommand: DefineCommand = (program, console, finish) => {
  addDeviceOptions(
    program
      .command('cleanup')
      .description('undo what a run of the target device that was cut off has left on the machine'),
  )
    .option(
      '--even-though-it-lives',
      'also where a process has the number of the one that carried out the run; only when that is another program',
    )
    .addHelpText(
      'after',
      [
        '',
        'What is to be undone stands in .cache/device, where the run was started. May be repeated until all is done.',
        '',
        'Example:',
        '  npx conform cleanup --device=ssh://admin@win11 --yes-change-this-device',
      ].join('\n'),
    )
    .action(async (options: CleanupOptions) => {
      const settings = deviceSettingsOf(options);
      const reached = reachDevice(settings);
      try {
        demandConsent(settings.consent, process.env);
        demandEnded(reached, options);
        finish(await cleanUp(reached, console));
      } catch (error) {
        if (error instanceof RangeError) throw new UsageError(error.message);
        throw error;
      } finally {
        await reached.connection.close();
      }
    });
};

/** @throws RangeError with one line for the user where the run is still going on */
function demandEnded({ journal, address }: ReachedDevice, { evenThoughItLives }: CleanupOptions): void {
  const owner = livingOwner(journal.state());
  if (owner === undefined || evenThoughItLives === true) return;
  throw new RangeError(
    `a run on ${address} is still going on here, as process ${owner.pid}; wait for it or end it, or where that process is another program, add --even-though-it-lives`,
  );
}

async function cleanUp({ connection, journal, address }: ReachedDevice, console: Console): Promise<number> {
  const { machine } = journal.state();
  if (machine === undefined) {
    console.out(`Nothing is to be undone on ${address}: there is no ${journal.file}.`);
    return exitCodes.conform;
  }
  try {
    await cleanUpDevice(connection, journal);
    console.out(`${machine.computerName} is as it was before the run of ${machine.at}.`);
    return exitCodes.conform;
  } catch (error) {
    if (!(error instanceof TargetFailure)) throw error;
    console.error(`conform: ${error.message}.`);
    return exitCodes.inconclusive;
  }
}
