import type { DmAccount } from '../account.ts';

/** A device that enrolled. */
export interface EnrolledDevice {
  readonly account: DmAccount;
  /** SHA-1 of the client certificate, hexadecimal in upper case; absent where the device was entered by hand. */
  readonly certificateThumbprint?: string;
  /** Who enrolled it. */
  readonly user?: string;
  /** What it said of itself at the enrollment, such as OSEdition and ApplicationVersion. */
  readonly about: Readonly<Record<string, string>>;
  readonly enrolledAt: string;
}

/** The devices that a management server knows. */
export interface Registry {
  find(deviceId: string): EnrolledDevice | undefined;
  /** Takes the place of an earlier enrollment of the same device. */
  add(device: EnrolledDevice): void;
  remove(deviceId: string): void;
  /** The nonce that the device was given last. Kept in memory only: after a restart a device is challenged anew. */
  giveNonce(deviceId: string, nonce: string): void;
  list(): readonly EnrolledDevice[];
}

/** Told of every change, so that it can be kept on a disk. */
export type Keep = (devices: readonly EnrolledDevice[]) => void;

/** @param known devices that enrolled with an earlier run of the server */
export function createRegistry(
  known: readonly EnrolledDevice[] = [],
  keep: Keep = () => undefined,
): Registry {
  const devices = new Map(known.map((device) => [device.account.deviceId, device]));
  return {
    find: (deviceId) => devices.get(deviceId),
    add: (device) => {
      devices.set(device.account.deviceId, device);
      keep([...devices.values()]);
    },
    remove: (deviceId) => {
      if (devices.delete(deviceId)) keep([...devices.values()]);
    },
    giveNonce: (deviceId, nonce) => {
      const device = devices.get(deviceId);
      if (device === undefined) return;
      const { account } = device;
      devices.set(deviceId, { ...device, account: { ...account, device: { ...account.device, nonce } } });
    },
    list: () => [...devices.values()],
  };
}
