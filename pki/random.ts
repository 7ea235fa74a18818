import { hash } from 'node:crypto';

/** A source of bytes: every call gives the next `length` bytes of its stream. */
export type RandomBytes = (length: number) => Uint8Array;

/**
 * The stream that belongs to a seed, the same on every machine: SHA-256 over the seed's hash and a counter.
 *
 * It is meant for test material only. Who knows the seed knows every key made from it.
 *
 * @param seed any text; different texts give unrelated streams
 */
export function seededRandom(seed: string): RandomBytes {
  const input = Buffer.alloc(40);
  hash('sha256', Buffer.from(seed, 'utf8'), 'buffer').copy(input);
  let counter = 0n;
  let block = Buffer.alloc(0);

  return (length) => {
    const result = Buffer.alloc(length);
    let filled = 0;
    while (filled < length) {
      if (block.length === 0) {
        input.writeBigUInt64BE(counter, 32);
        counter += 1n;
        block = hash('sha256', input, 'buffer');
      }
      const copied = block.copy(result, filled);
      block = block.subarray(copied);
      filled += copied;
    }
    return new Uint8Array(result.buffer, result.byteOffset, length);
  };
}
