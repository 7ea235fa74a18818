import { demandConsent } from './device/consent.ts';
import { cleanUpBefore, waitNotes } from './device/prepare.ts';
import { deviceFrom, type DeviceSettings } from './device/settings.ts';
import { mdmDriver, mdmDrivers } from './mdm/drivers.ts';
import type { MdmSettings } from './mdm/driver.ts';
import { prepareMdm } from './mdm/prepare.ts';
import { simulatorWith, type SimulatorSettings } from './simulator-settings.ts';
import type { Target, TargetPace } from './target.ts';

/** What the command line says of a target: plain data, since each worker process makes its own. */
export interface TargetSettings {
  readonly simulator?: SimulatorSettings;
  readonly mdm?: MdmSettings;
  readonly device?: DeviceSettings;
}

/** What has to run beside all workers of a run, started before the first. */
export interface PreparedTarget {
  /** With what was found out or chosen on the way. */
  readonly settings: TargetSettings;
  /** What the user has to know, a line each. */
  readonly notes: readonly string[];
  readonly stop: () => Promise<void>;
}

/** What a target may have to know of the run that it is prepared for. */
export interface Circumstances {
  /** Number of processes that will use the target at the same time. */
  readonly workers: number;
  /** An earlier part of the run was cut off, and may have left something on the target. */
  readonly resumes: boolean;
}

/** One kind of target as the command line knows it. To add one: a file in this folder and an entry here. */
export interface TargetKind {
  readonly name: string;
  readonly description: string;
  /** How it is best used where the command line does not say. */
  pace(settings: TargetSettings): TargetPace;
  /** @throws RangeError with one line for the user where something is missing */
  create(settings: TargetSettings): Target;
  /** @throws RangeError with one line for the user where something is missing */
  prepare?(settings: TargetSettings, circumstances: Circumstances): Promise<PreparedTarget>;
}

const defaultMdm: MdmSettings = { mdm: mdmDrivers[0]?.name ?? '' };
const defaultDevice: DeviceSettings = { device: 'local' };

export const targetKinds: readonly TargetKind[] = [
  {
    name: 'simulator',
    description: 'the virtual Windows device that comes with the suite; needs nothing else',
    pace: () => ({ patience: 30_000 }),
    create: ({ simulator = {} }) => simulatorWith(simulator),
  },
  {
    name: 'mdm',
    description: 'a device that is enrolled in a management server: that of the suite, or one by others',
    pace: ({ mdm = defaultMdm }) => mdmDriver(mdm.mdm).pace,
    create: ({ mdm = defaultMdm }) => mdmDriver(mdm.mdm).create(mdm, process.env),
    prepare: async ({ mdm = defaultMdm }, { workers }) => {
      const { settings, notes, stop } = await prepareMdm(mdm, workers);
      return { settings: { mdm: settings }, notes, stop };
    },
  },
  {
    name: 'device',
    description:
      'a real Windows machine, this one or one that is reached by SSH; it is changed (docs/device.md)',
    // PowerShell takes seconds to start, and the machine is one.
    pace: () => ({ patience: 180_000, mostWorkers: 1 }),
    create: ({ device = defaultDevice }) => deviceFrom(device, process.env),
    prepare: async ({ device = defaultDevice }, { resumes }) => {
      // Whatever is missing is said here, and not by a worker.
      demandConsent(device.consent, process.env);
      const notes = resumes ? await cleanUpBefore(device) : [];
      return { settings: { device }, notes: [...notes, ...waitNotes(device)], stop: () => Promise.resolve() };
    },
  },
];

/**
 * A target of the kind with this name.
 * @throws RangeError where there is none: the command line has checked the name before
 */
export function createTarget(name: string, settings: TargetSettings = {}): Target {
  return targetKind(name).create(settings);
}

/** How a target is best used where the command line does not say. */
export function paceOf(name: string, settings: TargetSettings): TargetPace {
  return targetKind(name).pace(settings);
}

/** Starts what the workers of a run share. */
export async function prepareTarget(
  name: string,
  settings: TargetSettings,
  circumstances: Circumstances,
): Promise<PreparedTarget> {
  const nothing: PreparedTarget = { settings, notes: [], stop: () => Promise.resolve() };
  return (await targetKind(name).prepare?.(settings, circumstances)) ?? nothing;
}

function targetKind(name: string): TargetKind {
  const kind = targetKinds.find((candidate) => candidate.name === name);
  if (kind === undefined) throw new RangeError(`there is no target ${name}`);
  return kind;
}
