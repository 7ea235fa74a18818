import type { KeyedCertificate } from '../../pki/scep/certificate.ts';
import type { RandomBytes } from '../../pki/random.ts';
import { indexOfIllegalCharacter } from '../../syncml/escape.ts';
import type { Limits } from '../../syncml/limits.ts';
import type { Authentication, DmAccount } from '../account.ts';
import { managementPath, servicePaths } from './namespaces.ts';
import { checkPollSchedule, everyMinute, type PollSchedule } from './poll-schedule.ts';
import type { CertificateValidity } from './policy.ts';
import type { CertificateStore } from './provisioning-write.ts';
import type { AdditionalContext } from './security-token.ts';

/** A device that has just been enrolled, before it is told. */
export interface EnrolledDevice {
  readonly account: DmAccount;
  /** In DER. */
  readonly certificate: Uint8Array;
  /** SHA-1 of the certificate, hexadecimal in upper case. */
  readonly thumbprint: string;
  /** The store of the device that the certificate goes to. */
  readonly store: CertificateStore;
  readonly user: string;
  readonly context: AdditionalContext;
}

export interface EnrollmentServiceOptions {
  /** https, host and port, without a path. */
  readonly baseUrl: string;
  readonly providerId: string;
  /** Who manages the device, for people. */
  readonly providerName: string;
  /** A root: its certificate is the one that the device is given to trust. */
  readonly authority: KeyedCertificate;
  /** Whether user and password are right; has to take as long for wrong ones. */
  readonly authenticate: (user: string, password: string) => boolean | Promise<boolean>;
  /** Told before the device is; an EnrollmentFault declines the device, any other error goes to `failed` and ends the enrollment. */
  readonly enrolled: (device: EnrolledDevice) => void | Promise<void>;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
  /** md5 unless given. */
  readonly authentication?: Authentication;
  /** Where DM sessions go to; /ManagementServer/MDM.svc below the base URL unless given. */
  readonly managementUrl?: string;
  /** Every minute unless given. */
  readonly poll?: PollSchedule;
  readonly validity?: CertificateValidity;
  readonly limits?: Partial<Limits>;
  /** Told of errors that came out of `authenticate` or `enrolled`: the device learns only that there was one. */
  readonly failed?: (error: unknown) => void;
}

/** The options with everything filled in, and the addresses that follow from them. */
export interface EnrollmentSettings extends Required<Omit<EnrollmentServiceOptions, 'limits'>> {
  readonly limits: Limits;
  readonly urls: { readonly policy: string; readonly enrollment: string };
}

/** A request of Windows has some six kilobytes, ten deep, with less than a hundred elements. */
export const enrollmentLimits: Limits = { bytes: 262_144, depth: 24, elements: 2000 };

const day = 86_400;

/** @throws RangeError for options that no device could be enrolled with */
export function settingsOf(options: EnrollmentServiceOptions): EnrollmentSettings {
  const base = new URL(options.baseUrl);
  if (base.protocol !== 'https:' || base.pathname !== '/' || base.search !== '')
    throw new RangeError(`the base URL ${options.baseUrl} has to be https://host or https://host:port`);
  const url = (path: string): string => new URL(path, base).href;
  const settings: EnrollmentSettings = {
    authentication: 'md5',
    managementUrl: url(managementPath),
    poll: everyMinute,
    validity: { validitySeconds: 365 * day, renewalSeconds: 60 * day },
    failed: () => undefined,
    ...options,
    limits: { ...enrollmentLimits, ...options.limits },
    urls: { policy: url(servicePaths.policy), enrollment: url(servicePaths.enrollment) },
  };
  const { providerId, providerName, validity } = settings;
  // It is the name of a node: ./Vendor/MSFT/DMClient/Provider/<id>.
  if (!/^[^/\s]+$/.test(providerId) || indexOfIllegalCharacter(providerId) >= 0)
    throw new RangeError('the provider id has to be a text without blanks and slashes');
  if (indexOfIllegalCharacter(providerName) >= 0)
    throw new RangeError('the name of the provider has a character that XML does not have');
  if (validity.renewalSeconds <= 0 || validity.renewalSeconds >= validity.validitySeconds)
    throw new RangeError('the time for renewal has to be shorter than the validity of the certificate');
  checkPollSchedule(settings.poll);
  return settings;
}
