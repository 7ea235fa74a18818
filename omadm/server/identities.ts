import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
import type { RandomBytes } from '../../pki/random.ts';
import { issueCertificate, readCertificate, type KeyedCertificate } from '../../pki/scep/certificate.ts';
import { basicConstraints, purposeExtensions } from '../../pki/scep/extensions.ts';
import { publicKeyOf } from '../../pki/scep/keys.ts';
import { writeName } from '../../pki/scep/names.ts';
import type { TlsIdentity } from '../http/serve.ts';

/** The root of a management server: issues the certificate of its TLS endpoint and those of its devices. */
export interface ServerAuthority extends KeyedCertificate {
  readonly privateKey: KeyObject;
}

const day = 86_400_000;
/** keyCertSign and cRLSign. */
const authorityUsage = 0x06;
/** digitalSignature and keyEncipherment. */
const serverUsage = 0xa0;
/** RFC 5280, 4.2.1.12. */
const serverAuthentication = '1.3.6.1.5.5.7.3.1';

const newKey = (): KeyObject => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

/** A positive serial number of 16 octets. */
function serialNumber(random: RandomBytes): Uint8Array {
  const serial = random(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  return serial;
}

/** A new root with a new key, for ten years. */
export function newAuthority(name: string, now: Date, random: RandomBytes): ServerAuthority {
  const privateKey = newKey();
  const publicKey = publicKeyOf(privateKey);
  const subject = writeName(`CN=${name}`);
  const certificate = issueCertificate({
    serialNumber: serialNumber(random),
    issuer: subject,
    subject,
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + 3650 * day),
    publicKey,
    extensions: [basicConstraints(true), ...purposeExtensions({ keyUsage: authorityUsage })],
    issuerPublicKey: publicKey,
    issuerKey: privateKey,
    hash: 'sha256',
  });
  return { certificate, privateKey };
}

/**
 * A certificate for a TLS server, with a new key, for 397 days: clients take none that is valid for longer.
 * @param names host names and addresses by which devices reach the server
 */
export function newTlsIdentity(
  authority: ServerAuthority,
  names: readonly string[],
  now: Date,
  random: RandomBytes,
): TlsIdentity {
  const issuer = readCertificate(authority.certificate);
  const privateKey = newKey();
  const certificate = issueCertificate({
    serialNumber: serialNumber(random),
    issuer: issuer.subjectName,
    subject: writeName('CN=management server'),
    notBefore: new Date(now.getTime() - day),
    notAfter: new Date(now.getTime() + 396 * day),
    publicKey: publicKeyOf(privateKey),
    extensions: [
      basicConstraints(false),
      ...purposeExtensions({
        keyUsage: serverUsage,
        extendedKeyUsages: [serverAuthentication],
        subjectAlternativeNames: names.map((name) => ({
          kind: isIP(name) === 0 ? ('dns' as const) : ('ip' as const),
          value: name,
        })),
      }),
    ],
    issuerPublicKey: issuer.publicKey,
    issuerKey: authority.privateKey,
    hash: 'sha256',
  });
  return {
    certificate: pemOf('CERTIFICATE', certificate),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    clientAuthorities: [pemOf('CERTIFICATE', authority.certificate)],
  };
}

/** PEM (RFC 7468). */
export function pemOf(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
