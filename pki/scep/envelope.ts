import { id_rsaEncryption } from '@peculiar/asn1-rsa';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { contentCipher, contentCiphers, type Cipher, type ContentCipherName } from '../ciphers.ts';
import { EnvelopedError } from '../enveloped-error.ts';
import { receiveKey, transportKey } from '../key-transport.ts';
import type { RandomBytes } from '../random.ts';
import { readCertificate, type KeyedCertificate } from './certificate.ts';
import {
  DerReader,
  readBer,
  readDer,
  readObjectIdentifier,
  readSmallInteger,
  type DerValue,
} from './der-read.ts';
import {
  derNull,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  tagged,
  taggedPrimitive,
} from './der-write.ts';
import { ScepMessageError } from './error.ts';
import { loadPublicKey } from './keys.ts';
import { sameBytes } from './text.ts';

const envelopedDataType = '1.2.840.113549.1.7.3';
const dataType = '1.2.840.113549.1.7.1';

const maximumRecipients = 16;

/** What is needed to encrypt for somebody. */
export interface EnvelopeSpecification {
  /** Certificate in DER of who shall open it, with an RSA key. */
  readonly recipient: Uint8Array;
  readonly cipher: ContentCipherName;
  /** Gives key, vector and padding: the same bytes give the same envelope. */
  readonly random: RandomBytes;
}

/**
 * CMS EnvelopedData for one recipient with RSAES-PKCS1-v1_5 (RFC 5652, section 6; RFC 8894, 3.2.2).
 *
 * pki/enveloped.ts makes the same; this one copies names from the certificate without reading them, which the rate of
 * enrollments needs.
 *
 * @throws ScepMessageError `envelope` for a certificate that can not be encrypted to
 */
export function writeEnvelope(plain: Uint8Array, specification: EnvelopeSpecification): Uint8Array {
  const recipient = readCertificate(specification.recipient);
  const { oid, keyLength, ivLength, encrypt } = contentCiphers[specification.cipher];
  const key = specification.random(keyLength);
  const iv = specification.random(ivLength);
  const publicKey = loadPublicKey(recipient.publicKey);
  if (publicKey === undefined)
    throw new ScepMessageError('envelope', `the key of ${recipient.subject} can not be used`);
  const encryptedKey = translated(() => transportKey(key, publicKey, specification.random));
  const recipientInfo = sequence(
    integer(0),
    sequence(recipient.issuerName, recipient.serialNumber),
    sequence(objectIdentifier(id_rsaEncryption), derNull),
    octetString(encryptedKey),
  );
  const encryptedContentInfo = sequence(
    objectIdentifier(dataType),
    sequence(objectIdentifier(oid), octetString(iv)),
    taggedPrimitive(0, encrypt(key, iv, plain)),
  );
  return sequence(
    objectIdentifier(envelopedDataType),
    tagged(0, sequence(integer(0), setOf(recipientInfo), encryptedContentInfo)),
  );
}

/**
 * Ciphers that are only read: micromdm's client and server encrypt with single DES, whatever the other side can do.
 * OpenSSL 3 has it no more, but triple DES with the same key three times is single DES.
 */
const desCipher: Cipher & { readonly oid: string } = {
  ...contentCiphers['3des-cbc'],
  oid: '1.3.14.3.2.7',
  keyLength: 8,
  encrypt: (key, iv, plain) => contentCiphers['3des-cbc'].encrypt(Buffer.concat([key, key, key]), iv, plain),
  decrypt: (key, iv, encrypted) =>
    contentCiphers['3des-cbc'].decrypt(Buffer.concat([key, key, key]), iv, encrypted),
};

/** What was in an envelope, and the name of the cipher: `aes-128-cbc`, `3des-cbc`, `des-cbc` and so on. */
export interface OpenedEnvelope {
  readonly plain: Uint8Array;
  readonly cipher: string;
}

/**
 * Opens CMS EnvelopedData, in BER or DER, that one of the keys was named for by issuer and serial number.
 *
 * @throws ScepMessageError `envelope` where it is for others or does not decrypt, `algorithm`, `format`, `limit`
 */
