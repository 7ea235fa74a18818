import type { Capabilities, Capability } from '../../target.ts';

const yes: Capability = { answer: 'yes' };

function no(reason: string): Capability {
  return { answer: 'no', reason };
}

function unknown(reason: string): Capability {
  return { answer: 'unknown', reason };
}

/**
 * What a device behind Fleet can show. Fleet's REST API carries commands and their answers, nothing else of the device
 * (device-and-mdm.md, 8.1). Where a wrong guess would accuse a device, the answer is no.
 */
export const fleetCapabilities: Capabilities = {
  exchange: yes,
  get: no('Fleet carries no Get'),
  atomic: unknown('Fleet carries an Atomic only as a profile, and only since it took them (its issue 37932)'),
  'device-scope': yes,
  'user-scope': no('Fleet does not tell whether a user is logged on, without whom ./User says nothing'),
  tpm: no('Fleet can not be told to take a device with a TPM'),
  'no-tpm': no('Fleet can not be told to take a device without a TPM'),
  'hello-container': no('Fleet makes no Windows Hello containers'),
  'prepared-certificates': no('Fleet puts no certificates into the stores beforehand'),
  'store-read-back': no('Fleet does not read the certificate stores'),
  'passing-time': no("Fleet does not turn the device's clock"),
  'scep-servers': no('the SCEP servers of the suite are not reachable from a device behind Fleet'),
  'key-removal': no('Fleet removes no private keys'),
  'raw-bytes': no('Fleet reads every document and writes it anew'),
  edition: no('the device behind Fleet has the edition that it has'),
};
