import type { MachineDescription } from '../../../../adapters/device/connection.ts';
import type { EmbeddedModeFlag, PowerShellMachine } from '../../../../adapters/device/powershell-machine.ts';

export const description: MachineDescription = {
  build: '10.0.26100.1742',
  edition: 'Enterprise',
  isClient: true,
  is64BitProcess: true,
  isElevated: true,
  enrolledIn: [],
  userLoggedOn: true,
  smbiosUuid: '00112233-4455-6677-8899-AABBCCDDEEFF',
  computerName: 'TEST',
};

/** A machine that has nothing but its description and its flag, and notes what becomes of that. */
export function recordingMachine(
  changes: Partial<MachineDescription> = {},
  flag: EmbeddedModeFlag = { kind: 'number', value: 0 },
): PowerShellMachine & { readonly written: readonly EmbeddedModeFlag[] } {
  const written: EmbeddedModeFlag[] = [];
  return {
    written,
    describe: () => Promise.resolve({ ...description, ...changes }),
    readStores: () => Promise.resolve([]),
    removeCertificates: () => Promise.resolve(),
    events: () => Promise.resolve([]),
    getWeb: () => Promise.resolve({ kind: 'unreachable', problem: 'no network' }),
    readFlag: () => Promise.resolve(written.at(-1) ?? flag),
    writeFlag: (next) => {
      written.push(next);
      return Promise.resolve();
    },
  };
}
