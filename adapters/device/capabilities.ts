import type { Capabilities, Capability } from '../target.ts';
import type { MachineDescription } from './connection.ts';
import { no, yes } from './probing.ts';

/** What was found out by asking the machine, beside its description. */
export interface ProbedCapabilities {
  readonly atomic: Capability;
  readonly userScope: Capability;
}

/**
 * @param longestWait seconds that a case may wait in all
 * @param missingServers why cases with SCEP servers can not be carried out
 */
export function deviceCapabilities(
  { hasTpm }: MachineDescription,
  { atomic, userScope }: ProbedCapabilities,
  longestWait: number,
  missingServers = 'the SCEP servers of a case answer in a laboratory only',
): Capabilities {
  const unprepared = 'local management can not prepare this on a real machine';
  return {
    exchange: yes,
    get: yes,
    atomic,
    'device-scope': yes,
    'user-scope': userScope,
    tpm: tpm(hasTpm, true),
    'no-tpm': tpm(hasTpm, false),
    'hello-container': no(unprepared),
    'prepared-certificates': no(unprepared),
    'store-read-back': yes,
    'passing-time':
      longestWait > 0 ? yes : no('the case waits for minutes, and time on a real machine is real time'),
    'scep-servers': no(missingServers),
    'key-removal': no(unprepared),
    'raw-bytes': yes,
    edition: yes,
  };
}

function tpm(hasTpm: boolean | undefined, wanted: boolean): Capability {
  if (hasTpm === undefined) return no('the machine does not tell whether it has a TPM that is ready');
  if (hasTpm === wanted) return yes;
  return no(hasTpm ? 'the machine has a TPM' : 'the machine has no TPM that is ready');
}
