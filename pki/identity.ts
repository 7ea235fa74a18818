import type { KeyObject } from 'node:crypto';

/** The kinds of keys in the pool: algorithm and size, or curve. */
export type KeyKind = 'rsa-1024' | 'rsa-2048' | 'rsa-4096' | 'ec-p256' | 'ec-p384';

/** A private key with its certificate. */
export interface Identity {
  readonly kind: KeyKind;
  readonly index: number;
  /** Distinguished name of the certificate, such as `CN=conformance rsa-2048 0`. */
  readonly subject: string;
  /** X.509 in DER. */
  readonly certificate: Uint8Array;
  /** PrivateKeyInfo in DER. */
  readonly pkcs8: Uint8Array;
  readonly privateKey: KeyObject;
  /** SHA-1 of the certificate, hexadecimal in upper case. */
  readonly thumbprint: string;
  /** Certificates of the issuers, the root last. */
  readonly chain: readonly Uint8Array[];
}
