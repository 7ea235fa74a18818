import { checkPrimeSync } from 'node:crypto';
import type { RandomBytes } from './random.ts';

/** Odd candidates that are looked at from one random start on before another start is taken. */
const candidatesPerStart = 8192;

/** Odd primes below 2^14: they rule out nine odd candidates of ten before the costly test. */
const smallPrimes: readonly number[] = oddPrimesBelow(16_384);

/**
 * The first prime after a random start that suits RSA. Which one it is depends on the random bytes alone.
 *
 * Its two highest bits are set, so that two of them make a modulus of exactly twice the length (FIPS 186-5, A.1.3).
 *
 * @param bits length of the prime, a multiple of 8 and at least 64
 * @param suits further conditions, asked before the prime test
 */
export function findPrime(bits: number, random: RandomBytes, suits: (candidate: bigint) => boolean): bigint {
  for (;;) {
    const start = randomStart(bits, random);
    for (const step of untouchedBySmallPrimes(start)) {
      const candidate = start + 2n * BigInt(step);
      if (candidate >> BigInt(bits) === 0n && suits(candidate) && checkPrimeSync(candidate)) return candidate;
    }
  }
}

/** An odd number of the given length with its two highest bits set. */
function randomStart(bits: number, random: RandomBytes): bigint {
  const bytes = Buffer.from(random(bits / 8));
  bytes[0] = (bytes[0] ?? 0) | 0xc0;
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1;
  return BigInt(`0x${bytes.toString('hex')}`);
}

/** The steps k for which start + 2k has no small prime as factor, in order. */
function untouchedBySmallPrimes(start: bigint): readonly number[] {
  const composite = new Uint8Array(candidatesPerStart);
  for (const prime of smallPrimes) {
    const remainder = Number(start % BigInt(prime));
    // start + 2k = 0 (mod prime) for k = (prime - remainder) / 2, or, if that is no whole number, one prime further.
    const distance = (prime - remainder) % prime;
    const first = distance % 2 === 0 ? distance / 2 : (distance + prime) / 2;
    for (let k = first; k < candidatesPerStart; k += prime) composite[k] = 1;
  }
  return Array.from(composite.keys()).filter((k) => composite[k] === 0);
}

function oddPrimesBelow(limit: number): number[] {
  const composite = new Uint8Array(limit);
  const primes: number[] = [];
  for (let number = 3; number < limit; number += 2) {
    if (composite[number] === 1) continue;
    primes.push(number);
    for (let multiple = number * number; multiple < limit; multiple += 2 * number) composite[multiple] = 1;
  }
  return primes;
}
