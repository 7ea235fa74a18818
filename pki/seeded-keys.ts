import { createECDH, createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { findPrime } from './prime-search.ts';
import type { RandomBytes } from './random.ts';

const publicExponent = 65_537n;

/**
 * An RSA key that depends on the random bytes alone, with public exponent 65537, after FIPS 186-5, A.1.1: primes of
 * half the length with their two highest bits set and not close to each other, and a large private exponent.
 *
 * @param bits length of the modulus, a multiple of 16
 */
export function seededRsaKey(bits: number, random: RandomBytes): KeyObject {
  const half = bits / 2;
  const fits = (candidate: bigint): boolean => (candidate - 1n) % publicExponent !== 0n;
  for (;;) {
    const first = findPrime(half, random, fits);
    const second = findPrime(
      half,
      random,
      (candidate) => fits(candidate) && absolute(candidate - first) > 1n << BigInt(half - 100),
    );
    const [p, q] = first > second ? [first, second] : [second, first];
    const lambda = ((p - 1n) * (q - 1n)) / greatestCommonDivisor(p - 1n, q - 1n);
    const d = inverse(publicExponent, lambda);
    if (d >> BigInt(half) === 0n) continue;
    return keyFrom({
      kty: 'RSA',
      n: base64url(p * q),
      e: base64url(publicExponent),
      d: base64url(d),
      p: base64url(p),
      q: base64url(q),
      dp: base64url(d % (p - 1n)),
      dq: base64url(d % (q - 1n)),
      qi: base64url(inverse(q, p)),
    });
  }
}

const curves = {
  'P-256': { name: 'prime256v1', length: 32 },
  'P-384': { name: 'secp384r1', length: 48 },
} as const;

/** An EC key that depends on the random bytes alone. */
export function seededEcKey(curve: keyof typeof curves, random: RandomBytes): KeyObject {
  const { name, length } = curves[curve];
  const ecdh = createECDH(name);
  // The order of both curves begins with 32 set bits, so that hardly any draw lies above it; setPrivateKey refuses it.
  const scalar = Buffer.from(random(length));
  ecdh.setPrivateKey(scalar);
  const point = ecdh.getPublicKey();
  return keyFrom({
    kty: 'EC',
    crv: curve,
    d: scalar.toString('base64url'),
    x: point.subarray(1, 1 + length).toString('base64url'),
    y: point.subarray(1 + length).toString('base64url'),
  });
}

const keyFrom = (key: JsonWebKey): KeyObject => createPrivateKey({ key, format: 'jwk' });

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

/** The number whose product with `value` leaves 1 when divided by `modulus` (extended Euclid). */
function inverse(value: bigint, modulus: bigint): bigint {
  let [remainder, next] = [modulus, value];
  let [coefficient, nextCoefficient] = [0n, 1n];
  while (next !== 0n) {
    const quotient = remainder / next;
    [remainder, next] = [next, remainder - quotient * next];
    [coefficient, nextCoefficient] = [nextCoefficient, coefficient - quotient * nextCoefficient];
  }
  return coefficient < 0n ? coefficient + modulus : coefficient;
}
