import { deepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import forge from 'node-forge';
import { describe, expect, it } from 'vitest';
import { rc2CbcDecrypt, rc2CbcEncrypt } from '../../pki/rc2.ts';
import { rc4 } from '../../pki/rc4.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const keys = fc.uint8Array({ minLength: 1, maxLength: 128 });

describe('RC2', () => {
  it.each([
    ['ffffffffffffffff', 'ffffffffffffffff', '278b27e42e2f0d49'],
    ['3000000000000000', '1000000000000001', '30649edf9be7d2c2'],
    ['88bca90e90875a7f0f79c384627bafb2', '0000000000000000', '2269552ab0f85ca6'],
  ])(
    'gives the vectors of RFC 2268, section 5, in which all bits of the key %s count',
    (key, plain, expected) => {
      const encrypted = rc2CbcEncrypt(hex(key), Buffer.alloc(8), hex(plain));
      expect(Buffer.from(encrypted).toString('hex').slice(0, 16)).toBe(expected);
    },
  );

  it('gives what node-forge gives, and back', () => {
    fc.assert(
      fc.property(keys, bytes(8), fc.uint8Array(), (key, iv, plain) => {
        const binary = (value: Uint8Array): string => Buffer.from(value).toString('binary');
        const cipher = forge.rc2.createEncryptionCipher(binary(key), 8 * key.length);
        cipher.start(binary(iv));
        cipher.update(forge.util.createBuffer(binary(plain)));
        cipher.finish();
        const encrypted = rc2CbcEncrypt(key, iv, plain);
        deepEqual(Buffer.from(encrypted), Buffer.from(cipher.output.getBytes(), 'binary'));
        deepEqual(Buffer.from(rc2CbcDecrypt(key, iv, encrypted) ?? []), Buffer.from(plain));
      }),
    );
  });

  it('refuses padding that is wrong', () => {
    const [key, iv] = [hex('0102030405'), Buffer.alloc(8)];
    expect(rc2CbcDecrypt(key, iv, new Uint8Array(0))).toBeUndefined();
    expect(rc2CbcDecrypt(key, iv, new Uint8Array(7))).toBeUndefined();
    const encrypted = rc2CbcEncrypt(key, iv, Buffer.alloc(8, 9));
    expect(rc2CbcDecrypt(key, iv, encrypted.subarray(0, 8))).toBeUndefined();
  });
});

describe('RC4', () => {
  it.each([
    ['0102030405', 'b2396305f03dc027ccc3524a0a1118a8'],
    ['0102030405060708090a0b0c0d0e0f10', '9ac7cc9a609d1ef7b2932899cde41b97'],
  ])('gives the streams of RFC 6229, section 2, for the key %s', (key, expected) => {
    expect(Buffer.from(rc4(hex(key), new Uint8Array(16))).toString('hex')).toBe(expected);
  });
});
