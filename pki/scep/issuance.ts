import type { RandomBytes } from '../random.ts';
import type { Authorities, Authority } from './authorities.ts';
import { issueCertificate, readCertificate } from './certificate.ts';
import type { CertificationRequest } from './certification-request.ts';
import { basicConstraints, extensionIds } from './extensions.ts';
import type { ScepScript } from './script.ts';
import { endOfValidity } from './validity.ts';

/** Who issues, how, and with which clock and chance. */
export interface IssuerOptions {
  readonly authorities: Authorities;
  readonly authority: Authority;
  readonly script: ScepScript;
  readonly now: () => Date;
  readonly random: RandomBytes;
}

const honoured: ReadonlySet<string> = new Set([
  extensionIds.keyUsage,
  extensionIds.extendedKeyUsage,
  extensionIds.subjectAlternativeName,
]);

/**
 * Issues what a request asks for: key usages and names as they were asked for; nothing else is taken over.
 *
 * @param publicKey SubjectPublicKeyInfo in DER; that of the request, unless a wrong certificate is wanted
 */
export function issueFor(
  request: CertificationRequest,
  publicKey: Uint8Array,
  options: IssuerOptions,
): Uint8Array {
  const { authority, script, now, random } = options;
  const issuer = readCertificate(authority.issuer.certificate);
  const time = now();
  const serialNumber = Uint8Array.from(random(16));
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x3f) | 0x40;
  return issueCertificate({
    serialNumber,
    issuer: issuer.subjectName,
    subject: request.subjectName,
    notBefore: time,
    notAfter: endOfValidity(time, issuer.notAfter, request.validity, script),
    publicKey,
    extensions: [basicConstraints(false), ...request.extensions.filter(({ oid }) => honoured.has(oid))],
    issuerPublicKey: issuer.publicKey,
    issuerKey: authority.issuer.privateKey,
    hash: script.hash ?? 'sha256',
  });
}
