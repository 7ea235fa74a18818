import { MacData } from '@peculiar/asn1-pfx';
import { DigestInfo } from '@peculiar/asn1-rsa';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { octets, octetString } from './asn1.ts';
import { digests, type Digest } from './digests.ts';
import { PfxError } from './pfx-error.ts';
import type { SpendWork } from './pfx-limits.ts';
import type { EncodedPassword } from './pfx-password.ts';
import { derivePkcs12, purpose } from './pkcs12-derivation.ts';

/** The MAC over the content of a PFX (RFC 7292, section 5.1). */
export function makeMac(
  digest: Digest,
  content: Uint8Array,
  password: EncodedPassword,
  salt: Uint8Array,
  iterations: number,
): MacData {
  const value = macOver(digest, content, password, salt, iterations);
  return new MacData({
    mac: new DigestInfo({
      digestAlgorithm: new AlgorithmIdentifier({ algorithm: digest.oid, parameters: null }),
      digest: octetString(value),
    }),
    macSalt: octetString(salt),
    iterations,
  });
}

/**
 * Whether the password is the one that the MAC was made with, over the same content.
 *
 * @throws PfxError `unsupported` for another kind of MAC, such as PBMAC1 (RFC 9579); `limit`; `format`
 */
export function checkMac(
  mac: MacData,
  content: Uint8Array,
  password: EncodedPassword,
  spend: SpendWork,
): boolean {
  const oid = mac.mac.digestAlgorithm.algorithm;
  const digest = digests.find((known) => known.oid === oid);
  if (digest === undefined) throw new PfxError('unsupported', `a MAC with ${oid} is not supported`);
  const iterations = spend(mac.iterations, 1);
  const expected = macOver(digest, content, password, octets(mac.macSalt), iterations);
  const found = octets(mac.mac.digest);
  return found.length === expected.length && timingSafeEqual(found, expected);
}

function macOver(
  digest: Digest,
  content: Uint8Array,
  password: EncodedPassword,
  salt: Uint8Array,
  iterations: number,
): Uint8Array {
  const key = derivePkcs12(digest, purpose.mac, password.utf16, salt, iterations, digest.length);
  return createHmac(digest.name, key).update(content).digest();
}
