import { OctetString } from '@peculiar/asn1-schema';
import { Time } from '@peculiar/asn1-x509';
import { createHash, createPrivateKey, sign, X509Certificate, type KeyObject } from 'node:crypto';
import { serializeAsn1, toArrayBuffer } from '../../pki/asn1.ts';
import { checkSignature } from './check-signature.ts';
import {
  algorithmFor,
  attribute,
  attributeTypes,
  certificatesNamed,
  dataType,
  signedBytes,
  writeSignature,
} from './signed-manifest.ts';
import { SigningError } from './signing-error.ts';

/** Who signs: the key stays in memory and is written nowhere. */
export interface Signer {
  readonly key: KeyObject;
  /** The signer's first, then those that lead to its issuer. */
  readonly certificates: readonly [X509Certificate, ...X509Certificate[]];
}

/**
 * Reads a key and its certificate from PEM.
 * @param passphrase for an encrypted key
 * @param now a certificate that is not valid then is refused
 * @throws SigningError
 */
export function readSigner(
  key: string,
  certificates: string,
  passphrase: string | undefined,
  now: Date,
): Signer {
  const privateKey = readKey(key, passphrase);
  algorithmFor(privateKey);
  const [first, ...others] = readCertificates(certificates);
  if (first === undefined) throw new SigningError('the certificate file has no CERTIFICATE in PEM');
  if (!first.checkPrivateKey(privateKey)) {
    throw new SigningError('the key is not that of the first certificate in the certificate file');
  }
  if (!isValidAt(first, now)) {
    throw new SigningError(`the certificate is valid from ${first.validFrom} to ${first.validTo}, not now`);
  }
  return { key: privateKey, certificates: [first, ...others] };
}

/** Every certificate in a text of PEM, in its order. @throws SigningError for one that can not be read */
export function readCertificates(pem: string): readonly X509Certificate[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.map((block, index) => {
    try {
      return new X509Certificate(block);
    } catch {
      throw new SigningError(`certificate ${index + 1} of the file can not be read`);
    }
  });
}

/** Whether a moment is within the validity of a certificate. */
export function isValidAt(certificate: X509Certificate, moment: Date): boolean {
  const time = moment.getTime();
  return Date.parse(certificate.validFrom) <= time && time <= Date.parse(certificate.validTo);
}

/**
 * A detached signature in CMS over some content.
 * @throws SigningError where what comes out would not verify
 */
export function signContent(content: Uint8Array, { key, certificates }: Signer, time: Date): Uint8Array {
  const algorithm = algorithmFor(key);
  const raw = certificates.map((certificate) => new Uint8Array(certificate.raw));
  const digest = createHash(algorithm.hash).update(content).digest();
  // UTCTime has no fractions of a second.
  const seconds = new Date(Math.floor(time.getTime() / 1000) * 1000);
  const attributes = [
    attribute(attributeTypes.contentType, dataType),
    attribute(attributeTypes.messageDigest, serializeAsn1(new OctetString(toArrayBuffer(digest)))),
    attribute(attributeTypes.signingTime, serializeAsn1(new Time(seconds))),
    attribute(attributeTypes.signingCertificate, certificatesNamed(raw)),
  ];
  const signature = sign(algorithm.hash, signedBytes(attributes), key);
  const message = writeSignature({ certificates: raw, algorithm, attributes, signature });
  const checked = checkSignature(message, content);
  if (!checked.ok) throw new SigningError(`the signature that was made does not verify: ${checked.problem}`);
  return message;
}

function readKey(pem: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (error) {
    const encrypted = /ENCRYPTED/.test(pem);
    // OpenSSL's own words may say something of the key; these do not.
    if (encrypted && passphrase === undefined)
      throw new SigningError('the key is encrypted and needs a pass phrase');
    if (encrypted) throw new SigningError('the key can not be decrypted with that pass phrase');
    throw new SigningError('the key file has no private key in PEM', { cause: error });
  }
}
