import { createCipheriv, createDecipheriv } from 'node:crypto';
import { rc2CbcDecrypt, rc2CbcEncrypt } from './rc2.ts';
import { rc4 } from './rc4.ts';

/** A content cipher with the padding of PKCS#7. Lengths in bytes. */
export interface Cipher {
  readonly keyLength: number;
  readonly ivLength: number;
  readonly encrypt: (key: Uint8Array, iv: Uint8Array, plain: Uint8Array) => Uint8Array;
  /** undefined for wrong padding: the key is wrong, or the bytes are damaged. */
  readonly decrypt: (key: Uint8Array, iv: Uint8Array, encrypted: Uint8Array) => Uint8Array | undefined;
}

function native(name: string, keyLength: number, ivLength: number): Cipher {
  return {
    keyLength,
    ivLength,
    encrypt: (key, iv, plain) => {
      const cipher = createCipheriv(name, key, iv);
      return Buffer.concat([cipher.update(plain), cipher.final()]);
    },
    decrypt: (key, iv, encrypted) => {
      const decipher = createDecipheriv(name, key, iv);
      const start = decipher.update(encrypted);
      try {
        return Buffer.concat([start, decipher.final()]);
      } catch {
        // Key and vector have the right lengths here, so that only the padding can be wrong.
        return undefined;
      }
    },
  };
}

function rc2(keyLength: number): Cipher {
  return { keyLength, ivLength: 8, encrypt: rc2CbcEncrypt, decrypt: rc2CbcDecrypt };
}

function streaming(keyLength: number): Cipher {
  return {
    keyLength,
    ivLength: 0,
    encrypt: (key, _iv, plain) => rc4(key, plain),
    decrypt: (key, _iv, encrypted) => rc4(key, encrypted),
  };
}

const tripleDes = native('des-ede3-cbc', 24, 8);

/** Ciphers that PBES2 and CMS name, each with its vector as parameter (RFC 3565; RFC 8018, appendix B.2). */
export const contentCiphers = {
  'aes-128-cbc': { oid: '2.16.840.1.101.3.4.1.2', ...native('aes-128-cbc', 16, 16) },
  'aes-192-cbc': { oid: '2.16.840.1.101.3.4.1.22', ...native('aes-192-cbc', 24, 16) },
  'aes-256-cbc': { oid: '2.16.840.1.101.3.4.1.42', ...native('aes-256-cbc', 32, 16) },
  '3des-cbc': { oid: '1.2.840.113549.3.7', ...tripleDes },
} satisfies Record<string, Cipher & { oid: string }>;

export type ContentCipherName = keyof typeof contentCiphers;

/** The content cipher of an object identifier, undefined for one that is not supported. */
export function contentCipher(oid: string): Cipher | undefined {
  return Object.values(contentCiphers).find((cipher) => cipher.oid === oid);
}

/** Ciphers whose key and vector PKCS#12 itself derives (RFC 7292, appendix C), by object identifier. */
export const pkcs12Ciphers: ReadonlyMap<string, Cipher> = new Map<string, Cipher>([
  ['1.2.840.113549.1.12.1.1', streaming(16)],
  ['1.2.840.113549.1.12.1.2', streaming(5)],
  ['1.2.840.113549.1.12.1.3', tripleDes],
  ['1.2.840.113549.1.12.1.4', native('des-ede-cbc', 16, 8)],
  ['1.2.840.113549.1.12.1.5', rc2(16)],
  ['1.2.840.113549.1.12.1.6', rc2(5)],
]);
