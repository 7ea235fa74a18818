import { ContentInfo, id_signedData, SignedData, type Attribute } from '@peculiar/asn1-cms';
import { OctetString } from '@peculiar/asn1-schema';
import { Time } from '@peculiar/asn1-x509';
import { createHash, verify, X509Certificate } from 'node:crypto';
import { octets, parseAsn1, serializeAsn1 } from '../../pki/asn1.ts';
import { EncodingError } from '../../pki/ber.ts';
import {
  algorithmFor,
  attributeTypes,
  certificatesNamed,
  dataType,
  signedBytes,
  writeSignature,
  type SignatureAlgorithm,
} from './signed-manifest.ts';
import { SigningError } from './signing-error.ts';

export type CheckedSignature =
  | { readonly ok: false; readonly problem: string }
  | {
      readonly ok: true;
      /** The signer's first. */
      readonly certificates: readonly [X509Certificate, ...X509Certificate[]];
      /** When the signer says that it was signed. */
      readonly time: Date;
    };

/**
 * Checks a detached signature as `signContent` makes them: that it is over the content, by the owner of the first
 * certificate, and that not a byte of it could be otherwise. Whether that owner is to be trusted is another question.
 */
export function checkSignature(message: Uint8Array, content: Uint8Array): CheckedSignature {
  try {
    return check(message, content);
  } catch (error) {
    if (error instanceof SigningError) return { ok: false, problem: error.message };
    if (error instanceof EncodingError)
      return { ok: false, problem: `it is no CMS signature: ${error.message}` };
    // node:crypto throws errors of many kinds for certificates and keys that it can not read.
    return {
      ok: false,
      problem: `it can not be read: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

function check(message: Uint8Array, content: Uint8Array): CheckedSignature {
  const outer = parseAsn1(message, ContentInfo);
  if (outer.contentType !== id_signedData) throw new SigningError('it is CMS, but no SignedData');
  const data = parseAsn1(outer.content, SignedData);
  const [signer, another] = data.signerInfos;
  if (signer === undefined || another !== undefined)
    throw new SigningError('it does not have exactly one signer');
  const attributes = signer.signedAttrs ?? [];
  const enclosed = [...(data.certificates?.values() ?? [])].flatMap(({ certificate }) =>
    certificate === undefined ? [] : [serializeAsn1(certificate)],
  );
  const raw = inNamedOrder(enclosed, valueOf(attributes, attributeTypes.signingCertificate));
  const [first, ...others] = raw.map((der) => new X509Certificate(der));
  if (first === undefined) throw new SigningError('it encloses no certificate');
  const algorithm = algorithmFor(first.publicKey);
  checkAttributes(attributes, algorithm, content);
  if (!verify(algorithm.hash, signedBytes(attributes), first.publicKey, octets(signer.signature))) {
    throw new SigningError('it was not made with the key of the certificate that it encloses');
  }
  // Written again from its parts it has to be the same: whatever the signature itself does not protect, this does.
  const again = writeSignature({
    certificates: raw,
    algorithm,
    attributes,
    signature: octets(signer.signature),
  });
  if (Buffer.compare(again, message) !== 0) {
    throw new SigningError('it is not in the form in which this suite writes signatures, so it was changed');
  }
  const time = parseAsn1(valueOf(attributes, attributeTypes.signingTime), Time).getTime();
  return { ok: true, certificates: [first, ...others], time };
}

function checkAttributes(
  attributes: readonly Attribute[],
  { hash }: SignatureAlgorithm,
  content: Uint8Array,
): void {
  const known: readonly string[] = Object.values(attributeTypes);
  if (attributes.length !== known.length || attributes.some(({ attrType }) => !known.includes(attrType))) {
    throw new SigningError('its signed attributes are not those that this suite writes');
  }
  if (Buffer.compare(valueOf(attributes, attributeTypes.contentType), dataType) !== 0) {
    throw new SigningError('it is not over plain data');
  }
  const digest = octets(parseAsn1(valueOf(attributes, attributeTypes.messageDigest), OctetString));
  if (Buffer.compare(digest, createHash(hash).update(content).digest()) !== 0) {
    throw new SigningError('it is over another content: what was signed was changed since');
  }
}

/** The certificates in the order in which the signed attribute names them. */
function inNamedOrder(enclosed: readonly Uint8Array[], named: Uint8Array): readonly Uint8Array[] {
  const names = Buffer.from(named).toString('hex');
  const ordered = [...enclosed].sort((left, right) => placeOf(left, names) - placeOf(right, names));
  if (Buffer.compare(certificatesNamed(ordered), named) !== 0) {
    throw new SigningError('the certificates that it encloses are not those that were signed');
  }
  return ordered;
}

function placeOf(certificate: Uint8Array, names: string): number {
  return names.indexOf(createHash('sha256').update(certificate).digest('hex'));
}

function valueOf(attributes: readonly Attribute[], type: string): Uint8Array {
  const [first, ...others] = attributes.filter(({ attrType }) => attrType === type);
  const [value, second] = first?.attrValues ?? [];
  if (value === undefined || second !== undefined || others.length > 0) {
    throw new SigningError('its signed attributes are not those that this suite writes');
  }
  return new Uint8Array(value);
}
