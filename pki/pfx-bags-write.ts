import { EncryptedData, EncryptedPrivateKeyInfo } from '@peculiar/asn1-pkcs8';
import {
  CertBag,
  id_certBag,
  id_keyBag,
  id_pkcs8ShroudedKeyBag,
  id_x509Certificate,
  PKCS12Attribute,
  SafeBag,
} from '@peculiar/asn1-pfx';
import { inSetOrder, octetString, serializeAsn1, toArrayBuffer } from './asn1.ts';
import { derValue } from './ber.ts';
import type { PasswordEncrypted } from './password-encryption.ts';
import { friendlyNameOid, localKeyIdOid } from './pfx-bags.ts';

/** Tag of a BMPString (X.680 8.6). */
const bmpString = Uint8Array.of(0x1e);

/** What is written beside a key or a certificate (RFC 2985, section 5.5). */
export interface BagAttributes {
  readonly localKeyId?: Uint8Array;
  readonly friendlyName?: string;
}

/** A certificate, X.509 in DER. */
export function certificateBag(certificate: Uint8Array, attributes: BagAttributes): SafeBag {
  const certValue = toArrayBuffer(serializeAsn1(octetString(certificate)));
  return bag(id_certBag, serializeAsn1(new CertBag({ certId: id_x509Certificate, certValue })), attributes);
}

/** A private key in the clear, PKCS#8 in DER. */
export function keyBag(pkcs8: Uint8Array, attributes: BagAttributes): SafeBag {
  return bag(id_keyBag, pkcs8, attributes);
}

/** A private key encrypted with a password. */
export function shroudedKeyBag(
  { algorithm, encrypted }: PasswordEncrypted,
  attributes: BagAttributes,
): SafeBag {
  const value = new EncryptedPrivateKeyInfo({
    encryptionAlgorithm: algorithm,
    encryptedData: new EncryptedData(toArrayBuffer(encrypted)),
  });
  return bag(id_pkcs8ShroudedKeyBag, serializeAsn1(value), attributes);
}

/** Through assignment, as the constructor of PKCS12Attribute passes over its argument (asn1-pfx 2.11.1). */
function attribute(oid: string, value: Uint8Array): PKCS12Attribute {
  const result = new PKCS12Attribute();
  result.attrId = oid;
  result.attrValues = [toArrayBuffer(value)];
  return result;
}

function bag(bagId: string, value: Uint8Array, { localKeyId, friendlyName }: BagAttributes): SafeBag {
  const attributes: PKCS12Attribute[] = [];
  if (localKeyId !== undefined)
    attributes.push(attribute(localKeyIdOid, serializeAsn1(octetString(localKeyId))));
  if (friendlyName !== undefined) {
    attributes.push(
      attribute(friendlyNameOid, derValue(bmpString, Buffer.from(friendlyName, 'utf16le').swap16())),
    );
  }
  const result = new SafeBag({ bagId, bagValue: toArrayBuffer(value) });
  if (attributes.length > 0) result.bagAttributes = inSetOrder(attributes);
  return result;
}
