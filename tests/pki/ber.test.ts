import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf, derValue, EncodingError, membersOf, toDer } from '../../pki/ber.ts';
import { inBer } from './ber-writer.ts';

/** Values of primitive and constructed types, nested, with long tags and long contents. */
const { value } = fc.letrec<{ value: Uint8Array; members: Uint8Array[] }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .tuple(
        fc.constantFrom([0x02], [0x04], [0x0c], [0x80], [0x9f, 0x81, 0x01]),
        fc.uint8Array({ maxLength: 300 }),
      )
      .map(([tag, content]) => derValue(Uint8Array.from(tag), content)),
    fc
      .tuple(fc.constantFrom(0x30, 0x31, 0xa0), tie('members'))
      .map(([tag, members]) => derValue(Uint8Array.of(tag), Buffer.concat(members))),
  ),
  members: fc.array(tie('value'), { maxLength: 4 }),
}));

const hex = (text: string): Uint8Array => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('toDer', () => {
  it('leaves DER as it is', () => {
    fc.assert(
      fc.property(value, (der) => {
        deepEqual(Buffer.from(toDer(der)), Buffer.from(der));
      }),
    );
  });

  it('makes the one DER of any BER of a value, without the bytes after it', () => {
    fc.assert(
      fc.property(
        value,
        fc.integer({ min: 1, max: 100 }),
        fc.uint8Array({ maxLength: 5 }),
        (der, length, rest) => {
          deepEqual(Buffer.from(toDer(Buffer.concat([inBer(der, length), rest]))), Buffer.from(der));
        },
      ),
    );
  });

  it('throws nothing but EncodingError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          toDer(bytes);
        } catch (error) {
          if (!(error instanceof EncodingError)) throw error;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['nothing', ''],
    ['a tag without a length', '30'],
    ['a content that ends early', '04 05 01'],
    ['a member longer than its sequence', '30 03 04 05 01 02 03 04 05'],
    ['an indefinite length that does not end', '30 80 02 01 00'],
    ['a primitive value of indefinite length', '04 80 00 00'],
    ['a length of five octets', '04 85 00 00 00 00 00'],
    ['a tag of zero', '00 00'],
    ['an octet string with a piece of another type', '24 03 02 01 00'],
  ])('refuses %s', (_what, bytes) => {
    expect(() => toDer(hex(bytes))).toThrow(expect.objectContaining({ reason: 'format' }));
  });

  it('refuses more than 64 levels and more than 10,000 values', () => {
    const nested = (depth: number): Uint8Array => hex(`${'3080'.repeat(depth)}${'0000'.repeat(depth)}`);
    expect(toDer(nested(64))).toHaveLength(128);
    expect(() => toDer(nested(65))).toThrow(expect.objectContaining({ reason: 'limit' }));
    expect(() => toDer(hex(`3080${'0500'.repeat(10_000)}0000`))).toThrow(
      expect.objectContaining({ reason: 'limit' }),
    );
  });
});

describe('membersOf and contentOf', () => {
  it('take a value apart', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 5 }), (members) => {
        const sequence = derValue(Uint8Array.of(0x30), Buffer.concat(members));
        deepEqual(Buffer.concat(membersOf(sequence)), Buffer.concat(members));
        deepEqual(Buffer.from(contentOf(sequence)), Buffer.concat(members));
        deepEqual(membersOf(sequence).length, members.length);
      }),
    );
  });
});
