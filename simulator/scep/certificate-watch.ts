import type { Scope } from '../../cases/case.ts';
import type { CertificateParts } from '../../pki/scep/certificate.ts';
import { sameBytes } from '../../pki/scep/text.ts';
import type { CertificateStores } from '../keys/certificate-stores.ts';
import type { Invalidity } from './rules.ts';

/** A certificate, its issuer, and so on up to the CA that CAThumbprint means. */
export type CertificatePath = readonly [CertificateParts, ...CertificateParts[]];

/** A certificate that was enrolled. */
export interface Watched {
  readonly path: CertificatePath;
  /** Whose store it was enrolled for: a copy in another one keeps no key for it. */
  readonly scope: Scope;
  /** Called once, when the certificate becomes invalid in a way that counts. */
  readonly invalidated: () => void;
}

/** Looks whether enrolled certificates are still valid (csp-source.txt, CertThumbprint). */
export interface CertificateWatch {
  /** In the place of the one that was watched for the same owner. */
  watch(owner: string, watched: Watched): void;
  forget(owner: string): void;
  /** @param now milliseconds since 1970 */
  look(now: number): void;
}

/** @param counts whether an invalidity of the kind is one */
export function createCertificateWatch(
  stores: CertificateStores,
  counts: (reason: Invalidity) => boolean,
): CertificateWatch {
  const all = new Map<string, Watched>();

  const hasExpired = ({ notAfter }: CertificateParts, now: number): boolean => now > notAfter.getTime();

  function hasKey(owner: string, scope: Scope, { encoded }: CertificateParts): boolean {
    return stores
      .ownedBy(owner)
      .some((one) => one.scope === scope && one.pkcs8 !== undefined && sameBytes(one.certificate, encoded));
  }

  function isInvalid(owner: string, { path, scope }: Watched, now: number): boolean {
    const [certificate, ...issuers] = path;
    return (
      (counts('expired') && hasExpired(certificate, now)) ||
      (counts('chain') && issuers.some((issuer) => hasExpired(issuer, now))) ||
      (counts('key') && !hasKey(owner, scope, certificate))
    );
  }

  return {
    watch: (owner, watched) => void all.set(owner, watched),
    forget: (owner) => void all.delete(owner),
    look: (now) => {
      for (const [owner, watched] of all) {
        if (!isInvalid(owner, watched, now)) continue;
        all.delete(owner);
        watched.invalidated();
      }
    },
  };
}
