import { hash } from 'node:crypto';
import { blocksOf, type Digest } from './digests.ts';

/** What the derived bytes are for (RFC 7292, appendix B.3). */
export const purpose = { key: 1, vector: 2, mac: 3 } as const;

/**
 * The key derivation of PKCS#12 (RFC 7292, appendix B.2).
 *
 * @param password as UTF-16BE with two zero octets at its end; no octets at all is another password
 * @param iterations at least 1
 * @param length how many octets to derive
 */
export function derivePkcs12(
  digest: Digest,
  id: (typeof purpose)[keyof typeof purpose],
  password: Uint8Array,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Uint8Array {
  const block = digest.blockLength;
  const diversifier = Buffer.alloc(block, id);
  const input = Buffer.concat([repeated(salt, block), repeated(password, block)]);
  const result = Buffer.alloc(blocksOf(digest, length) * digest.length);

  for (let filled = 0; filled < length; filled += digest.length) {
    let value = hash(digest.name, Buffer.concat([diversifier, input]), 'buffer');
    for (let round = 1; round < iterations; round += 1) value = hash(digest.name, value, 'buffer');
    value.copy(result, filled);
    addToEachBlock(input, repeated(value, block).subarray(0, block));
  }
  return result.subarray(0, length);
}

/** The value again and again, up to the next whole block; nothing stays nothing. */
function repeated(value: Uint8Array, blockLength: number): Buffer {
  const length = blockLength * Math.ceil(value.length / blockLength);
  return length === 0 ? Buffer.alloc(0) : Buffer.alloc(length, value);
}

/** Every block of the input, read as a big-endian number, plus the addend plus 1, without the carry out of it. */
function addToEachBlock(input: Buffer, addend: Uint8Array): void {
  for (let start = 0; start < input.length; start += addend.length) {
    let carry = 1;
    for (let i = addend.length - 1; i >= 0; i -= 1) {
      const sum = (input[start + i] ?? 0) + (addend[i] ?? 0) + carry;
      input[start + i] = sum & 0xff;
      carry = sum >> 8;
    }
  }
}
