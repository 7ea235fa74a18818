import {
  Attribute,
  CertificateChoices,
  CertificateSet,
  CMSVersion,
  ContentInfo,
  DigestAlgorithmIdentifier,
  DigestAlgorithmIdentifiers,
  EncapsulatedContentInfo,
  id_data,
  id_signedData,
  IssuerAndSerialNumber,
  SignatureAlgorithmIdentifier,
  SignedData,
  SignerIdentifier,
  SignerInfo,
  SignerInfos,
} from '@peculiar/asn1-cms';
import { AsnSerializer, OctetString } from '@peculiar/asn1-schema';
import { Certificate } from '@peculiar/asn1-x509';
import { createHash, type KeyObject, type X509Certificate } from 'node:crypto';
import { inSetOrder, octetString, parseAsn1, serializeAsn1, toArrayBuffer } from '../../pki/asn1.ts';
import { SigningError } from './signing-error.ts';

/** The parts from which a detached signature is put together, always in the same way, so that no byte of it is free. */
export interface SignatureParts {
  /** DER: the signer's first, then those that lead to its issuer. */
  readonly certificates: readonly Uint8Array[];
  readonly algorithm: SignatureAlgorithm;
  readonly attributes: readonly Attribute[];
  readonly signature: Uint8Array;
}

/** How keys of one kind sign. */
export interface SignatureAlgorithm {
  readonly hash: 'sha256' | 'sha384';
  readonly digest: string;
  readonly signature: string;
  /** RSA has NULL for parameters, ECDSA has none (RFC 3370, 3.2; RFC 5754, 3.3). */
  readonly parameters: boolean;
}

const algorithms = {
  rsa: {
    hash: 'sha256',
    digest: '2.16.840.1.101.3.4.2.1',
    signature: '1.2.840.113549.1.1.1',
    parameters: true,
  },
  prime256v1: {
    hash: 'sha256',
    digest: '2.16.840.1.101.3.4.2.1',
    signature: '1.2.840.10045.4.3.2',
    parameters: false,
  },
  secp384r1: {
    hash: 'sha384',
    digest: '2.16.840.1.101.3.4.2.2',
    signature: '1.2.840.10045.4.3.3',
    parameters: false,
  },
} as const satisfies Readonly<Record<string, SignatureAlgorithm>>;

const leastRsaBits = 2048;

/**
 * The algorithm for a key.
 * @throws SigningError for keys of other kinds
 */
export function algorithmFor(key: KeyObject): SignatureAlgorithm {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'rsa') {
    const bits = details?.modulusLength ?? 0;
    if (bits >= leastRsaBits) return algorithms.rsa;
    throw new SigningError(`an RSA key has to have at least ${leastRsaBits} bits, this one has ${bits}`);
  }
  const curve = details?.namedCurve;
  if (type === 'ec' && (curve === 'prime256v1' || curve === 'secp384r1')) return algorithms[curve];
  throw new SigningError(
    `the key has to be RSA, or EC with the curve P-256 or P-384, not ${[type, curve].filter(Boolean).join(' ')}`,
  );
}

export const attributeTypes = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  /** Binds the certificates too, which a signature otherwise leaves free (RFC 5035, 3). */
  signingCertificate: '1.2.840.113549.1.9.16.2.47',
} as const;

/** The object identifier of data (1.2.840.113549.1.7.1) in DER: what a contentType says. */
export const dataType: Uint8Array = Uint8Array.from(Buffer.from('06092a864886f70d010701', 'hex'));

const null_ = Uint8Array.of(5, 0);

/** The attributes as the signature is over them: a SET OF in DER's order (RFC 5652, 5.4). */
export function signedBytes(attributes: readonly Attribute[]): Uint8Array {
  return wrapped(0x31, ...inSetOrder(attributes).map(serializeAsn1));
}

/** The signature as the file manifest.p7s has it: CMS SignedData without content, one signer. */
export function writeSignature({
  certificates,
  algorithm,
  attributes,
  signature,
}: SignatureParts): Uint8Array {
  const [first] = certificates;
  if (first === undefined) throw new SigningError('there is no certificate');
  const { issuer, serialNumber } = parseAsn1(first, Certificate).tbsCertificate;
  const digestAlgorithm = new DigestAlgorithmIdentifier({ algorithm: algorithm.digest });
  const signer = new SignerInfo({
    version: CMSVersion.v1,
    sid: new SignerIdentifier({ issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }) }),
    digestAlgorithm,
    signedAttrs: inSetOrder(attributes),
    signatureAlgorithm: new SignatureAlgorithmIdentifier({
      algorithm: algorithm.signature,
      ...(algorithm.parameters ? { parameters: toArrayBuffer(null_) } : {}),
    }),
    signature: octetString(signature),
  });
  const set = certificates.map((der) => new CertificateChoices({ certificate: parseAsn1(der, Certificate) }));
  const data = new SignedData({
    version: CMSVersion.v1,
    digestAlgorithms: new DigestAlgorithmIdentifiers([digestAlgorithm]),
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: id_data }),
    certificates: new CertificateSet(inSetOrder(set)),
    signerInfos: new SignerInfos([signer]),
  });
  return serializeAsn1(
    new ContentInfo({ contentType: id_signedData, content: AsnSerializer.serialize(data) }),
  );
}

/** The value of the attribute signingCertificateV2 that names these certificates by their SHA-256 (RFC 5035, 3). */
export function certificatesNamed(certificates: readonly Uint8Array[]): Uint8Array {
  const ids = certificates.map((der) => {
    const hash = createHash('sha256').update(der).digest();
    return wrapped(0x30, serializeAsn1(new OctetString(toArrayBuffer(hash))));
  });
  return wrapped(0x30, wrapped(0x30, ...ids));
}

export function attribute(type: string, value: Uint8Array): Attribute {
  return new Attribute({ attrType: type, attrValues: [toArrayBuffer(value)] });
}

/** What people compare certificates by: SHA-256 of the DER, in hexadecimal digits. */
export function thumbprintOf(certificate: X509Certificate): string {
  return createHash('sha256').update(certificate.raw).digest('hex');
}

/** A constructed value of DER. */
function wrapped(tag: number, ...members: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(members);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Uint8Array.of(tag, length), content]);
  const digits = length.toString(16);
  const octets = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return Buffer.concat([Uint8Array.of(tag, 0x80 + octets.length), octets, content]);
}
