import { createPublicKey, verify, type KeyObject } from 'node:crypto';

// Loading a public key takes five times as long as verifying with it, and one enrollment meets the same two or three
// keys a dozen times. What is kept depends on the encoding alone.

const maximumLoaded = 64;
const loaded = new Map<string, KeyObject>();
const encoded = new WeakMap<KeyObject, Uint8Array>();

/** SubjectPublicKeyInfo of a private key, in DER. */
export function publicKeyOf(privateKey: KeyObject): Uint8Array {
  const known = encoded.get(privateKey);
  if (known !== undefined) return known;
  const made = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  encoded.set(privateKey, made);
  return made;
}

/** The key of a SubjectPublicKeyInfo in DER; undefined for one that node:crypto does not load. */
export function loadPublicKey(publicKey: Uint8Array): KeyObject | undefined {
  const der = Buffer.from(publicKey);
  const name = der.toString('latin1');
  const known = loaded.get(name);
  if (known !== undefined) return known;
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    const [oldest] = loaded.keys();
    if (loaded.size >= maximumLoaded && oldest !== undefined) loaded.delete(oldest);
    loaded.set(name, key);
    return key;
  } catch {
    return undefined;
  }
}

/** Key algorithms that signatures are verified with; others compute with numbers of the sender's own choice. */
const verified: ReadonlySet<string> = new Set(['rsa', 'ec']);

/** Whether a signature is right; false for a key that can not be used. */
export function verifySignature(
  algorithm: string,
  signed: Uint8Array,
  publicKey: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = loadPublicKey(publicKey);
  if (key === undefined || !verified.has(key.asymmetricKeyType ?? '')) return false;
  // A modulus beyond 16,384 bits takes OpenSSL seconds.
  if ((key.asymmetricKeyDetails?.modulusLength ?? 0) > 16_384) return false;
  try {
    return verify(algorithm, signed, key, signature);
  } catch {
    return false;
  }
}

/** Algorithm and size of a public key in SubjectPublicKeyInfo; `unknown` and 0 for one that can not be loaded. */
export function describePublicKey(publicKey: Uint8Array): { keyAlgorithm: string; keyBits: number } {
  const key = loadPublicKey(publicKey);
  return {
    keyAlgorithm: key?.asymmetricKeyType?.toUpperCase() ?? 'unknown',
    keyBits: key?.asymmetricKeyDetails?.modulusLength ?? 0,
  };
}
