import { TargetFailure } from '../../target.ts';
import type { DeviceConnection } from '../connection.ts';
import { flagOfRun, shortMemory, type FlagMemory } from '../embedded-mode-flag.ts';
import type { PowerShellMachine } from '../powershell-machine.ts';
import type { LocalManagement } from './management.ts';

/** What the suite runs on, as Node.js says it. */
export type Host = Pick<NodeJS.Process, 'platform' | 'arch'>;

export interface LocalConnectionParts {
  readonly management: LocalManagement;
  /** The scripts, run by the powershell.exe of this machine. */
  readonly machine: PowerShellMachine;
  /** Absent: the embedded-mode flag of before is known for as long as this process lives. */
  readonly flagMemory?: FlagMemory;
  readonly host?: Host;
}

const wideArchitectures: readonly string[] = ['x64', 'arm64'];

/**
 * The way to the Windows machine that the suite runs on.
 * @throws TargetFailure where this process can not call local management, before anything is done
 */
export async function connectLocally({
  management,
  machine,
  flagMemory = shortMemory(),
  host = process,
}: LocalConnectionParts): Promise<DeviceConnection> {
  checkHost(host);
  const { isElevated, smbiosUuid } = await machine.describe();
  if (!isElevated) {
    throw new TargetFailure(
      'transport',
      'this process is not elevated, and only an administrator may use local management; start the suite from a terminal that was opened with "Run as administrator"',
    );
  }
  const flag = flagOfRun(machine, flagMemory);
  return {
    describe: async () => ({ ...(await machine.describe()), is64BitProcess: isWide(host) }),
    register: async () => {
      await flag.set(smbiosUuid);
      try {
        await management.register();
      } catch (error) {
        await flag.putBack();
        throw error;
      }
    },
    apply: (syncBody, patience) => management.apply(syncBody, patience),
    unregister: async () => {
      try {
        // Where an earlier run was cut off, it may never have come to that.
        if ((await machine.describe()).isRegistered !== false) await management.unregister();
      } finally {
        await flag.putBack();
      }
    },
    readStores: (scopes) => machine.readStores(scopes),
    removeCertificates: (scope, thumbprints, store) => machine.removeCertificates(scope, thumbprints, store),
    events: (since) => machine.events(since),
    getWeb: (url) => machine.getWeb(url),
    close: () => management.close(),
  };
}

function checkHost(host: Host): void {
  if (host.platform !== 'win32') {
    throw new TargetFailure(
      'transport',
      `local management is a part of Windows, and this is ${host.platform}; reach a Windows machine from here with --device=ssh://user@host`,
    );
  }
  if (!isWide(host)) {
    throw new TargetFailure(
      'transport',
      `this Node.js is built for ${host.arch}, and local management is there for 64-bit processes only; install a 64-bit Node.js`,
    );
  }
}

function isWide({ arch }: Host): boolean {
  return wideArchitectures.includes(arch);
}
