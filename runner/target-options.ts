import type { Command } from 'commander';
import { mdmDrivers } from '../adapters/mdm/drivers.ts';
import { prepareTarget, targetKinds, type PreparedTarget, type TargetSettings } from '../adapters/targets.ts';
import { readOption } from './options.ts';
import { oneOf, UsageError } from './usage-error.ts';

/** The options by which a command is told on what cases are replayed. */
export interface TargetOptions {
  readonly target: string;
  readonly mdm?: string;
  readonly mdmUrl?: string;
  readonly mdmHost?: string;
  readonly mdmPoll?: number;
  readonly mdmControl?: string;
}

/** Adds the options to a command. */
export function addTargetOptions(command: Command): Command {
  return command
    .option(
      '--target <name>',
      `what to test: ${targetKinds.map(({ name }) => name).join(', ')}`,
      readOption.target,
      'simulator',
    )
    .option(
      '--mdm <server>',
      `of the target mdm, the management server: ${mdmDrivers.map(({ name }) => name).join(', ')} (default: ${mdmDrivers[0]?.name})`,
      (value) =>
        oneOf(
          '--mdm',
          value,
          mdmDrivers.map(({ name }) => name),
        ),
    )
    .option('--mdm-url <url>', 'where a management server made by others is')
    .option('--mdm-host <id>', 'which of the enrolled devices is tested')
    .option(
      '--mdm-poll <time>',
      'how often a server made by others is asked whether the device has answered',
      readOption.duration('--mdm-poll'),
    )
    .option(
      '--mdm-control <file>',
      'the file that "conform mdm-server" wrote, where it is not the usual one',
    );
}

/** What the options say of the target. */
export function targetSettingsOf(options: TargetOptions): TargetSettings {
  const { mdm, mdmUrl: url, mdmHost: host, mdmPoll: pollInterval, mdmControl: control } = options;
  const given = [mdm, url, host, pollInterval, control].some((value) => value !== undefined);
  if (!given) return {};
  if (options.target !== 'mdm') {
    throw new UsageError(`the options --mdm… belong to --target=mdm, not to --target=${options.target}.`);
  }
  return {
    mdm: {
      mdm: mdm ?? mdmDrivers[0]?.name ?? '',
      ...(url === undefined ? {} : { url }),
      ...(host === undefined ? {} : { host }),
      ...(pollInterval === undefined ? {} : { pollInterval }),
      ...(control === undefined ? {} : { control }),
    },
  };
}

/** The options that give these settings again, for the command by which a run is repeated. */
export function optionsFor({ mdm }: TargetSettings): readonly string[] {
  if (mdm === undefined) return [];
  const options: readonly (readonly [string, string | number | undefined])[] = [
    ['--mdm', mdm.mdm],
    ['--mdm-url', mdm.url],
    ['--mdm-host', mdm.host],
    ['--mdm-poll', mdm.pollInterval === undefined ? undefined : `${mdm.pollInterval}ms`],
    ['--mdm-control', mdm.control],
  ];
  return options.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}

/**
 * Starts what a target needs beside the processes that run cases.
 * @throws UsageError where something is missing
 */
export async function prepareFor(
  target: string,
  settings: TargetSettings,
  workers: number,
): Promise<PreparedTarget> {
  try {
    return await prepareTarget(target, settings, workers);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
