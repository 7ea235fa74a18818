import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Target } from '../target.ts';
import { connectionTo, formatDeviceAddress, parseDeviceAddress, type DeviceAddress } from './connect.ts';
import type { DeviceConnection } from './connection.ts';
import { demandConsent } from './consent.ts';
import type { Allowances } from './fitness.ts';
import { journalMemory, openJournal, type Journal } from './journal.ts';
import { deviceTarget } from './target.ts';

/** What the command line says of a device: plain data, since each worker process makes its own target. */
export interface DeviceSettings {
  /** `local` or ssh://user@host:port: `--device`. */
  readonly device: string;
  /** `--yes-change-this-device`. */
  readonly consent?: boolean;
  readonly allow?: Allowances;
  /** Seconds that a case may wait in all. */
  readonly longestWait?: number;
  /** Where journals are kept; relative to the current folder. */
  readonly journals?: string;
}

/** Where journals are kept, relative to the current folder. */
const journalFolder = join('.cache', 'device');

/** A machine that is reached, with the record of what is to be undone on it. */
export interface ReachedDevice {
  readonly address: string;
  readonly connection: DeviceConnection;
  readonly journal: Journal;
}

/**
 * Nothing is started before the first call of the connection.
 * @throws RangeError with one line for the user where the address is wrong
 */
export function reachDevice({ device, journals = journalFolder }: DeviceSettings): ReachedDevice {
  const address = parseDeviceAddress(device);
  const journal = openJournal(join(journals, `${fileNameOf(address)}.jsonl`));
  return {
    address: formatDeviceAddress(address),
    connection: connectionTo(address, journalMemory(journal)),
    journal,
  };
}

/**
 * The target of a run.
 * @throws RangeError with one line for the user, also where nobody has consented
 */
export function deviceFrom(
  settings: DeviceSettings,
  environment: Readonly<Record<string, string | undefined>>,
): Target {
  const { connection, journal, address } = reachDevice(settings);
  demandConsent(settings.consent, environment);
  const { allow, longestWait } = settings;
  return deviceTarget(connection, {
    journal,
    address,
    run: nameOfRun(),
    ...(allow === undefined ? {} : { allow }),
    ...(longestWait === undefined ? {} : { longestWait }),
  });
}

/** A name that no other run has. */
export function nameOfRun(): string {
  return randomBytes(4).toString('hex');
}

/** The same machine has the same journal, whoever logs on to it. */
function fileNameOf(device: DeviceAddress): string {
  if (device.kind === 'local') return 'local';
  const { host, port = 22 } = device.address;
  return `${host.toLowerCase().replace(/[^a-z0-9.]/g, '-')}-${port}`;
}
