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
  readonly scepUrl?: string;
}

/** `conform probe`: what a Windows machine can be tested for, and how it answers what only a real one can. */
export const probeCommand: DefineCommand = (program, console, finish) => {
  addDeviceOptions(
    program
      .command('probe')
      .description('ask a Windows machine what the target device can test on it (docs/device.md)'),
  )
    .option(
      '--scep-url <url>',
      'see whether the machine reaches this SCEP CA too, such as that of "conform scep-ca"',
      readScepUrl,
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
          ...(options.scepUrl === undefined ? {} : { scepUrl: options.scepUrl }),
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

function readScepUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '') {
    return url.href;
  }
  throw new UsageError(
    '--scep-url takes the address of a SCEP CA, such as http://192.0.2.1:8080/, without a password.',
  );
}

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
  const { machine, capabilities, probes, scepServers } = report;
  console.out(`${machine.computerName}, Windows ${machine.edition} ${machine.build}, by ${address}`);
  console.out('');
  for (const [need, capability] of Object.entries(capabilities)) {
    console.out(`${need.padEnd(22)} ${answerIn(capability)}`);
  }
  console.out('');
  for (const { url, said } of scepServers) console.out(`SCEP ${url}: ${said}`);
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
