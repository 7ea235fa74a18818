import { ContentInfo, EncryptedContentInfo } from '@peculiar/asn1-cms';
import { AsnProp, AsnPropTypes, OctetString } from '@peculiar/asn1-schema';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { octets } from './asn1.ts';

// Structures that the @peculiar packages in use do not declare. AsnProp is applied as a function, since decorators
// are no erasable syntax.

/** EncryptedData (RFC 5652, section 8). */
export class EncryptedData {
  version = 0;
  encryptedContentInfo = new EncryptedContentInfo();
}
AsnProp({ type: AsnPropTypes.Integer })(EncryptedData.prototype, 'version');
AsnProp({ type: EncryptedContentInfo })(EncryptedData.prototype, 'encryptedContentInfo');

/** A PFX without MacData (RFC 7292, section 4); the PFX of @peculiar/asn1-pfx always writes one. */
export class PfxWithoutMac {
  version = 3;
  authSafe = new ContentInfo();
}
AsnProp({ type: AsnPropTypes.Integer })(PfxWithoutMac.prototype, 'version');
AsnProp({ type: ContentInfo })(PfxWithoutMac.prototype, 'authSafe');

/** Parameters of the PKCS#12 password-based ciphers (RFC 7292, appendix C). */
export class Pkcs12PbeParameters {
  salt = new OctetString();
  iterations: number | string = 1;
}
AsnProp({ type: OctetString })(Pkcs12PbeParameters.prototype, 'salt');
AsnProp({ type: AsnPropTypes.Integer })(Pkcs12PbeParameters.prototype, 'iterations');

/** PBES2-params (RFC 8018, appendix A.4). */
export class Pbes2Parameters {
  keyDerivationFunc = new AlgorithmIdentifier();
  encryptionScheme = new AlgorithmIdentifier();
}
AsnProp({ type: AlgorithmIdentifier })(Pbes2Parameters.prototype, 'keyDerivationFunc');
AsnProp({ type: AlgorithmIdentifier })(Pbes2Parameters.prototype, 'encryptionScheme');

/** PBKDF2-params with a salt given in place (RFC 8018, appendix A.2). An absent prf means HMAC with SHA-1. */
export class Pbkdf2Parameters {
  salt = new OctetString();
  iterationCount: number | string = 1;
  keyLength?: number;
  prf?: AlgorithmIdentifier;
}
AsnProp({ type: OctetString })(Pbkdf2Parameters.prototype, 'salt');
AsnProp({ type: AsnPropTypes.Integer })(Pbkdf2Parameters.prototype, 'iterationCount');
AsnProp({ type: AsnPropTypes.Integer, optional: true })(Pbkdf2Parameters.prototype, 'keyLength');
AsnProp({ type: AlgorithmIdentifier, optional: true })(Pbkdf2Parameters.prototype, 'prf');

/** The encrypted octets, which streaming writers cut into pieces. */
export function encryptedOctets(info: EncryptedContentInfo): Uint8Array {
  const content = info.encryptedContent;
  if (content?.value !== undefined) return octets(content.value);
  return Buffer.concat((content?.constructedValue ?? []).map(octets));
}
