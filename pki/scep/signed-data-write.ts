import { hash, sign } from 'node:crypto';
import { digestAlgorithm, signerAlgorithm, type HashName } from './algorithms.ts';
import { readCertificate, type KeyedCertificate } from './certificate.ts';
import { integer, objectIdentifier, octetString, sequence, setOf, tagged } from './der-write.ts';
import {
  contentTypeAttribute,
  dataType,
  messageDigestAttribute,
  signedDataType,
  withTag,
  type SignedAttribute,
} from './signed-data.ts';

export interface SignedDataSpecification {
  /** Absent: a message without content, whose digest is that of no octets. */
  readonly content?: Uint8Array;
  readonly signer: KeyedCertificate;
  readonly hash: HashName;
  /** Beside contentType and messageDigest. */
  readonly attributes: readonly SignedAttribute[];
}

/** CMS SignedData with one signer, whose certificate is enclosed (RFC 5652, section 5). */
export function writeSignedData(specification: SignedDataSpecification): Uint8Array {
  const { content, signer } = specification;
  const algorithm = digestAlgorithm(specification.hash);
  const certificate = readCertificate(signer.certificate);
  const digest = hash(specification.hash, content ?? new Uint8Array(), 'buffer');
  const attributes = [
    { oid: contentTypeAttribute, value: objectIdentifier(dataType) },
    { oid: messageDigestAttribute, value: octetString(digest) },
    ...specification.attributes,
  ].map(({ oid, value }) => sequence(objectIdentifier(oid), setOf(value)));
  const signedAttributes = setOf(...attributes);
  const signerInfo = sequence(
    integer(1),
    sequence(certificate.issuerName, certificate.serialNumber),
    algorithm,
    // The signature is over the attributes as a SET OF; in the message they have an implicit tag (RFC 5652, 5.4).
    withTag(signedAttributes, 0xa0),
    signerAlgorithm,
    octetString(sign(specification.hash, signedAttributes, signer.privateKey)),
  );
  return contentInfo(
    integer(1),
    setOf(algorithm),
    sequence(objectIdentifier(dataType), ...(content === undefined ? [] : [tagged(0, octetString(content))])),
    tagged(0, signer.certificate),
    setOf(signerInfo),
  );
}

/** The form of SignedData that only carries certificates, in the order given (RFC 8894, 3.4). */
export function writeCertificatesOnly(certificates: readonly Uint8Array[]): Uint8Array {
  return contentInfo(
    integer(1),
    setOf(),
    sequence(objectIdentifier(dataType)),
    tagged(0, ...certificates),
    setOf(),
  );
}

const contentInfo = (...members: readonly Uint8Array[]): Uint8Array =>
  sequence(objectIdentifier(signedDataType), tagged(0, sequence(...members)));