export function openEnvelope(bytes: Uint8Array, keys: readonly KeyedCertificate[]): OpenedEnvelope {
  const outer = DerReader.inside(readBer(bytes), 0x30, 'ContentInfo');
  if (readObjectIdentifier(outer.next('contentType')) !== envelopedDataType) {
    throw new ScepMessageError('format', 'not encrypted: no EnvelopedData');
  }
  const reader = DerReader.inside(readDer(outer.take(0xa0, 'content').content), 0x30, 'EnvelopedData');
  readSmallInteger(reader.next('version'));
  reader.optional(0xa0, 'originatorInfo');
  const recipients = new DerReader(reader.take(0x31, 'recipientInfos').content).rest(
    'recipientInfos',
    maximumRecipients,
  );
  const contentInfo = new DerReader(reader.take(0x30, 'encryptedContentInfo').content);
  reader.optional(0xa1, 'unprotectedAttrs');
  reader.end('EnvelopedData');

  contentInfo.take(0x06, 'contentType');
  const { cipher, name, iv } = readCipher(contentInfo.take(0x30, 'contentEncryptionAlgorithm'));
  const encrypted = readEncryptedContent(contentInfo);
  const contentKey = receiveContentKey(recipients, keys);
  const plain =
    contentKey.length === cipher.keyLength ? cipher.decrypt(contentKey, iv, encrypted) : undefined;
  if (plain === undefined)
    throw new ScepMessageError('envelope', 'the content key does not decrypt the content');
  return { plain, cipher: name };
}

function readCipher(algorithm: DerValue): { cipher: Cipher; name: string; iv: Uint8Array } {
  const reader = new DerReader(algorithm.content);
  const oid = readObjectIdentifier(reader.next('the cipher'));
  const iv = reader.take(0x04, 'the vector of the cipher').content;
  const cipher = oid === desCipher.oid ? desCipher : contentCipher(oid);
  if (cipher === undefined) throw new ScepMessageError('algorithm', `the cipher ${oid} is not supported`);
  if (iv.length !== cipher.ivLength) throw new ScepMessageError('format', `a vector of ${iv.length} octets`);
  const name = Object.entries(contentCiphers).find(([, known]) => known.oid === oid)?.[0] ?? 'des-cbc';
  return { cipher, name, iv };
}

/** Streaming writers cut the encrypted octets into pieces, under a constructed tag (RFC 5652, 6.1). */
function readEncryptedContent(contentInfo: DerReader): Uint8Array {
  const pieces = contentInfo.optional(0xa0, 'encryptedContent');
  if (pieces === undefined) return contentInfo.take(0x80, 'encryptedContent').content;
  return Buffer.concat(new DerReader(pieces.content).rest('encryptedContent').map(({ content }) => content));
}

function receiveContentKey(recipients: readonly DerValue[], keys: readonly KeyedCertificate[]): Uint8Array {
  const known = keys.map((key) => ({
    certificate: readCertificate(key.certificate),
    privateKey: key.privateKey,
  }));
  for (const recipient of recipients) {
    // Recipients of other kinds than key transport have tags of their own.
    if (recipient.tag !== 0x30) continue;
    const reader = new DerReader(recipient.content);
    readSmallInteger(reader.next('version of a recipient'));
    const identifier = reader.next('recipient');
    const match = known.find(({ certificate }) =>
      sameBytes(identifier.content, Buffer.concat([certificate.issuerName, certificate.serialNumber])),
    );
    if (match === undefined) continue;
    const algorithm = new DerReader(reader.take(0x30, 'keyEncryptionAlgorithm').content).next(
      'key transport',
    );
    const encryptedKey = reader.take(0x04, 'encryptedKey').content;
    const transport = new AlgorithmIdentifier({ algorithm: readObjectIdentifier(algorithm) });
    return translated(() => receiveKey(transport, encryptedKey, match.privateKey));
  }
  throw new ScepMessageError('envelope', 'the envelope is for none of the certificates at hand');
}

function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof EnvelopedError)) throw error;
    throw new ScepMessageError(error.reason === 'unsupported' ? 'algorithm' : 'envelope', error.message);
  }
}
