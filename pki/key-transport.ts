import { id_RSAES_OAEP, id_rsaEncryption, pSpecifiedEmpty, RsaEsOaepParams } from '@peculiar/asn1-rsa';
import { OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { constants, privateDecrypt, publicEncrypt, type KeyObject } from 'node:crypto';
import { octets, parseAsn1 } from './asn1.ts';
import { digests } from './digests.ts';
import { EnvelopedError } from './enveloped-error.ts';
import type { RandomBytes } from './random.ts';

/** Padding of at least eight octets (RFC 8017, section 7.2.1). */
const minimumPadding = 8;

/**
 * Encrypts a content key with RSAES-PKCS1-v1_5, the padding taken from `random` so that the result can be repeated.
 *
 * @throws EnvelopedError for a key that is not RSA, or too short
 */
export function transportKey(contentKey: Uint8Array, publicKey: KeyObject, random: RandomBytes): Uint8Array {
  const length = modulusLength(publicKey);
  const paddingLength = length - contentKey.length - 3;
  if (paddingLength < minimumPadding)
    throw new EnvelopedError('unsupported', `an RSA key of ${8 * length} bits is too short`);
  const block = Buffer.concat([
    Uint8Array.of(0, 2),
    nonZero(paddingLength, random),
    Uint8Array.of(0),
    contentKey,
  ]);
  return publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, block);
}

/**
 * Decrypts a content key that was sent with RSAES-PKCS1-v1_5 or RSAES-OAEP.
 *
 * @throws EnvelopedError
 */
export function receiveKey(
  algorithm: AlgorithmIdentifier,
  encryptedKey: Uint8Array,
  privateKey: KeyObject,
): Uint8Array {
  if (encryptedKey.length !== modulusLength(privateKey)) {
    throw new EnvelopedError('decryption', 'the encrypted key is not as long as the RSA modulus');
  }
  switch (algorithm.algorithm) {
    case id_rsaEncryption:
      // Node 20 refuses RSA_PKCS1_PADDING for private decryption (CVE-2023-46809); without padding it decrypts.
      return withoutPadding(decrypt(privateKey, encryptedKey, { padding: constants.RSA_NO_PADDING }));
    case id_RSAES_OAEP:
      return decrypt(privateKey, encryptedKey, {
        padding: constants.RSA_PKCS1_OAEP_PADDING,
        ...oaepOptions(algorithm),
      });
    default:
      throw new EnvelopedError('unsupported', `key transport ${algorithm.algorithm} is not supported`);
  }
}

function modulusLength(key: KeyObject): number {
  const bits = key.asymmetricKeyType === 'rsa' ? key.asymmetricKeyDetails?.modulusLength : undefined;
  if (bits === undefined) throw new EnvelopedError('unsupported', 'the certificate has no RSA key');
  return Math.ceil(bits / 8);
}

function nonZero(length: number, random: RandomBytes): Uint8Array {
  const result: number[] = [];
  while (result.length < length) result.push(...random(length - result.length).filter((byte) => byte !== 0));
  return Uint8Array.from(result);
}

function decrypt(
  key: KeyObject,
  encrypted: Uint8Array,
  options: { padding: number; oaepHash?: string; oaepLabel?: Uint8Array },
): Uint8Array {
  try {
    return privateDecrypt({ key, ...options }, encrypted);
  } catch {
    throw new EnvelopedError('decryption', 'the private key does not decrypt the content key');
  }
}

/** 00 02, octets other than 00, 00, the content key. */
function withoutPadding(block: Uint8Array): Uint8Array {
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 2 || end < 2 + minimumPadding) {
    throw new EnvelopedError('decryption', 'the private key decrypts the content key to noise');
  }
  return block.subarray(end + 1);
}

/** node:crypto takes one hash for both uses, and so do the writers in practice. */
function oaepOptions({ parameters }: AlgorithmIdentifier): { oaepHash: string; oaepLabel?: Uint8Array } {
  if (!parameters) return { oaepHash: 'sha1' };
  const { hashAlgorithm, maskGenAlgorithm, pSourceAlgorithm } = parseAsn1(parameters, RsaEsOaepParams);
  const digest = digests.find(({ oid }) => oid === hashAlgorithm.algorithm);
  const maskHash =
    maskGenAlgorithm.parameters && parseAsn1(maskGenAlgorithm.parameters, AlgorithmIdentifier).algorithm;
  if (digest === undefined || maskHash !== digest.oid) {
    throw new EnvelopedError('unsupported', 'OAEP with these hashes is not supported');
  }
  return { oaepHash: digest.name, ...oaepLabel(pSourceAlgorithm) };
}

/** The schema's default for an absent label is the SHA-1 of nothing where it should be nothing (RFC 8017, A.2.1). */
function oaepLabel({ parameters }: AlgorithmIdentifier): { oaepLabel?: Uint8Array } {
  const absent = pSpecifiedEmpty.parameters;
  if (!parameters || (absent && Buffer.compare(new Uint8Array(parameters), new Uint8Array(absent)) === 0))
    return {};
  const label = octets(parseAsn1(parameters, OctetString));
  return label.length === 0 ? {} : { oaepLabel: label };
}
