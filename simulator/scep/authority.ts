import {
  isIssuedBy,
  isSelfSigned,
  readCertificate,
  type CertificateParts,
} from '../../pki/scep/certificate.ts';
import { DerReader, readDer } from '../../pki/scep/der-read.ts';
import { extensionIds, readPurpose } from '../../pki/scep/extensions.ts';
import { loadPublicKey } from '../../pki/scep/keys.ts';
import { sameBytes } from '../../pki/scep/text.ts';
import { EnrollmentError } from './error.ts';

/** The CA of a server, as far as CAThumbprint vouches for it. */
export interface TrustedAuthority {
  /** Certificates of GetCACert that are the expected one, or that it issued, directly or through others. */
  readonly trusted: readonly CertificateParts[];
  /** Requests are encrypted for it: the registration authority where there is one. */
  readonly recipient: CertificateParts;
  /** The CA that a poll names as the issuer. */
  readonly issuer: CertificateParts;
}

/**
 * Finds out whom of the certificates that a server presents the device can trust. GetCACert is not protected: what is
 * presented beside the expected CA and was not issued by it is a stranger's.
 *
 * @param presented certificates in DER
 * @param isExpected whether a CA's certificate is the one that CAThumbprint means
 * @throws EnrollmentError where the expected CA is not there; ScepMessageError for what is no certificate
 */
export function trustAuthority(
  presented: readonly Uint8Array[],
  isExpected: (certificate: Uint8Array) => boolean,
  now: Date,
  looksAtExpiry: boolean,
): TrustedAuthority {
  const certificates = presented.map((der) => readCertificate(der));
  const expected = certificates.find((one) => isAuthority(one) && isExpected(one.encoded));
  if (expected === undefined) {
    throw new EnrollmentError('CRYPT_E_HASH_VALUE', 'no CA of the server has the hash of CAThumbprint');
  }
  const trusted = withIssued([expected], certificates);
  if (looksAtExpiry && trusted.some(({ notAfter }) => now > notAfter)) {
    throw new EnrollmentError('CERT_E_EXPIRED', 'a certificate of the server has expired');
  }
  const recipient = recipientOf(trusted);
  if (recipient === undefined) {
    throw new EnrollmentError('CERT_E_CHAINING', 'the server presents nobody to encrypt requests for');
  }
  const issuer = isAuthority(recipient) ? recipient : issuerOf(recipient, trusted);
  return { trusted, recipient, issuer: issuer ?? recipient };
}

/** The issuer of a certificate among others; CAs only. */
export function issuerOf(
  certificate: CertificateParts,
  authorities: readonly CertificateParts[],
): CertificateParts | undefined {
  return authorities.find((one) => isAuthority(one) && isIssuedBy(certificate, one.encoded));
}

/** Adds the certificates that those which are trusted issued, until none is left. */
function withIssued(
  trusted: readonly CertificateParts[],
  all: readonly CertificateParts[],
): readonly CertificateParts[] {
  const issued = all.filter(
    (one) =>
      !trusted.some(({ encoded }) => sameBytes(encoded, one.encoded)) && issuerOf(one, trusted) !== undefined,
  );
  return issued.length === 0 ? trusted : withIssued([...trusted, ...issued], all);
}

/** Whether the certificate may issue others (RFC 5280, 4.2.1.9); roots of old do without the extension. */
function isAuthority(certificate: CertificateParts): boolean {
  const constraints = certificate.extensions.find(({ oid }) => oid === extensionIds.basicConstraints);
  if (constraints === undefined) return isSelfSigned(certificate);
  const reader = DerReader.inside(readDer(constraints.value), 0x30, 'basicConstraints');
  return reader.optional(0x01, 'cA')?.content[0] === 0xff;
}

/** A registration authority that may encipher keys, else the CA that is nearest to the device. */
function recipientOf(trusted: readonly CertificateParts[]): CertificateParts | undefined {
  const usable = trusted.filter(({ publicKey }) => loadPublicKey(publicKey)?.asymmetricKeyType === 'rsa');
  const registration = usable.find((one) => !isAuthority(one) && enciphersKeys(one));
  return registration ?? usable.findLast(isAuthority);
}

function enciphersKeys({ extensions }: CertificateParts): boolean {
  const { keyUsage } = readPurpose(extensions);
  return keyUsage === undefined || (keyUsage & 0x20) !== 0;
}
