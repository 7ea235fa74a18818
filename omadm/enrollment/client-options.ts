import type { KeyObject } from 'node:crypto';
import type { RandomBytes } from '../../pki/random.ts';
import type { DmAccount } from '../account.ts';
import type { HttpClient } from './http.ts';
import type { PollSchedule } from './poll-schedule.ts';
import type { CertificateStore } from './provisioning-write.ts';
import type { AdditionalContext } from './security-token.ts';

/** What a device says of itself when it enrolls. */
export interface DeviceDescription {
  readonly deviceId: string;
  readonly deviceName: string;
  /** `Full` for an enrollment by a user, `Device` for one of the device itself. */
  readonly enrollmentType: 'Full' | 'Device';
  /** Number of the edition, as GetProductInfo gives it: 4 Enterprise, 48 Pro. */
  readonly osEdition: string;
  /** Version of Windows, such as 10.0.26100.1. */
  readonly osVersion: string;
  readonly hardwareId: string;
}

export interface EnrollmentOptions {
  /** Address of the server or of its discovery service; found from the domain of the user name where absent. */
  readonly server?: string;
  /** user@domain; with a server given, domain\user too. */
  readonly user: string;
  readonly password: string;
  /** RSA; the certificate is asked for its public key. */
  readonly privateKey: KeyObject;
  readonly device: DeviceDescription;
  readonly http: HttpClient;
  readonly randomBytes: RandomBytes;
}

/** A device after its enrollment. */
export interface Enrollment {
  readonly account: DmAccount;
  /** The client certificate for the key, in DER, and the store that the server wants it in. */
  readonly certificate: Uint8Array;
  readonly store: CertificateStore;
  readonly roots: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly poll: PollSchedule;
}

/** Where an enrollment ended: before the first request, with one of the three services, or with what it was given. */
export type FailedStep = 'options' | 'discovery' | 'policy' | 'enrollment' | 'provisioning';

/** Why an enrollment failed: one sentence with the step and what the server said. */
export class EnrollmentFailure extends Error {
  override readonly name = 'EnrollmentFailure';
  readonly step: FailedStep;

  constructor(step: FailedStep, reason: string) {
    super(`${step}: ${reason}`);
    this.step = step;
  }
}

/** DeviceType of every Windows that is no phone (Learn, "On-premises authentication device enrollment"). */
export const deviceType = 'CIMClient_Windows';

/** The items of AdditionalContext in the order of Microsoft's sample. */
export function contextOf(device: DeviceDescription): AdditionalContext {
  return new Map([
    ['OSEdition', [device.osEdition]],
    ['OSVersion', [device.osVersion]],
    ['DeviceName', [device.deviceName]],
    ['EnrollmentType', [device.enrollmentType]],
    ['DeviceType', [deviceType]],
    ['ApplicationVersion', [device.osVersion]],
    ['DeviceID', [device.deviceId]],
    ['HWDevID', [device.hardwareId]],
    ['TargetedUserLoggedIn', [device.enrollmentType === 'Full' ? 'True' : 'False']],
  ]);
}
