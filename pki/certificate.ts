import { X509Certificate, type KeyObject } from 'node:crypto';
import { toDer } from './ber.ts';

/** What people and tests look at in a certificate. */
export interface CertificateDescription {
  /** SHA-1 of the DER, hexadecimal in upper case. */
  readonly thumbprint: string;
  /** Parts with the most specific first, as Windows shows them, escaped after RFC 4514: `CN=host, O=Contoso\, Ltd., C=US`. */
  readonly subject: string;
  readonly issuer: string;
  /** `RSA`, `RSA-PSS`, `EC`, `Ed25519` and so on; `unknown` for a key that node:crypto does not load. */
  readonly keyAlgorithm: string;
  /** Size of the modulus or of the curve's field in bits; 0 if not known. */
  readonly keyBits: number;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** The bytes are no X.509 certificate. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
}

/**
 * Describes a certificate.
 *
 * @param der X.509 in DER
 * @throws CertificateError
 */
export function describeCertificate(der: Uint8Array): CertificateDescription {
  const known = described.get(der);
  if (known !== undefined) return known;
  const description = describe(der);
  described.set(der, description);
  return description;
}

/** A certificate is described where it arrives and again where it is stored. */
const described = new WeakMap<Uint8Array, CertificateDescription>();

function describe(der: Uint8Array): CertificateDescription {
  const certificate = loadCertificate(der);
  return {
    thumbprint: certificate.fingerprint.replaceAll(':', ''),
    subject: onOneLine(certificate.subject),
    issuer: onOneLine(certificate.issuer),
    ...describeKey(certificate),
    notBefore: new Date(certificate.validFrom),
    notAfter: new Date(certificate.validTo),
  };
}

/**
 * The certificate as node:crypto has it, for comparisons with keys.
 *
 * @throws CertificateError also for PEM, which node:crypto would take as well
 */
export function loadCertificate(der: Uint8Array): X509Certificate {
  try {
    return new X509Certificate(toDer(der));
  } catch (error) {
    throw new CertificateError(
      `no X.509 certificate: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * node:crypto gives a line for each part of a name, in the order of the encoding; it escapes line feeds in them. Of an
 * empty name it gives undefined, whatever its types say.
 */
function onOneLine(name: string | undefined): string {
  return (name ?? '').split('\n').reverse().join(', ');
}

const algorithmNames: Readonly<Record<string, string>> = {
  rsa: 'RSA',
  'rsa-pss': 'RSA-PSS',
  ec: 'EC',
  dsa: 'DSA',
  ed25519: 'Ed25519',
  ed448: 'Ed448',
};

const curveBits: Readonly<Record<string, number>> = {
  prime256v1: 256,
  secp256k1: 256,
  secp384r1: 384,
  secp521r1: 521,
  ed25519: 256,
  ed448: 456,
};

function describeKey(certificate: X509Certificate): Pick<CertificateDescription, 'keyAlgorithm' | 'keyBits'> {
  let key: KeyObject;
  try {
    key = certificate.publicKey;
  } catch {
    return { keyAlgorithm: 'unknown', keyBits: 0 };
  }
  const type = key.asymmetricKeyType ?? 'unknown';
  const details = key.asymmetricKeyDetails;
  return {
    keyAlgorithm: algorithmNames[type] ?? type,
    keyBits: details?.modulusLength ?? curveBits[details?.namedCurve ?? type] ?? 0,
  };
}
