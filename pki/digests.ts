/** What key derivation has to know of a hash. Lengths in bytes. */
export interface Digest {
  /** Name in node:crypto. */
  readonly name: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
  readonly oid: string;
  /** Object identifier of HMAC with it (RFC 8018, appendix B.1.2). */
  readonly hmacOid: string;
  readonly length: number;
  /** Length of the block that the hash takes in at a time. */
  readonly blockLength: number;
}

/** How many values of the hash it takes to fill `length` bytes. */
export function blocksOf(digest: Digest, length: number): number {
  return Math.ceil(length / digest.length);
}

export const sha1: Digest = {
  name: 'sha1',
  oid: '1.3.14.3.2.26',
  hmacOid: '1.2.840.113549.2.7',
  length: 20,
  blockLength: 64,
};

export const sha256: Digest = {
  name: 'sha256',
  oid: '2.16.840.1.101.3.4.2.1',
  hmacOid: '1.2.840.113549.2.9',
  length: 32,
  blockLength: 64,
};

/** The hashes that are read; MD5 and the SHA-3 family are not. */
export const digests: readonly Digest[] = [
  sha1,
  sha256,
  {
    name: 'sha224',
    oid: '2.16.840.1.101.3.4.2.4',
    hmacOid: '1.2.840.113549.2.8',
    length: 28,
    blockLength: 64,
  },
  {
    name: 'sha384',
    oid: '2.16.840.1.101.3.4.2.2',
    hmacOid: '1.2.840.113549.2.10',
    length: 48,
    blockLength: 128,
  },
  {
    name: 'sha512',
    oid: '2.16.840.1.101.3.4.2.3',
    hmacOid: '1.2.840.113549.2.11',
    length: 64,
    blockLength: 128,
  },
];
