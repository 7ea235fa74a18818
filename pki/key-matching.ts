import { PrivateKeyInfo } from '@peculiar/asn1-pkcs8';
import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto';
import { parseAsn1 } from './asn1.ts';
import { CertificateError, loadCertificate } from './certificate.ts';
import type { Bag } from './pfx-bags.ts';
import { PfxError } from './pfx-error.ts';

/** A certificate with its private key. */
export interface KeyedCertificate {
  readonly certificate: Uint8Array;
  readonly pkcs8: Uint8Array;
  /** The certificate's, or, if it has none, the key's. */
  readonly friendlyName?: string;
}

/**
 * Key algorithms that are compared with certificates: RSA, RSA-PSS, EC, Ed25519 and Ed448. Loading a DSA or DH key
 * computes with numbers of the file's own choice and size, which a hostile file can use to stop us.
 */
const comparedAlgorithms: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.1',
  '1.2.840.113549.1.1.10',
  '1.2.840.10045.2.1',
  '1.3.101.112',
  '1.3.101.113',
]);

/** RSA with 16,384 bits takes 9.3 KB. */
const maximumKeyLength = 16_384;

/**
 * Gives every key the certificate that has its public key: among several the one with the same localKeyId, else the
 * first. The localKeyId alone does not count, since writers may leave it out or number as they like.
 *
 * @throws PfxError `format` for a certificate or a key that is none, `limit` for a key of more than 16 KB;
 *   EncodingError
 */
export function matchKeys(bags: readonly Bag[]): {
  keyed: readonly KeyedCertificate[];
  certificates: readonly Uint8Array[];
  looseKeys: readonly Uint8Array[];
} {
  const free = bags
    .filter((bag) => bag.kind === 'certificate')
    .map((bag) => ({ bag, x509: readCertificate(bag.value) }));
  const keyed: KeyedCertificate[] = [];
  const looseKeys: Uint8Array[] = [];

  for (const keyBag of bags.filter((bag) => bag.kind === 'key')) {
    const key = readKey(keyBag.value);
    const fitting = key === undefined ? [] : free.filter(({ x509 }) => x509.checkPrivateKey(key));
    const chosen =
      fitting.find(({ bag }) => bag.localKeyId !== undefined && bag.localKeyId === keyBag.localKeyId) ??
      fitting[0];
    if (chosen === undefined) {
      looseKeys.push(keyBag.value);
      continue;
    }
    free.splice(free.indexOf(chosen), 1);
    const friendlyName = chosen.bag.friendlyName ?? keyBag.friendlyName;
    keyed.push({
      certificate: chosen.bag.value,
      pkcs8: keyBag.value,
      ...(friendlyName === undefined ? {} : { friendlyName }),
    });
  }
  return { keyed, certificates: free.map(({ bag }) => bag.value), looseKeys };
}

function readCertificate(der: Uint8Array): X509Certificate {
  try {
    return loadCertificate(der);
  } catch (error) {
    if (error instanceof CertificateError) throw new PfxError('format', error.message);
    throw error;
  }
}

/** undefined for a key that is not compared. */
function readKey(pkcs8: Uint8Array): KeyObject | undefined {
  if (pkcs8.length > maximumKeyLength) throw new PfxError('limit', `a private key of ${pkcs8.length} bytes`);
  const { algorithm } = parseAsn1(pkcs8, PrivateKeyInfo).privateKeyAlgorithm;
  if (!comparedAlgorithms.has(algorithm)) return undefined;
  try {
    return createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } catch {
    throw new PfxError('format', 'a private key that can not be read');
  }
}
