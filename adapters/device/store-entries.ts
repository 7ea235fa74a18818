import { createHash } from 'node:crypto';
import type { KeyProvider, StoreEntry } from '../../cases/observation.ts';
import { CertificateError, describeCertificate } from '../../pki/certificate.ts';
import { TargetFailure } from '../target.ts';
import type { StoredCertificateReading } from './connection.ts';

/** Names of key storage providers (ncrypt.h; device-and-mdm.md, 3.2); every other one is software here. */
const providers: readonly (readonly [RegExp, KeyProvider])[] = [
  [/Platform Crypto Provider/i, 'tpm'],
  [/Passport Key Storage Provider|Ngc/i, 'hello'],
];

/**
 * A certificate of a store as an observation holds it.
 * @throws TargetFailure where its key could not be looked at: a guess about it would become a verdict
 */
export function storeEntryOf(reading: StoredCertificateReading): StoreEntry {
  const { scope, store, hasPrivateKey } = reading;
  const { thumbprint, subject, keyAlgorithm, keyBits } = described(reading);
  const entry = { scope, store, thumbprint, subject, keyAlgorithm, keyBits };
  if (!hasPrivateKey) return { ...entry, provider: 'none', exportable: false };
  // Only keys of the store My are looked at, by the scripts and by the oracle.
  if (store !== 'My') return { ...entry, provider: 'software', exportable: reading.exportable ?? false };
  const { provider, exportable, keyError } = reading;
  if (provider === undefined || exportable === undefined) {
    throw new TargetFailure(
      'laboratory',
      `the key of certificate ${thumbprint} can not be looked at${keyError === undefined ? '' : ` (${keyError})`}; run as a member of Administrators on a machine where keys of the ${scope} can be opened`,
    );
  }
  const kind = providers.find(([name]) => name.test(provider))?.[1] ?? 'software';
  return { ...entry, provider: kind, exportable };
}

/** SHA-1 of its DER in upper-case hex; what the certificate says does not matter. */
export function thumbprintOf({ certificate }: Pick<StoredCertificateReading, 'certificate'>): string {
  return createHash('sha1').update(Buffer.from(certificate, 'base64')).digest('hex').toUpperCase();
}

/** By which a certificate is told from others, without a look at its key. */
export function placeOf(reading: StoredCertificateReading): string {
  return `${reading.scope}/${reading.store}/${thumbprintOf(reading)}`;
}

function described({ certificate, store }: StoredCertificateReading): ReturnType<typeof describeCertificate> {
  try {
    return describeCertificate(Uint8Array.from(Buffer.from(certificate, 'base64')));
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw new TargetFailure(
      'laboratory',
      `a certificate in the store ${store} can not be read: ${error.message}`,
    );
  }
}
