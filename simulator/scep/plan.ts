import type { HashName } from '../../pki/scep/algorithms.ts';
import type { RequestSpecification } from '../../pki/scep/certification-request.ts';
import { ScepMessageError } from '../../pki/scep/error.ts';
import { purposeExtensions, templateExtension } from '../../pki/scep/extensions.ts';
import { writeName } from '../../pki/scep/names.ts';
import type { EnrollmentRequest } from '../csp/enrollment.ts';
import type { CspRules } from '../csp/rules.ts';
import { EnrollmentError } from './error.ts';
import { readAlternativeNames } from './alternative-names.ts';
import { allowedHashes } from './hash-algorithms.ts';
import type { KeyLength } from './key-source.ts';

/** Everything that a device does in one enrollment, read from the settings that were frozen at the Exec. */
export interface EnrollmentPlan {
  /** In the order in which they are asked. */
  readonly servers: readonly string[];
  readonly thumbprint: string;
  /** What is asked for, but for key and hash, which are chosen later. */
  readonly asked: Omit<RequestSpecification, 'privateKey' | 'hash'>;
  /** The preferred one first. */
  readonly hashes: readonly HashName[];
  readonly keyLength: KeyLength;
  /** 1 to 4 (csp-source.txt, KeyProtection). */
  readonly keyProtection: number;
  readonly container?: string;
  /** AADKeyIdentifierList, where it is set and not empty. */
  readonly entraKeys?: string;
  /** Minutes. */
  readonly retryDelay: number;
  readonly retryCount: number;
}

/** @throws EnrollmentError for a setting that an enrollment can not be made with */
export function planFor(request: EnrollmentRequest, rules: CspRules): EnrollmentPlan {
  const { settings, retryDelay, retryCount } = request;
  const text = (name: string): string => settings.get(name) ?? '';
  const int = (name: string): number | undefined => rules.readInt(text(name));
  const keyUsage = int('KeyUsage');
  const container = settings.get('ContainerName');
  const entraKeys = settings.get('AADKeyIdentifierList');
  const hashes = allowedHashes(text('HashAlgorithm'));
  if (hashes.length === 0) {
    throw new EnrollmentError('NTE_BAD_ALGID', `no hash of SCEP in HashAlgorithm "${text('HashAlgorithm')}"`);
  }
  const servers = rules.serversOf(text('ServerURL'));
  if (servers.length === 0) throw new EnrollmentError('E_INVALIDARG', 'ServerURL names no server');
  const asked = {
    subject: text('SubjectName'),
    challenge: challengeOf(text('Challenge'), rules),
    extendedKeyUsages: [...rules.membersOf('EKUMapping', text('EKUMapping'))],
    ...(keyUsage === undefined ? {} : { keyUsage }),
    subjectAlternativeNames: readAlternativeNames(
      rules.membersOf('SubjectAlternativeNames', text('SubjectAlternativeNames')),
    ),
    template: text('TemplateName'),
    ...(rules.showsValidityWish ? validityWish(settings.get('ValidPeriod'), int('ValidPeriodUnits')) : {}),
  };
  assertEncodable(asked);
  return {
    servers,
    thumbprint: text('CAThumbprint'),
    asked,
    hashes,
    keyLength: keyLengthOf(int('KeyLength'), rules),
    // csp-source.txt, KeyProtection: 3 is the default.
    keyProtection: int('KeyProtection') ?? 3,
    ...(container === undefined ? {} : { container }),
    ...(entraKeys === undefined || entraKeys === '' ? {} : { entraKeys }),
    retryDelay,
    retryCount,
  };
}

/** What can not be asked for is found before any server is, and not once for each of them. */
function assertEncodable(asked: EnrollmentPlan['asked']): void {
  try {
    writeName(asked.subject);
    purposeExtensions(asked);
    templateExtension(asked.template ?? '');
  } catch (error) {
    if (!(error instanceof ScepMessageError)) throw error;
    throw new EnrollmentError('CRYPT_E_INVALID_X500_STRING', error.message);
  }
}

function challengeOf(challenge: string, rules: CspRules): string {
  const password = rules.challengePassword(challenge);
  if (password === undefined) throw new EnrollmentError('CRYPT_E_BAD_ENCODE', 'Challenge is not base64');
  return password;
}

function keyLengthOf(length: number | undefined, rules: CspRules): KeyLength {
  const made = rules.keyLengthFor(length);
  if (made !== undefined) return made;
  throw new EnrollmentError('E_INVALIDARG', `KeyLength ${String(length)} is none of 1024, 2048, 4096`);
}

/** csp-source.txt, ValidPeriod and ValidPeriodUnits: the defaults are Days and 0, and 0 units wish nothing. */
function validityWish(
  period = 'Days',
  units = 0,
): { readonly validity?: NonNullable<RequestSpecification['validity']> } {
  return units > 0 ? { validity: { period, units: String(units) } } : {};
}
