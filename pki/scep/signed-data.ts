import { hash } from 'node:crypto';
import { readDigestAlgorithm, readSignatureAlgorithm } from './algorithms.ts';
import { isSelfSigned, isSignedBy, readCertificate, type CertificateParts } from './certificate.ts';
import {
  DerReader,
  readBer,
  readDer,
  readObjectIdentifier,
  readSmallInteger,
  type DerValue,
} from './der-read.ts';
import { ScepMessageError } from './error.ts';
import { verifySignature } from './keys.ts';
import { sameBytes } from './text.ts';

export const dataType = '1.2.840.113549.1.7.1';
export const signedDataType = '1.2.840.113549.1.7.2';
export const contentTypeAttribute = '1.2.840.113549.1.9.3';
export const messageDigestAttribute = '1.2.840.113549.1.9.4';

const maximumCertificates = 32;
const maximumAttributes = 32;

/** A signed attribute with its one value in DER. */
export interface SignedAttribute {
  readonly oid: string;
  readonly value: Uint8Array;
}

/** A SignedData taken apart; nothing is verified yet. */
export interface SignedData {
  readonly content: Uint8Array | undefined;
  /** Enclosed certificates in DER, in their order. */
  readonly certificates: readonly Uint8Array[];
  readonly signer: Signer | undefined;
}

export interface Signer {
  readonly issuerName: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly digestAlgorithm: DerValue;
  readonly signatureAlgorithm: DerValue;
  /** The signed attributes as a SET OF, octet for octet as they came. */
  readonly signedAttributes: Uint8Array;
  readonly attributes: readonly SignedAttribute[];
  readonly signature: Uint8Array;
}

/**
 * Takes a SignedData in BER or DER apart. It has at most one signer, whose attributes are signed.
 *
 * @throws ScepMessageError `format`, `limit`
 */
export function readSignedData(bytes: Uint8Array): SignedData {
  const outer = DerReader.inside(readBer(bytes), 0x30, 'ContentInfo');
  if (readObjectIdentifier(outer.next('contentType')) !== signedDataType) {
    throw new ScepMessageError('format', 'no SignedData');
  }
  const reader = DerReader.inside(readDer(outer.take(0xa0, 'content').content), 0x30, 'SignedData');
  outer.end('ContentInfo');

  // With X.509 certificates, content of type data and signers named by issuer it is always 1 (RFC 5652, 5.1).
  if (readSmallInteger(reader.next('version')) !== 1)
    throw new ScepMessageError('format', 'SignedData is not of version 1');
  const digestAlgorithms = new DerReader(reader.take(0x31, 'digestAlgorithms').content).rest(
    'digestAlgorithms',
    8,
  );
  const content = readEncapsulated(reader.take(0x30, 'encapContentInfo'));
  const certificates = reader.optional(0xa0, 'certificates');
  reader.optional(0xa1, 'crls');
  const signers = new DerReader(reader.take(0x31, 'signerInfos').content).rest('signerInfos', 8);
  reader.end('SignedData');

  if (signers.length > 1)
    throw new ScepMessageError('limit', `${signers.length} signers, where one is allowed`);
  const signer = signers[0] && readSigner(signers[0]);
  if (
    signer !== undefined &&
    !digestAlgorithms.some((one) => sameBytes(one.encoded, signer.digestAlgorithm.encoded))
  ) {
    throw new ScepMessageError('format', "digestAlgorithms lacks the signer's");
  }
  return {
    content,
    certificates: certificates === undefined ? [] : readCertificates(certificates),
    signer,
  };
}

function readEncapsulated(encapsulated: DerValue): Uint8Array | undefined {
  const reader = new DerReader(encapsulated.content);
  if (readObjectIdentifier(reader.next('eContentType')) !== dataType)
    throw new ScepMessageError('format', 'eContentType is not data');
  if (reader.done) return undefined;
  const content = readDer(reader.take(0xa0, 'eContent').content);
  reader.end('encapContentInfo');
  if (content.tag !== 0x04) throw new ScepMessageError('format', 'eContent is no OCTET STRING');
  return content.content;
}

/** Certificates of other kinds than X.509 have tags of their own and are passed over. */
function readCertificates(certificates: DerValue): Uint8Array[] {
  return new DerReader(certificates.content)
    .rest('certificates', maximumCertificates)
    .filter(({ tag }) => tag === 0x30)
    .map(({ encoded }) => encoded);
}

/** The same value under another tag of one octet. */
export function withTag(encoded: Uint8Array, tag: number): Uint8Array {
  const copy = Uint8Array.from(encoded);
  copy[0] = tag;
  return copy;
}

