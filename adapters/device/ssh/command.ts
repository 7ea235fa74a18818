import { powershellCommand } from '../powershell/script.ts';
import type { SshAddress } from './address.ts';

/** How the system's ssh is called. */
export interface SshProgram {
  readonly program: string;
  /** Further options, such as the configuration file that a test uses. */
  readonly options: readonly string[];
}

export const systemSsh: SshProgram = { program: 'ssh', options: [] };

/**
 * These come first, and the first that ssh sees of an option counts: a configuration can not weaken them. It asks
 * nothing (BatchMode), talks to no unknown or changed host, runs the one command and forwards nothing.
 */
const safetyOptions = [
  'BatchMode=yes',
  'StrictHostKeyChecking=yes',
  'ConnectTimeout=20',
  'ServerAliveInterval=15',
  'ServerAliveCountMax=4',
  'ForwardAgent=no',
  'ForwardX11=no',
  'ClearAllForwardings=yes',
  'PermitLocalCommand=no',
  'LogLevel=INFO',
];

/** The command line, without anything that depends on a case. */
export function sshCommand({ host, user, port }: SshAddress, ssh: SshProgram): readonly string[] {
  return [
    ssh.program,
    '-T',
    ...safetyOptions.flatMap((option) => ['-o', option]),
    ...ssh.options,
    ...(user === undefined ? [] : ['-l', user]),
    ...(port === undefined ? [] : ['-p', String(port)]),
    '--',
    host,
    ...powershellCommand,
  ];
}
