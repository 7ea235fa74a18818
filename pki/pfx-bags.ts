import { EncryptedPrivateKeyInfo } from '@peculiar/asn1-pkcs8';
import {
  CertBag,
  id_certBag,
  id_keyBag,
  id_pkcs8ShroudedKeyBag,
  id_SafeContents,
  id_x509Certificate,
  SafeContents,
  type PKCS12Attribute,
  type SafeBag,
} from '@peculiar/asn1-pfx';
import { OctetString } from '@peculiar/asn1-schema';
import type { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { octets, parseAsn1 } from './asn1.ts';
import { contentOf } from './ber.ts';
import { PfxError } from './pfx-error.ts';

export const friendlyNameOid = '1.2.840.113549.1.9.20';
export const localKeyIdOid = '1.2.840.113549.1.9.21';

/** A key or a certificate as it lies in the file. */
export interface Bag {
  readonly kind: 'key' | 'certificate';
  /** PKCS#8 PrivateKeyInfo, or X.509, in DER. */
  readonly value: Uint8Array;
  readonly friendlyName?: string;
  /** Hexadecimal; what a key and its certificate have in common. */
  readonly localKeyId?: string;
}

/** How deep SafeContents may lie in one another. No known writer nests them at all. */
const maximumNesting = 4;

/**
 * The keys and certificates of one SafeContents. CRLs, secrets and certificates other than X.509 are passed over.
 *
 * @param decrypt opens a shrouded key
 * @throws PfxError, EncodingError
 */
export function readBags(
  safeContents: Uint8Array | ArrayBuffer,
  decrypt: (algorithm: AlgorithmIdentifier, encrypted: Uint8Array) => Uint8Array,
  maximumBags: number,
  depth = 0,
): readonly Bag[] {
  if (depth > maximumNesting)
    throw new PfxError('limit', `SafeContents nested more than ${maximumNesting} deep`);
  const bags = parseAsn1(safeContents, SafeContents);
  if (bags.length > maximumBags) throw new PfxError('limit', `more than ${maximumBags} bags`);

  return bags.flatMap((bag): readonly Bag[] => {
    switch (bag.bagId) {
      case id_keyBag:
        return [{ kind: 'key', value: plain(bag.bagValue), ...readAttributes(bag) }];
      case id_pkcs8ShroudedKeyBag: {
        const shrouded = parseAsn1(bag.bagValue, EncryptedPrivateKeyInfo);
        const key = decrypt(shrouded.encryptionAlgorithm, octets(shrouded.encryptedData));
        return [{ kind: 'key', value: plain(key), ...readAttributes(bag) }];
      }
      case id_certBag: {
        const { certId, certValue } = parseAsn1(bag.bagValue, CertBag);
        if (certId !== id_x509Certificate) return [];
        return [
          { kind: 'certificate', value: octets(parseAsn1(certValue, OctetString)), ...readAttributes(bag) },
        ];
      }
      case id_SafeContents:
        return readBags(bag.bagValue, decrypt, maximumBags, depth + 1);
      default:
        return [];
    }
  });
}

/** A copy that is no Buffer and holds no other bytes. */
const plain = (bytes: Uint8Array | ArrayBuffer): Uint8Array => Uint8Array.from(new Uint8Array(bytes));

function readAttributes(bag: SafeBag): Pick<Bag, 'friendlyName' | 'localKeyId'> {
  const valueOf = (oid: string): Uint8Array | undefined => {
    const value = bag.bagAttributes?.find((attribute: PKCS12Attribute) => attribute.attrId === oid)
      ?.attrValues[0];
    return value === undefined ? undefined : contentOf(new Uint8Array(value));
  };
  const name = valueOf(friendlyNameOid);
  const id = valueOf(localKeyIdOid);
  return {
    ...(name === undefined ? {} : { friendlyName: new TextDecoder('utf-16be').decode(name) }),
    ...(id === undefined ? {} : { localKeyId: Buffer.from(id).toString('hex') }),
  };
}
