import { hash, sign, type KeyObject } from 'node:crypto';
import { readSignatureAlgorithm, rsaSignatureAlgorithm, type HashName } from './algorithms.ts';
import { DerReader, readDer, readTime, readWholeBitString, type DerValue } from './der-read.ts';
import { bitString, integer, sequence, tagged, time } from './der-write.ts';
import {
  authorityKeyIdentifier,
  purposeExtensions,
  readExtensions,
  subjectKeyIdentifier,
  writeExtensions,
  type Extension,
} from './extensions.ts';
import { publicKeyOf, verifySignature } from './keys.ts';
import { readName } from './names.ts';
import { sameBytes } from './text.ts';

/** A certificate with its private key: what signs messages and certificates, and what envelopes are opened with. */
export interface KeyedCertificate {
  /** X.509 in DER. */
  readonly certificate: Uint8Array;
  /** RSA. */
  readonly privateKey: KeyObject;
}

/** The parts of a certificate that SCEP looks at, as they are encoded. */
export interface CertificateParts {
  readonly encoded: Uint8Array;
  /** What the signature is made over. */
  readonly toBeSigned: Uint8Array;
  /** INTEGER in DER. */
  readonly serialNumber: Uint8Array;
  /** Names in DER, and as text (names.ts). */
  readonly issuerName: Uint8Array;
  readonly subjectName: Uint8Array;
  readonly issuer: string;
  readonly subject: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  readonly extensions: readonly Extension[];
  readonly signatureAlgorithm: DerValue;
  readonly signature: Uint8Array;
}

/** Takes a certificate apart. @throws ScepMessageError */
export function readCertificate(der: Uint8Array): CertificateParts {
  const known = read.get(der);
  if (known !== undefined) return known;
  const parts = parseCertificate(der);
  read.set(der, parts);
  return parts;
}

/** The certificates of a CA are read with every request; their bytes are the same object each time. */
const read = new WeakMap<Uint8Array, CertificateParts>();

function parseCertificate(der: Uint8Array): CertificateParts {
  const encoded = readDer(der);
  const outer = DerReader.inside(encoded, 0x30, 'a certificate');
  const toBeSigned = outer.take(0x30, 'tbsCertificate');
  const signatureAlgorithm = outer.take(0x30, 'signatureAlgorithm');
  const signature = readWholeBitString(outer.next('signature'), 'signature');
  outer.end('a certificate');

  const inner = new DerReader(toBeSigned.content);
  inner.optional(0xa0, 'version');
  const serialNumber = inner.take(0x02, 'serialNumber').encoded;
  inner.take(0x30, 'signature');
  const issuerName = inner.take(0x30, 'issuer');
  const validity = new DerReader(inner.take(0x30, 'validity').content);
  const subjectName = inner.take(0x30, 'subject');
  const publicKey = inner.take(0x30, 'subjectPublicKeyInfo').encoded;
  inner.optional(0x81, 'issuerUniqueID');
  inner.optional(0x82, 'subjectUniqueID');
  const extensions = inner.optional(0xa3, 'extensions');
  inner.end('tbsCertificate');
  return {
    encoded: encoded.encoded,
    toBeSigned: toBeSigned.encoded,
    serialNumber,
    issuerName: issuerName.encoded,
    subjectName: subjectName.encoded,
    issuer: readName(issuerName),
    subject: readName(subjectName),
    notBefore: readTime(validity.next('notBefore')),
    notAfter: readTime(validity.next('notAfter')),
    publicKey,
    extensions: extensions === undefined ? [] : readExtensions(readDer(extensions.content)),
    signatureAlgorithm,
    signature,
  };
}

/**
 * Whether the issuer's key made the certificate's signature. Names and validity are not looked at.
 *
 * @throws ScepMessageError `algorithm`
 */
export function isSignedBy(certificate: CertificateParts, issuerPublicKey: Uint8Array): boolean {
  const algorithm = readSignatureAlgorithm(certificate.signatureAlgorithm);
  return verifySignature(algorithm, certificate.toBeSigned, issuerPublicKey, certificate.signature);
}

/** Whether issuer and subject are the same; that its signature is its own, verifySigner makes sure. */
export function isSelfSigned(certificate: CertificateParts): boolean {
  return sameBytes(certificate.issuerName, certificate.subjectName);
}

/** Whether a certificate names another one as its issuer, and was signed by its key. @throws ScepMessageError */
export function isIssuedBy(certificate: CertificateParts, issuer: Uint8Array): boolean {
  const { subjectName, publicKey } = readCertificate(issuer);
  return sameBytes(certificate.issuerName, subjectName) && isSignedBy(certificate, publicKey);
}

export interface CertificateSpecification {
  readonly serialNumber: Uint8Array;
  /** Names in DER. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  /** Beside the two key identifiers, which are always written. */
  readonly extensions: readonly Extension[];
  readonly issuerPublicKey: Uint8Array;
  readonly issuerKey: KeyObject;
  readonly hash: HashName;
}

/** Makes and signs a certificate of version 3. */
export function issueCertificate(specification: CertificateSpecification): Uint8Array {
  const { publicKey, issuerPublicKey } = specification;
  const algorithm = rsaSignatureAlgorithm(specification.hash);
  const toBeSigned = sequence(
    tagged(0, integer(Uint8Array.of(2))),
    integer(specification.serialNumber),
    algorithm,
    specification.issuer,
    sequence(time(specification.notBefore), time(specification.notAfter)),
    specification.subject,
    publicKey,
    tagged(
      3,
      writeExtensions([
        ...specification.extensions,
        subjectKeyIdentifier(keyIdentifier(publicKey)),
        authorityKeyIdentifier(keyIdentifier(issuerPublicKey)),
      ]),
    ),
  );
  return sequence(
    toBeSigned,
    algorithm,
    bitString(sign(specification.hash, toBeSigned, specification.issuerKey)),
  );
}

/** SHA-1 of the key's BIT STRING (RFC 5280, 4.2.1.2, method 1). */
function keyIdentifier(publicKey: Uint8Array): Uint8Array {
  const reader = DerReader.inside(readDer(publicKey), 0x30, 'SubjectPublicKeyInfo');
  reader.take(0x30, 'algorithm');
  const key = readWholeBitString(reader.next('subjectPublicKey'), 'subjectPublicKey');
  return hash('sha1', key, 'buffer');
}

const day = 86_400_000;

/**
 * The certificate that a first request is signed with: by its own key, for one day, with the subject of the request
 * (RFC 8894, 2.3).
 *
 * @param subject name in DER
 */
export function selfSignedCertificate(
  subject: Uint8Array,
  privateKey: KeyObject,
  now: Date,
  hash: HashName,
): Uint8Array {
  const publicKey = publicKeyOf(privateKey);
  return issueCertificate({
    serialNumber: Uint8Array.of(1),
    issuer: subject,
    subject,
    notBefore: now,
    notAfter: new Date(now.getTime() + day),
    publicKey,
    extensions: purposeExtensions({ keyUsage: 0xa0 }),
    issuerPublicKey: publicKey,
    issuerKey: privateKey,
    hash,
  });
}
