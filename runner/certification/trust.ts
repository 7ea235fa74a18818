import type { X509Certificate } from 'node:crypto';
import { Certificate, id_ce_keyUsage, KeyUsage, KeyUsageFlags } from '@peculiar/asn1-x509';
import { parseAsn1 } from '../../pki/asn1.ts';
import { isValidAt } from './signer.ts';

/** More certificates one above the other than this are no chain that anybody has made. */
const longestChain = 8;

/**
 * Why a certificate is not to be trusted at a moment; undefined where a way leads from it to a trusted one, over valid
 * certificates that may issue others. Revocation is not looked up: a report is verified without a network.
 * @param enclosed certificates that may stand between
 */
export function reasonToDistrust(
  certificate: X509Certificate,
  enclosed: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  moment: Date,
): string | undefined {
  if (!maySign(certificate)) return `the key of ${nameOf(certificate)} is not meant for signatures`;
  let current = certificate;
  for (let length = 0; length < longestChain; length++) {
    if (!isValidAt(current, moment)) {
      return `${nameOf(current)} is valid from ${current.validFrom} to ${current.validTo}, not at ${moment.toISOString()}`;
    }
    const one = current;
    if (trusted.some((anchor) => anchor.raw.equals(one.raw))) return undefined;
    const issuer = [...trusted, ...enclosed].find(
      (each) => each.ca && one.checkIssued(each) && one.verify(each.publicKey),
    );
    if (issuer === undefined || issuer.raw.equals(one.raw)) {
      return `no trusted certificate has issued ${nameOf(one)}`;
    }
    current = issuer;
  }
  return 'its certificates are too long a chain';
}

/** Subject or issuer in one line. */
export function nameOf(certificate: X509Certificate, which: 'subject' | 'issuer' = 'subject'): string {
  // A certificate without a subject is possible, whatever the type says.
  return (certificate[which] as string | undefined)?.split('\n').join(', ') ?? '(no name)';
}

/** Whether key usage, where the certificate has it, allows signatures (RFC 5280, 4.2.1.3). */
function maySign({ raw }: X509Certificate): boolean {
  const { extensions } = parseAsn1(raw, Certificate).tbsCertificate;
  const usage = extensions?.find(({ extnID }) => extnID === id_ce_keyUsage);
  if (usage === undefined) return true;
  const flags = parseAsn1(usage.extnValue.buffer, KeyUsage).toNumber();
  return (flags & (KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation)) !== 0;
}