function readSigner(signerInfo: DerValue): Signer {
  const reader = DerReader.inside(signerInfo, 0x30, 'SignerInfo');
  if (readSmallInteger(reader.next('version')) !== 1)
    throw new ScepMessageError('format', 'SignerInfo is not of version 1');
  const identifier = new DerReader(reader.take(0x30, 'issuerAndSerialNumber').content);
  const issuerName = identifier.take(0x30, 'issuer').encoded;
  const serialNumber = identifier.take(0x02, 'serialNumber').encoded;
  identifier.end('issuerAndSerialNumber');
  const algorithm = reader.take(0x30, 'digestAlgorithm');
  const signedAttributes = reader.take(0xa0, 'signedAttrs');
  const signatureAlgorithm = reader.take(0x30, 'signatureAlgorithm');
  const signature = reader.take(0x04, 'signature').content;
  reader.optional(0xa1, 'unsignedAttrs');
  reader.end('SignerInfo');
  return {
    issuerName,
    serialNumber,
    digestAlgorithm: algorithm,
    signatureAlgorithm,
    signedAttributes: withTag(signedAttributes.encoded, 0x31),
    attributes: new DerReader(signedAttributes.content)
      .rest('signedAttrs', maximumAttributes)
      .map(readAttribute),
    signature,
  };
}

function readAttribute(attribute: DerValue): SignedAttribute {
  const reader = DerReader.inside(attribute, 0x30, 'an attribute');
  const oid = readObjectIdentifier(reader.next('the type of an attribute'));
  const values = new DerReader(reader.take(0x31, `the values of ${oid}`).content);
  reader.end('an attribute');
  const value = values.next(`the value of ${oid}`).encoded;
  values.end(`the values of ${oid}`);
  return { oid, value };
}

/** The value of an attribute that stands there at most once. @throws ScepMessageError `attribute` */
export function attributeOf(signer: Signer, oid: string): DerValue | undefined {
  const [attribute, another] = signer.attributes.filter((one) => one.oid === oid);
  if (another !== undefined)
    throw new ScepMessageError('attribute', `the attribute ${oid} stands there twice`);
  return attribute && readDer(attribute.value);
}

/** Who signed, and with which hash. */
export interface VerifiedSigner {
  readonly certificate: CertificateParts;
  readonly hash: string;
}

/**
 * Verifies digest and signature with the enclosed certificate that the signer names. A self-signed certificate has to
 * be signed by its own key; whether another one can be trusted is for the caller to decide.
 *
 * @throws ScepMessageError `signature`, `signer`, `algorithm`, `attribute`, `format`
 */
export function verifySigner(signedData: SignedData): VerifiedSigner {
  const { signer, content } = signedData;
  if (signer === undefined) throw new ScepMessageError('signer', 'the message is not signed');
  const name = readDigestAlgorithm(signer.digestAlgorithm);
  readSignatureAlgorithm(signer.signatureAlgorithm, name);

  const type = attributeOf(signer, contentTypeAttribute);
  if (type === undefined || readObjectIdentifier(type) !== dataType) {
    throw new ScepMessageError('attribute', 'the attribute contentType is missing or not data');
  }
  const digest = attributeOf(signer, messageDigestAttribute);
  if (digest?.tag !== 0x04) throw new ScepMessageError('attribute', 'the attribute messageDigest is missing');
  if (!sameBytes(digest.content, hash(name, content ?? new Uint8Array(), 'buffer'))) {
    throw new ScepMessageError('signature', 'messageDigest is not the digest of the content');
  }

  const certificate = signedData.certificates
    .map(readCertificate)
    .find(
      (one) =>
        sameBytes(one.issuerName, signer.issuerName) && sameBytes(one.serialNumber, signer.serialNumber),
    );
  if (certificate === undefined)
    throw new ScepMessageError('signer', "the signer's certificate is not enclosed");
  if (!verifySignature(name, signer.signedAttributes, certificate.publicKey, signer.signature)) {
    throw new ScepMessageError('signature', `the signature is not by the key of ${certificate.subject}`);
  }
  if (isSelfSigned(certificate) && !isSignedBy(certificate, certificate.publicKey)) {
    throw new ScepMessageError(
      'signer',
      `the self-signed certificate of ${certificate.subject} has a wrong signature`,
    );
  }
  return { certificate, hash: name };
}

/** The certificates of a SignedData that only carries certificates. @throws ScepMessageError */
export function readCertificatesOnly(bytes: Uint8Array): readonly Uint8Array[] {
  const signedData = readSignedData(bytes);
  if (signedData.signer !== undefined)
    throw new ScepMessageError('format', 'signed, where only certificates are expected');
  return signedData.certificates;
}
