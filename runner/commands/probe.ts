import { demandConsent } from '../../adapters/device/consent.ts';
import { probeDevice, type ProbeReport } from '../../adapters/device/probe-device.ts';
import type { ProbeAnswer } from '../../adapters/device/probes.ts';
import { nameOfRun, reachDevice, type ReachedDevice } from '../../adapters/device/settings.ts';
import { TargetFailure, type Capability } from '../../adapters/target.ts';
import type { Console, DefineCommand } from '../command.ts';
import { addDeviceOptions, deviceSettingsOf, type TargetOptions } from '../target-options.ts';
import { exitCodes, UsageError } from '../usage-error.ts';

interface ProbeCommandOptions extends Omit<TargetOptions, 'target'> {
  readonly json: boolean;
}

/** `conform probe`: what a Windows machine can be tested for, and how it answers what only a real one can. */
export const probeCommand: DefineCommand = (program, console, finish) => {
  addDeviceOptions(
    program
      .command('probe')
      .description('ask a Windows machine what the target device can test on it (docs/device.md)'),
  )
    .option('--json', 'the same as JSON', false)
    .addHelpText(
      'after',
      [
        '',
        'No certificate comes or goes. The machine is registered for local management and unregistered again.',
        '',
        'Example:',
        '  npx conform probe --device=ssh://admin@win11 --yes-change-this-device',
      ].join('\n'),
    )
    .action(async (options: ProbeCommandOptions) => {
      const settings = deviceSettingsOf(options);
      const reached = reachDevice(settings);
      try {
        demandConsent(settings.consent, process.env);
        const { allow } = settings;
        const report = await probeDevice(reached.connection, {
          journal: reached.journal,
          run: nameOfRun(),
          ...(allow === undefined ? {} : { allow }),
        });
        print(report, reached, options, console);
        finish(exitCodes.conform);
      } catch (error) {
        if (error instanceof RangeError) throw new UsageError(error.message);
        if (!(error instanceof TargetFailure)) throw error;
        console.error(`conform: ${error.message}.`);
        finish(exitCodes.inconclusive);
      } finally {
        await reached.connection.close();
      }
    });
};

function print(
  report: ProbeReport,
  { address }: ReachedDevice,
  { json }: ProbeCommandOptions,
  console: Console,
): void {
  if (json) {
    console.out(JSON.stringify(report, undefined, 2));
    return;
  }
  const { machine, capabilities, probes } = report;
  console.out(`${machine.computerName}, Windows ${machine.edition} ${machine.build}, by ${address}`);
  console.out('');
  for (const [need, capability] of Object.entries(capabilities)) {
    console.out(`${need.padEnd(22)} ${answerIn(capability)}`);
  }
  console.out('');
  for (const probe of probes) {
    console.out(`${probe.number.padEnd(4)} ${probe.question}`);
    console.out(`     ${answerOf(probe)}`);
  }
}

function answerIn(capability: Capability): string {
  return capability.answer === 'yes' ? 'yes' : `${capability.answer}: ${capability.reason}`;
}

function answerOf({ answer, how }: ProbeAnswer): string {
  if (answer !== undefined) return answer;
  switch (how.kind) {
    case 'asked':
      return 'no answer';
    case 'run':
    case 'elsewhere':
      return `not asked, ${how.reason}: ${how.command}`;
  }
}
