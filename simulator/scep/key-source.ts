import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { KeyKind } from '../../pki/identity.ts';
import type { Pool } from '../../pki/pool.ts';
import { seededRandom } from '../../pki/random.ts';
import { seededRsaKey } from '../../pki/seeded-keys.ts';

/** RSA key lengths that an enrollment can ask for (csp-source.txt, KeyLength). */
export const rsaKeyLengths = [1024, 2048, 4096] as const;

export type KeyLength = (typeof rsaKeyLengths)[number];

/** Where the keys of enrollments come from. */
export interface KeySource {
  /** An RSA key pair that this source has not given before. */
  next(length: KeyLength): KeyObject;
}

const kinds: Readonly<Record<KeyLength, KeyKind>> = {
  1024: 'rsa-1024',
  2048: 'rsa-2048',
  4096: 'rsa-4096',
};

/** Made once in a process: a session with more enrollments than the pool has keys would wait for each. */
const furtherKeys = new Map<string, KeyObject>();

/**
 * The keys of the pool in their order, the same in every run, and after them further ones that are made from seeds.
 * Each device needs a source of its own.
 */
export function poolKeys(pool: Pool): KeySource {
  const given = new Map<KeyLength, number>();
  return {
    next: (length) => {
      const index = given.get(length) ?? 0;
      given.set(length, index + 1);
      const kind = kinds[length];
      return index < pool.count(kind) ? pool.identity(kind, index).privateKey : furtherKey(length, index);
    },
  };
}

function furtherKey(length: KeyLength, index: number): KeyObject {
  const name = `enrollment key ${length} ${index}`;
  const key = furtherKeys.get(name) ?? seededRsaKey(length, seededRandom(name));
  furtherKeys.set(name, key);
  return key;
}

/** Keys that nobody else has: slow, and different in every run. */
export function freshKeys(): KeySource {
  return { next: (length) => generateKeyPairSync('rsa', { modulusLength: length }).privateKey };
}
