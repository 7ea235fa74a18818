import { TargetFailure } from '../../target.ts';
import type { DeviceConnection } from '../connection.ts';
import type { FlagMemory } from '../embedded-mode-flag.ts';
import { powershellConnection } from '../powershell/connection.ts';
import { powershellOver, type Carrier } from '../powershell/powershell.ts';
import { runProcess } from '../run-process.ts';
import { formatSshAddress, type SshAddress } from './address.ts';
import { sshCommand, systemSsh, type SshProgram } from './command.ts';
import { sshFailure } from './failure.ts';

/** PowerShell at the other end of SSH: a connection for each call, so that nothing is lost where one is cut. */
export function sshCarrier(address: SshAddress, ssh: SshProgram = systemSsh): Carrier {
  const machine = formatSshAddress(address);
  const command = sshCommand(address, ssh);
  return {
    machine,
    run: async (input, patience) => {
      const end = await runProcess(command, input, patience);
      if (end.kind === 'ended' && end.code === 0) return end.output;
      throw new TargetFailure(
        'transport',
        end.kind === 'too-much'
          ? `${machine} wrote more than an answer can have, and the connection was ended; see what its shell writes at logon`
          : sshFailure(machine, end),
      );
    },
    close: () => Promise.resolve(),
  };
}

/**
 * A Windows machine by the system's own ssh. Nothing has to be installed on it beside its OpenSSH server.
 * @param memory keeps the embedded-mode flag for as long as it is changed
 */
export function sshConnection(address: SshAddress, memory?: FlagMemory, ssh?: SshProgram): DeviceConnection {
  return powershellConnection(powershellOver(sshCarrier(address, ssh)), memory);
}
