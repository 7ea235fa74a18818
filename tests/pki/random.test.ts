import { deepEqual, notDeepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../pki/random.ts';

describe('seededRandom', () => {
  it('gives the same stream for the same seed, however it is taken', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat({ max: 100 })), (seed, lengths) => {
        const random = seededRandom(seed);
        const pieces = lengths.map((length) => random(length));
        deepEqual(
          pieces.map((piece) => piece.length),
          lengths,
        );
        const total = lengths.reduce((sum, length) => sum + length, 0);
        deepEqual(Buffer.concat(pieces), Buffer.from(seededRandom(seed)(total)));
      }),
    );
  });

  it('gives unrelated streams for different seeds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 }), ([one = '', other = '']) => {
        notDeepEqual(seededRandom(one)(16), seededRandom(other)(16));
      }),
    );
  });

  it('is SHA-256 over the hash of the seed and a counter of 64 bits', () => {
    const digest = (...parts: Uint8Array[]): Buffer =>
      createHash('sha256').update(Buffer.concat(parts)).digest();
    const seed = digest(Buffer.from('seed'));
    const blocks = [0, 1].map((counter) => digest(seed, Buffer.from([0, 0, 0, 0, 0, 0, 0, counter])));
    expect(Buffer.from(seededRandom('seed')(64))).toEqual(Buffer.concat(blocks));
  });
});
