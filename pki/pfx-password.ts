/** A password as the two generations of algorithms take it. */
export interface EncodedPassword {
  /** For the MAC and the ciphers of PKCS#12: UTF-16BE with two zero octets at the end (RFC 7292, appendix B.1). */
  readonly utf16: Uint8Array;
  /** For PBES2: UTF-8, as OpenSSL and Windows do. */
  readonly utf8: Uint8Array;
}

/** The encoding to write a password in. */
export function encodePassword(password: string): EncodedPassword {
  return {
    utf16: Buffer.from(`${password}\0`, 'utf16le').swap16(),
    utf8: Buffer.from(password, 'utf8'),
  };
}

/**
 * The encodings to try when a file is opened. The empty password has two: the two zero octets alone, and, in files
 * of writers that pass "no password" to the derivation, nothing at all.
 */
export function passwordEncodings(password: string): readonly EncodedPassword[] {
  const usual = encodePassword(password);
  return password === '' ? [usual, { utf16: new Uint8Array(0), utf8: new Uint8Array(0) }] : [usual];
}
