import type { DeviceConnection } from './connection.ts';
import type { FlagMemory } from './embedded-mode-flag.ts';
import { connectLocally } from './local/connection.ts';
import { localManagement } from './local/management.ts';
import { powershellHere } from './powershell/here.ts';
import { powershellMachine } from './powershell/machine.ts';
import { formatSshAddress, parseSshAddress, type SshAddress } from './ssh/address.ts';
import { sshConnection } from './ssh/connection.ts';

/** Which machine is tested: the one that the suite runs on, or one that is reached by SSH. */
export type DeviceAddress =
  { readonly kind: 'local' } | { readonly kind: 'ssh'; readonly address: SshAddress };

/**
 * Reads `local` or `ssh://user@host:port`.
 * @throws RangeError with one line for the user
 */
export function parseDeviceAddress(text: string): DeviceAddress {
  return text === 'local' ? { kind: 'local' } : { kind: 'ssh', address: parseSshAddress(text) };
}

export function formatDeviceAddress(device: DeviceAddress): string {
  switch (device.kind) {
    case 'local':
      return 'local';
    case 'ssh':
      return formatSshAddress(device.address);
  }
}

/** Nothing is started before the first call. */
export function connectionTo(device: DeviceAddress, memory: FlagMemory): DeviceConnection {
  switch (device.kind) {
    case 'local':
      return onFirstCall(() =>
        connectLocally({
          management: localManagement(),
          machine: powershellMachine(powershellHere()),
          flagMemory: memory,
        }),
      );
    case 'ssh':
      return sshConnection(device.address, memory);
  }
}

function onFirstCall(connect: () => Promise<DeviceConnection>): DeviceConnection {
  let connecting: Promise<DeviceConnection> | undefined;
  const connected = (): Promise<DeviceConnection> => (connecting ??= connect());
  return {
    describe: async () => (await connected()).describe(),
    register: async () => (await connected()).register(),
    apply: async (syncBody, patience) => (await connected()).apply(syncBody, patience),
    unregister: async () => (await connected()).unregister(),
    readStores: async (scopes) => (await connected()).readStores(scopes),
    removeCertificates: async (scope, thumbprints, store) =>
      (await connected()).removeCertificates(scope, thumbprints, store),
    events: async (since) => (await connected()).events(since),
    getWeb: async (url) => (await connected()).getWeb(url),
    close: async () => {
      // Where it was never reached, or could not be, there is nothing to close.
      const connection = await connecting?.catch(() => undefined);
      await connection?.close();
    },
  };
}
