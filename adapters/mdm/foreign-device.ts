import type { Case, Need } from '../../cases/case.ts';
import type { ManagedDevice } from '../../omadm/server/control.ts';
import type { Capabilities, Capability, TargetIdentity } from '../target.ts';
import { editionMismatch } from './edition.ts';

const yes: Capability = { answer: 'yes' };
const no = (reason: string): Capability => ({ answer: 'no', reason });

/**
 * What a device can do of which nothing is known but what OMA-DM shows (docs/mdm.md): everything that the protocol
 * itself answers is tested, nothing that would have to be prepared or looked at beside it.
 */
export function capabilitiesOf({ packageOne }: ManagedDevice): Capabilities {
  const loginStatus = packageOne?.loginStatus;
  const unprepared = 'a management server can not prepare this on a device';
  return {
    exchange: yes,
    get: yes,
    atomic: yes,
    'device-scope': yes,
    'user-scope':
      loginStatus === 'user'
        ? yes
        : no(`no user is logged on: the device's login status is "${loginStatus ?? 'unknown'}"`),
    tpm: no('OMA-DM does not tell whether the device has a TPM'),
    'no-tpm': no('OMA-DM does not tell whether the device has a TPM'),
    'hello-container': no(unprepared),
    'prepared-certificates': no(unprepared),
    'store-read-back': no('the certificate stores of a device can not be read by OMA-DM'),
    'passing-time': no('the clock of this device can not be moved'),
    'scep-servers': no('the SCEP servers of a case answer in a laboratory only'),
    'key-removal': no(unprepared),
    'raw-bytes': yes,
    edition: yes,
  };
}

/** The build of Windows that a device said at its enrollment, such as 10.0.26100.1742; undefined where it did not. */
function buildOf({ about }: ManagedDevice): string | undefined {
  return /^\d+\.\d+\.\d+/.exec(about['ApplicationVersion'] ?? about['OSVersion'] ?? '')?.[0];
}

/** A case that expects another edition than the device has would be judged by the wrong rules. */
export function editionRefusal(device: ManagedDevice, testCase: Case): string | undefined {
  return editionMismatch(buildOf(device), testCase.preparation.edition);
}

export function identityOf(device: ManagedDevice): TargetIdentity {
  const { devInfo } = device.packageOne ?? {};
  const maker = [devInfo?.['Man'], devInfo?.['Mod']].filter((part) => part !== undefined && part !== '');
  const build = buildOf(device);
  return {
    target: 'mdm',
    id: device.deviceId,
    description: `${maker.length === 0 ? 'device' : maker.join(' ')} ${device.deviceId}, by OMA-DM`,
    ...(build === undefined ? {} : { edition: build }),
  };
}

/** What a laboratory can do, less what its device can not take at this moment. */
export function withLoginStatus(capabilities: Capabilities, device: ManagedDevice): Capabilities {
  const need: Need = 'user-scope';
  const status = device.packageOne?.loginStatus;
  return status === undefined || status === 'user'
    ? capabilities
    : { ...capabilities, [need]: capabilitiesOf(device)[need] };
}
