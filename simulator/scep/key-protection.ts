import type { CspRules } from '../csp/rules.ts';
import { EnrollmentError } from './error.ts';
import type { EnrollmentPlan } from './plan.ts';

/** What a device has for the keys of enrollments. */
export interface KeyEnvironment {
  readonly hasTpm: boolean;
  /** Names of the Windows Hello for Business containers that exist. */
  readonly helloContainers: ReadonlySet<string>;
  /** Of the device's Entra key; absent: it has none. */
  readonly entraKeyIdentifier?: string;
}

/** Where the key of an enrollment is kept. */
export interface KeyPlace {
  readonly provider: 'software' | 'tpm' | 'hello';
  readonly container?: string;
}

/**
 * The place that takes the key of a plan (csp-source.txt, KeyProtection, KeyLength, ContainerName and
 * AADKeyIdentifierList).
 *
 * @throws EnrollmentError where nothing takes it, or the device's Entra key is not in the list
 */
export function placeForKey(plan: EnrollmentPlan, device: KeyEnvironment, rules: CspRules): KeyPlace {
  const { entraKeys, keyProtection, keyLength, container } = plan;
  if (entraKeys !== undefined && !rules.matchesEntraKey(entraKeys, device.entraKeyIdentifier)) {
    throw new EnrollmentError('DM_NGC_AAD_KEY_IDENTIFIER_MISMATCH', 'AADKeyIdentifierList has another key');
  }
  const placement = rules.placeKey(keyProtection, device.hasTpm, { algorithm: 'RSA', bits: keyLength });
  if (placement.kind === 'failure') {
    throw new EnrollmentError(
      placement.error,
      `KeyProtection ${keyProtection} does not take RSA ${keyLength}`,
    );
  }
  if (placement.provider !== 'hello') return { provider: placement.provider };
  if (!rules.helloTakes(keyLength, plan.hashes)) {
    throw new EnrollmentError('NTE_NOT_SUPPORTED', 'Windows Hello takes RSA 2048 with SHA-256 only');
  }
  if (container === undefined || !(device.helloContainers.has(container) || rules.createsContainer)) {
    throw new EnrollmentError('NTE_BAD_KEYSET', `there is no container "${container ?? ''}"`);
  }
  return { provider: 'hello', container };
}
