import { digests, type Digest } from '../digests.ts';
import { derNull, objectIdentifier, sequence } from './der-write.ts';
import { DerReader, readObjectIdentifier, type DerValue } from './der-read.ts';
import { ScepMessageError } from './error.ts';

/** The hashes that are written; SHA-224 is read as well. */
export type HashName = 'sha1' | 'sha256' | 'sha384' | 'sha512';

const rsaEncryption = '1.2.840.113549.1.1.1';

/** Signatures with RSA, PKCS#1 v1.5 (RFC 8017, appendix A.2.4) and ECDSA (RFC 5758), and the hash that each names. */
const signatureAlgorithms: readonly {
  readonly oid: string;
  readonly key: 'rsa' | 'ec';
  readonly hash: Digest['name'];
}[] = [
  { oid: '1.2.840.113549.1.1.5', key: 'rsa', hash: 'sha1' },
  { oid: '1.2.840.113549.1.1.14', key: 'rsa', hash: 'sha224' },
  { oid: '1.2.840.113549.1.1.11', key: 'rsa', hash: 'sha256' },
  { oid: '1.2.840.113549.1.1.12', key: 'rsa', hash: 'sha384' },
  { oid: '1.2.840.113549.1.1.13', key: 'rsa', hash: 'sha512' },
  { oid: '1.2.840.10045.4.1', key: 'ec', hash: 'sha1' },
  { oid: '1.2.840.10045.4.3.2', key: 'ec', hash: 'sha256' },
  { oid: '1.2.840.10045.4.3.3', key: 'ec', hash: 'sha384' },
  { oid: '1.2.840.10045.4.3.4', key: 'ec', hash: 'sha512' },
];

/** AlgorithmIdentifier of RSA signatures with the hash, as certificates and requests have it. */
export function rsaSignatureAlgorithm(hash: HashName): Uint8Array {
  const algorithm = signatureAlgorithms.find((entry) => entry.key === 'rsa' && entry.hash === hash);
  return algorithmIdentifier(algorithm?.oid ?? rsaEncryption);
}

/**
 * AlgorithmIdentifier that SignerInfo gets. `rsaEncryption` names no hash, which stands beside it; some clients
 * accept only that (strongSwan 5.9.8: "only RSA digest encryption supported"), and all accept it.
 */
export const signerAlgorithm = algorithmIdentifier(rsaEncryption);

export function digestAlgorithm(hash: HashName): Uint8Array {
  return algorithmIdentifier(digests.find((digest) => digest.name === hash)?.oid ?? '');
}

function algorithmIdentifier(oid: string): Uint8Array {
  return sequence(objectIdentifier(oid), derNull);
}

/** Object identifier of an AlgorithmIdentifier whose parameters have to be absent or NULL. */
function readIdentifier(value: DerValue, what: string): string {
  const reader = DerReader.inside(value, 0x30, what);
  const oid = readObjectIdentifier(reader.next(what));
  const parameters = reader.done ? undefined : reader.take(0x05, `${what}, parameters`);
  if (parameters !== undefined && parameters.content.length > 0)
    throw new ScepMessageError('format', `${what}: parameters`);
  reader.end(what);
  return oid;
}

/** @throws ScepMessageError `algorithm` for a hash that is not supported, MD5 among them */
export function readDigestAlgorithm(value: DerValue): Digest['name'] {
  const oid = readIdentifier(value, 'digestAlgorithm');
  const digest = digests.find((entry) => entry.oid === oid);
  if (digest === undefined) throw new ScepMessageError('algorithm', `the hash ${oid} is not supported`);
  return digest.name;
}

/**
 * The hash of a signature.
 *
 * @param beside the hash that SignerInfo names apart; only with it `rsaEncryption` says enough
 * @throws ScepMessageError `algorithm`
 */
export function readSignatureAlgorithm(value: DerValue, beside?: Digest['name']): Digest['name'] {
  const oid = readIdentifier(value, 'signatureAlgorithm');
  if (oid === rsaEncryption && beside !== undefined) return beside;
  const algorithm = signatureAlgorithms.find((entry) => entry.oid === oid);
  if (algorithm === undefined || (beside !== undefined && algorithm.hash !== beside)) {
    throw new ScepMessageError('algorithm', `the signature algorithm ${oid} is not supported here`);
  }
  return algorithm.hash;
}
