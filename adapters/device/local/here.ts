import type { DeviceConnection } from '../connection.ts';
import type { FlagMemory } from '../embedded-mode-flag.ts';
import { powershellHere } from '../powershell/here.ts';
import { powershellMachine } from '../powershell/machine.ts';
import { connectLocally } from './connection.ts';
import { localManagement } from './management.ts';

/**
 * The Windows machine that the suite runs on.
 * @param flagMemory keeps the embedded-mode flag for as long as it is changed
 * @throws TargetFailure where this process can not call local management, before anything is done
 */
export function connectHere(flagMemory?: FlagMemory): Promise<DeviceConnection> {
  return connectLocally({
    management: localManagement(),
    machine: powershellMachine(powershellHere()),
    ...(flagMemory === undefined ? {} : { flagMemory }),
  });
}
