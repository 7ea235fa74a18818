import {
  CMSVersion,
  ContentEncryptionAlgorithmIdentifier,
  ContentInfo,
  EncryptedContent,
  EncryptedContentInfo,
  EnvelopedData,
  id_data,
  id_envelopedData,
  KeyEncryptionAlgorithmIdentifier,
  KeyTransRecipientInfo,
  RecipientIdentifier,
  RecipientInfo,
  RecipientInfos,
} from '@peculiar/asn1-cms';
import { id_rsaEncryption } from '@peculiar/asn1-rsa';
import { OctetString } from '@peculiar/asn1-schema';
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { octets, octetString, parseAsn1, serializeAsn1, toArrayBuffer } from './asn1.ts';
import { EncodingError } from './ber.ts';
import { contentCipher, contentCiphers, type ContentCipherName } from './ciphers.ts';
import { encryptedOctets } from './encryption-structures.ts';
import { EnvelopedError } from './enveloped-error.ts';
import { receiveKey, transportKey } from './key-transport.ts';
import type { RandomBytes } from './random.ts';
import { readRecipient, type Recipient } from './recipient.ts';

export { EnvelopedError } from './enveloped-error.ts';

/** Bounds on what is decrypted. */
const maximumBytes = 1_048_576;
const maximumRecipients = 100;

/**
 * CMS EnvelopedData in DER (RFC 5652, section 6) with one recipient, named by issuer and serial number, and the key
 * sent with RSAES-PKCS1-v1_5: what CryptEncryptMessage of Windows makes by default.
 *
 * @param certificate the recipient's, in DER, with an RSA key
 * @param random for key, vector and padding: the same bytes give the same message
 * @throws EnvelopedError for a certificate that can not be used
 */
export function encryptFor(
  plain: Uint8Array,
  certificate: Uint8Array,
  random: RandomBytes,
  cipher: ContentCipherName = 'aes-256-cbc',
): Uint8Array {
  const recipient = translated(() => readRecipient(certificate));
  const { oid, keyLength, ivLength, encrypt } = contentCiphers[cipher];
  const key = random(keyLength);
  const iv = random(ivLength);
  const keyTransport = new KeyTransRecipientInfo({
    version: CMSVersion.v0,
    rid: new RecipientIdentifier({ issuerAndSerialNumber: recipient.issuerAndSerialNumber }),
    keyEncryptionAlgorithm: new KeyEncryptionAlgorithmIdentifier({
      algorithm: id_rsaEncryption,
      parameters: null,
    }),
    encryptedKey: octetString(transportKey(key, recipient.publicKey, random)),
  });
  const enveloped = new EnvelopedData({
    version: CMSVersion.v0,
    recipientInfos: new RecipientInfos([new RecipientInfo({ ktri: keyTransport })]),
    encryptedContentInfo: new EncryptedContentInfo({
      contentType: id_data,
      contentEncryptionAlgorithm: new ContentEncryptionAlgorithmIdentifier({
        algorithm: oid,
        parameters: toArrayBuffer(serializeAsn1(octetString(iv))),
      }),
      encryptedContent: new EncryptedContent({ value: octetString(encrypt(key, iv, plain)) }),
    }),
  });
  const content = toArrayBuffer(serializeAsn1(enveloped));
  return serializeAsn1(new ContentInfo({ contentType: id_envelopedData, content }));
}

/** A certificate with its key: X.509 and PKCS#8, both in DER. */
export interface Decryptor {
  readonly certificate: Uint8Array;
  readonly pkcs8: Uint8Array;
}

/**
 * Decrypts CMS EnvelopedData with the first key that it was made for, by issuer and serial number or by subject key
 * identifier. Reads BER, RSAES-PKCS1-v1_5 and OAEP, AES and 3DES in CBC mode.
 *
 * @throws EnvelopedError, and nothing else, whatever the message is
 */
export function decryptEnveloped(der: Uint8Array, keys: readonly Decryptor[]): Uint8Array {
  if (der.length > maximumBytes)
    throw new EnvelopedError('limit', `${der.length} bytes, more than ${maximumBytes}`);
  return translated(() => decrypt(der, keys));
}

function decrypt(der: Uint8Array, keys: readonly Decryptor[]): Uint8Array {
  const { contentType, content } = parseAsn1(der, ContentInfo);
  if (contentType !== id_envelopedData) throw new EnvelopedError('format', `content of type ${contentType}`);
  const { recipientInfos, encryptedContentInfo } = parseAsn1(content, EnvelopedData);
  if (recipientInfos.length > maximumRecipients) {
    throw new EnvelopedError('limit', `more than ${maximumRecipients} recipients`);
  }
  const { keyTransport, pkcs8 } = findKey(recipientInfos, keys);
  const contentKey = receiveKey(
    keyTransport.keyEncryptionAlgorithm,
    octets(keyTransport.encryptedKey),
    loadKey(pkcs8),
  );

  const { algorithm, parameters } = encryptedContentInfo.contentEncryptionAlgorithm;
  const cipher = contentCipher(algorithm);
  if (cipher === undefined) throw new EnvelopedError('unsupported', `cipher ${algorithm} is not supported`);
  const iv = parameters ? octets(parseAsn1(parameters, OctetString)) : new Uint8Array(0);
  if (iv.length !== cipher.ivLength) throw new EnvelopedError('format', `a vector of ${iv.length} bytes`);
  const plain =
    contentKey.length === cipher.keyLength
      ? cipher.decrypt(contentKey, iv, encryptedOctets(encryptedContentInfo))
      : undefined;
  if (plain === undefined)
    throw new EnvelopedError('decryption', 'the content key does not decrypt the content');
  return Uint8Array.from(plain);
}

function findKey(
  recipients: RecipientInfos,
  keys: readonly Decryptor[],
): { keyTransport: KeyTransRecipientInfo; pkcs8: Uint8Array } {
  const known = keys.map(({ certificate, pkcs8 }) => ({ recipient: readRecipient(certificate), pkcs8 }));
  for (const { ktri: keyTransport } of recipients) {
    if (keyTransport === undefined) continue;
    const match = known.find(({ recipient }) => isFor(keyTransport.rid, recipient));
    if (match !== undefined) return { keyTransport, pkcs8: match.pkcs8 };
  }
  throw new EnvelopedError('recipient', 'made for none of the certificates at hand');
}

function isFor(identifier: RecipientIdentifier, recipient: Recipient): boolean {
  const { issuerAndSerialNumber, subjectKeyIdentifier } = identifier;
  if (issuerAndSerialNumber !== undefined) {
    return equal(serializeAsn1(issuerAndSerialNumber), serializeAsn1(recipient.issuerAndSerialNumber));
  }
  const { subjectKeyIdentifier: own } = recipient;
  return subjectKeyIdentifier !== undefined && own !== undefined && equal(octets(subjectKeyIdentifier), own);
}

const equal = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

function loadKey(pkcs8: Uint8Array): KeyObject {
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } catch {
    throw new EnvelopedError('format', 'a private key that can not be read');
  }
}

function translated<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof EncodingError) throw new EnvelopedError(error.reason, error.message);
    throw error;
  }
}
