import { describeCertificate, type CertificateDescription } from '../../pki/certificate.ts';
import type { PfxContents } from '../../pki/pfx-open.ts';

/** A certificate of a PFX, with its key where the file has it. */
export interface FoundCertificate {
  readonly certificate: Uint8Array;
  readonly description: CertificateDescription;
  readonly pkcs8?: Uint8Array;
}

/** Which certificate of a PFX an install is about. */
export interface PfxContentRules {
  /** What Thumbprint shows of these certificates, those with keys first; undefined: nothing (R-PFX-22). */
  readonly thumbprintOf: (certificates: readonly FoundCertificate[]) => string | undefined;
}

/** An install is about its first certificate with a key, else about the first one in My. */
export const pfxContentRules: PfxContentRules = {
  thumbprintOf: (certificates) => {
    const first =
      certificates.find(({ pkcs8 }) => pkcs8 !== undefined) ??
      certificates.find((one) => storeOfKeyless(one, certificates) === 'My');
    return first?.description.thumbprint;
  },
};

/** Those with keys first. In a file that could be opened each is a certificate that can be read. */
export function describeAll(contents: PfxContents): readonly FoundCertificate[] {
  return [
    ...contents.keyed.map(({ certificate, pkcs8 }) => ({
      certificate,
      pkcs8,
      description: describeCertificate(certificate),
    })),
    ...contents.certificates.map((certificate) => ({
      certificate,
      description: describeCertificate(certificate),
    })),
  ];
}

/** The store of a certificate without key (simulator/csp/pfx-placement.ts, placeContents). */
export function storeOfKeyless(
  one: FoundCertificate,
  all: readonly FoundCertificate[],
): 'My' | 'CA' | 'Root' {
  const { subject, issuer } = one.description;
  const hasKeys = all.some(({ pkcs8 }) => pkcs8 !== undefined);
  const issuedAnother = all.some((other) => other !== one && other.description.issuer === subject);
  if (!hasKeys && !issuedAnother) return 'My';
  return subject === issuer ? 'Root' : 'CA';
}
