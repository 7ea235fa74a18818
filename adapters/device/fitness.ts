import type { MachineDescription } from './connection.ts';

/** What the user has allowed beyond consent. */
export interface Allowances {
  /** The machine is enrolled in a real MDM: its settings may get in the way, and its certificates are at risk. */
  readonly enrolled?: boolean;
  /** Certificate requests that the run did not make are there, or it can not be seen whether there are any. */
  readonly existingRequests?: boolean;
}

/** Why a machine is not to be tested, and what to do about it; undefined where it may be. */
export function unfitness(
  {
    isClient,
    is64BitProcess,
    isElevated,
    enrolledIn,
    isRegistered,
    edition,
    computerName,
  }: MachineDescription,
  { enrolled }: Allowances,
): string | undefined {
  if (!isClient) {
    return `${computerName} runs ${edition}, a Windows Server, which has no local management (device-and-mdm.md, 1.6); take a client edition of Windows 10 or 11`;
  }
  if (!is64BitProcess) {
    return `PowerShell on ${computerName} is a 32-bit process, and local management needs a 64-bit one; take a 64-bit Windows, and the PowerShell in System32`;
  }
  if (!isElevated) {
    return `the user on ${computerName} is not elevated; log on as a member of Administrators, or start the terminal by "Run as administrator"`;
  }
  if (enrolledIn.length > 0 && enrolled !== true) {
    return `${computerName} is enrolled in ${enrolledIn.join(', ')}, whose settings could be damaged; take another machine, or allow it by name (docs/device.md)`;
  }
  if (isRegistered === true) {
    return `${computerName} is registered for local management by another tool, or by a run whose journal is lost; unregister it there first, such as by SyncMLViewer or UnregisterDeviceWithLocalManagement`;
  }
  return undefined;
}
