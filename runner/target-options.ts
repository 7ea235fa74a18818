import type { Command } from 'commander';
import { parseDeviceAddress } from '../adapters/device/connect.ts';
import type { SimulatorSettings } from '../adapters/simulator-settings.ts';
import { readAnswers } from './answers.ts';
import type { DeviceSettings } from '../adapters/device/settings.ts';
import { mdmDrivers } from '../adapters/mdm/drivers.ts';
import {
  prepareTarget,
  targetKinds,
  type Circumstances,
  type PreparedTarget,
  type TargetSettings,
} from '../adapters/targets.ts';
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
  readonly device?: string;
  readonly yesChangeThisDevice?: true;
  readonly allowEnrolledDevice?: true;
  readonly allowExistingRequests?: true;
  readonly longestWait?: number;
  readonly fault?: string;
  readonly answer?: readonly string[];
}

/** Adds the options to a command. */
export function addTargetOptions(command: Command): Command {
  return addDeviceOptions(addMdmOptions(command))
    .option(
      '--longest-wait <time>',
      'of the target device, how long a case may wait in all; a real machine waits really (default: a twentieth of --budget, without one not at all)',
      readOption.duration('--longest-wait'),
    )
    .option('--fault <id>', 'of the target simulator, a seeded fault (names: faults/)', readOption.fault)
    .option(
      '--answer <question=answer>',
      'of the target simulator, what it answers to an open question, such as A-01=adds; may be repeated',
      (value, earlier: readonly string[] | undefined) => [...(earlier ?? []), value],
    );
}

/** Adds the options by which a machine is chosen, and allowed to be changed. */
export function addDeviceOptions(command: Command): Command {
  return command
    .option(
      '--device <address>',
      'of the target device, the machine: local, or ssh://user@host:port (default: local)',
      readDevice,
    )
    .option('--yes-change-this-device', 'allow that machine to be changed (docs/device.md)')
    .option('--allow-enrolled-device', 'also where it is enrolled in a management server')
    .option(
      '--allow-existing-requests',
      'also where certificate requests are, or may be, on it that the run did not make',
    );
}

function readDevice(text: string): string {
  try {
    parseDeviceAddress(text);
    return text;
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** What these options say of the machine. */
export function deviceSettingsOf({
  device = 'local',
  yesChangeThisDevice: consent,
  allowEnrolledDevice: enrolled,
  allowExistingRequests: existingRequests,
  longestWait,
}: Omit<TargetOptions, 'target'>): DeviceSettings {
  return {
    device,
    ...(consent === undefined ? {} : { consent }),
    ...(enrolled === undefined && existingRequests === undefined
      ? {}
      : {
          allow: {
            ...(enrolled === undefined ? {} : { enrolled }),
            ...(existingRequests === undefined ? {} : { existingRequests }),
          },
        }),
    ...(longestWait === undefined ? {} : { longestWait: Math.floor(longestWait / 1000) }),
  };
}

function addMdmOptions(command: Command): Command {
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

/** A case may take so much of a budget by waiting, where nobody says how long it may wait. */
const waitOfBudget = 1 / 20;

/**
 * What the options say of the target.
 * @param budget milliseconds for all cases; absent: as long as it takes
 */
export function targetSettingsOf(options: TargetOptions, budget?: number): TargetSettings {
  const simulator = simulatorSettingsOf(options);
  if (options.target === 'device') {
    const ofBudget = Math.floor(((budget ?? 0) * waitOfBudget) / 1000) * 1000;
    return {
      device: deviceSettingsOf({ ...(ofBudget === 0 ? {} : { longestWait: ofBudget }), ...options }),
    };
  }
  const { device, yesChangeThisDevice, allowEnrolledDevice, allowExistingRequests, longestWait } = options;
  const ofDevice = [device, yesChangeThisDevice, allowEnrolledDevice, allowExistingRequests, longestWait];
  if (ofDevice.some((value) => value !== undefined)) {
    throw new UsageError(
      `--device, --yes-change-this-device, --allow… and --longest-wait belong to --target=device, not to --target=${options.target}.`,
    );
  }
  const { mdm, mdmUrl: url, mdmHost: host, mdmPoll: pollInterval, mdmControl: control } = options;
  const given = [mdm, url, host, pollInterval, control].some((value) => value !== undefined);
  if (!given) return simulator === undefined ? {} : { simulator };
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

/** @throws UsageError where they are meant for another target */
function simulatorSettingsOf({ target, fault, answer }: TargetOptions): SimulatorSettings | undefined {
  if (fault === undefined && answer === undefined) return undefined;
  if (target !== 'simulator') {
    throw new UsageError(`--fault and --answer belong to --target=simulator, not to --target=${target}.`);
  }
  return {
    ...(fault === undefined ? {} : { fault }),
    ...(answer === undefined ? {} : { answers: readAnswers(answer) }),
  };
}

/**
 * Starts what a target needs beside the processes that run cases.
 * @throws UsageError where something is missing
 */
export async function prepareFor(
  target: string,
  settings: TargetSettings,
  circumstances: Circumstances,
): Promise<PreparedTarget> {
  try {
    return await prepareTarget(target, settings, circumstances);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}
