import { sign, type KeyObject } from 'node:crypto';
import { readSignatureAlgorithm, rsaSignatureAlgorithm, type HashName } from './algorithms.ts';
import { publicKeyOf, verifySignature } from './keys.ts';
import {
  DerReader,
  readBer,
  readDer,
  readObjectIdentifier,
  readSmallInteger,
  readWholeBitString,
  type DerValue,
} from './der-read.ts';
import {
  bitString,
  bmpString,
  directoryString,
  integer,
  objectIdentifier,
  sequence,
  setOf,
  tagged,
} from './der-write.ts';
import { ScepMessageError } from './error.ts';
import {
  purposeExtensions,
  readExtensions,
  readPurpose,
  templateExtension,
  writeExtensions,
  type Extension,
  type KeyPurpose,
} from './extensions.ts';
import { readName, writeName } from './names.ts';
import { readText } from './text.ts';

const challengePassword = '1.2.840.113549.1.9.7';
const extensionRequest = '1.2.840.113549.1.9.14';
/** What CertEnroll wrote before PKCS#9 had its own (MS-WCCE 2.2.2.7.7, szOID_RSA_certExtensions). */
const windowsExtensionRequest = '1.3.6.1.4.1.311.2.1.14';
/** szOID_ENROLLMENT_NAME_VALUE_PAIR: two BMPStrings (MS-WCCE 2.2.2.6.1). */
const nameValuePair = '1.3.6.1.4.1.311.13.2.1';

/** The wish for a period of validity; a server may pass it over. */
export interface ValidityWish {
  readonly period: string;
  readonly units: string;
}

export interface RequestSpecification extends KeyPurpose {
  /** Distinguished name as names.ts reads it; may be empty. */
  readonly subject: string;
  /** RSA. The request is for its public key. */
  readonly privateKey: KeyObject;
  readonly hash: HashName;
  readonly challenge?: string;
  /** Name of a template, or its object identifier. */
  readonly template?: string;
  readonly validity?: ValidityWish;
}

/**
 * Makes a PKCS#10 request (RFC 2986).
 *
 * @throws ScepMessageError `value` for a subject, name or object identifier that can not be encoded
 */
export function writeCertificationRequest(specification: RequestSpecification): Uint8Array {
  const { challenge, template, validity } = specification;
  const extensions = [
    ...purposeExtensions(specification),
    ...(template === undefined || template === '' ? [] : [templateExtension(template)]),
  ];
  const attributes = [
    ...(challenge === undefined ? [] : [attribute(challengePassword, directoryString(challenge))]),
    ...(extensions.length === 0 ? [] : [attribute(extensionRequest, writeExtensions(extensions))]),
    ...(validity === undefined
      ? []
      : [
          attribute(
            nameValuePair,
            pair('ValidityPeriod', validity.period),
            pair('ValidityPeriodUnits', validity.units),
          ),
        ]),
  ];
  const information = sequence(
    integer(0),
    writeName(specification.subject),
    publicKeyOf(specification.privateKey),
    tagged(0, ...attributes.sort((a, b) => Buffer.compare(a, b))),
  );
  const signature = sign(specification.hash, information, specification.privateKey);
  return sequence(information, rsaSignatureAlgorithm(specification.hash), bitString(signature));
}

const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array =>
  sequence(objectIdentifier(oid), setOf(...values));

const pair = (name: string, value: string): Uint8Array => sequence(bmpString(name), bmpString(value));

/** Everything that a request asks for. */
export interface CertificationRequest extends KeyPurpose {
  /** As text, and in DER. */
  readonly subject: string;
  readonly subjectName: Uint8Array;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  /** Hash of the request's signature. */
  readonly hash: string;
  readonly challenge?: string;
  readonly template?: string;
  readonly validity?: ValidityWish;
  /** Every extension that is asked for. */
  readonly extensions: readonly Extension[];
}

/**
 * Reads a PKCS#10 request and verifies its signature.
 *
 * @throws ScepMessageError `format`, `limit`, `algorithm`, `signature`, `attribute` for an attribute that stands twice
 */
export function readCertificationRequest(bytes: Uint8Array): CertificationRequest {
  const outer = DerReader.inside(readBer(bytes), 0x30, 'a certification request');
  const information = outer.take(0x30, 'certificationRequestInfo');
  const hash = readSignatureAlgorithm(outer.take(0x30, 'signatureAlgorithm'));
  const signature = readWholeBitString(outer.next('signature'), 'signature');
  outer.end('a certification request');

  const inner = new DerReader(information.content);
  if (readSmallInteger(inner.next('version')) !== 0)
    throw new ScepMessageError('format', 'a request of another version than 1');
  const subject = inner.take(0x30, 'subject');
  const publicKey = inner.take(0x30, 'subjectPKInfo').encoded;
  const attributes = readAttributes(inner.optional(0xa0, 'attributes'));
  inner.end('certificationRequestInfo');
  if (!verifySignature(hash, information.encoded, publicKey, signature)) {
    throw new ScepMessageError('signature', 'the request is not signed by the key that it is for');
  }

  const challenge = attributes.get(challengePassword)?.[0];
  const extensions = [extensionRequest, windowsExtensionRequest].flatMap((oid) =>
    (attributes.get(oid) ?? []).flatMap(readExtensions),
  );
  const validity = readValidity(attributes.get(nameValuePair) ?? []);
  return {
    subject: readName(subject),
    subjectName: subject.encoded,
    publicKey,
    hash,
    ...(challenge && { challenge: readText(challenge) }),
    ...readPurpose(extensions),
    ...(validity && { validity }),
    extensions,
  };
}

/** Values by type. CertEnroll may write an attribute for each name-value pair, so that types can stand there twice. */
function readAttributes(attributes: DerValue | undefined): Map<string, DerValue[]> {
  const values = new Map<string, DerValue[]>();
  for (const one of attributes === undefined
    ? []
    : new DerReader(attributes.content).rest('attributes', 32)) {
    const reader = DerReader.inside(one, 0x30, 'an attribute');
    const oid = readObjectIdentifier(reader.next('the type of an attribute'));
    const members = new DerReader(reader.take(0x31, `the values of ${oid}`).content).rest(
      `the values of ${oid}`,
      32,
    );
    reader.end('an attribute');
    if (oid !== nameValuePair && values.has(oid))
      throw new ScepMessageError('attribute', `the attribute ${oid} stands there twice`);
    values.set(oid, [...(values.get(oid) ?? []), ...members]);
  }
  return values;
}

function readValidity(pairs: readonly DerValue[]): ValidityWish | undefined {
  const texts = new Map(
    pairs.map((one) => {
      const reader = DerReader.inside(one, 0x30, 'a name-value pair');
      return [readText(reader.next('the name of a pair')), readText(reader.next('the value of a pair'))];
    }),
  );
  const period = texts.get('ValidityPeriod');
  const units = texts.get('ValidityPeriodUnits');
  return period === undefined || units === undefined ? undefined : { period, units };
}

/** Reads IssuerAndSubject: both names in DER. @throws ScepMessageError `format` */
export function readIssuerAndSubject(bytes: Uint8Array): { issuer: Uint8Array; subject: Uint8Array } {
  const reader = DerReader.inside(readDer(bytes), 0x30, 'IssuerAndSubject');
  const issuer = reader.take(0x30, 'issuer').encoded;
  const subject = reader.take(0x30, 'subject').encoded;
  reader.end('IssuerAndSubject');
  return { issuer, subject };
}
