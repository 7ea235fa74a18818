import { IssuerAndSerialNumber } from '@peculiar/asn1-cms';
import { Certificate, id_ce_subjectKeyIdentifier } from '@peculiar/asn1-x509';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { OctetString } from '@peculiar/asn1-schema';
import { octets, parseAsn1, serializeAsn1 } from './asn1.ts';
import { EncodingError } from './ber.ts';

/** What names the owner of a certificate in a message, and the key to encrypt with. */
export interface Recipient {
  readonly issuerAndSerialNumber: IssuerAndSerialNumber;
  readonly subjectKeyIdentifier?: Uint8Array;
  readonly publicKey: KeyObject;
}

/**
 * Reads a certificate, X.509 in DER.
 *
 * @throws EncodingError
 */
export function readRecipient(certificate: Uint8Array): Recipient {
  const { tbsCertificate } = parseAsn1(certificate, Certificate);
  const { issuer, serialNumber, extensions, subjectPublicKeyInfo } = tbsCertificate;
  const identifier = extensions?.find(({ extnID }) => extnID === id_ce_subjectKeyIdentifier);
  return {
    issuerAndSerialNumber: new IssuerAndSerialNumber({ issuer, serialNumber }),
    ...(identifier && { subjectKeyIdentifier: octets(parseAsn1(identifier.extnValue.buffer, OctetString)) }),
    publicKey: readKey(serializeAsn1(subjectPublicKeyInfo)),
  };
}

function readKey(spki: Uint8Array): KeyObject {
  try {
    return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    throw new EncodingError('format', 'a certificate whose public key can not be read');
  }
}
