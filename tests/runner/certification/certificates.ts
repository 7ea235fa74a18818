import 'reflect-metadata';
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { createPrivateKey, webcrypto } from 'node:crypto';
import { readSigner, type Signer } from '../../../runner/certification/signer.ts';

export type KeyName = 'RSA' | 'P-256' | 'P-384';

/** A key and its certificate in PEM, as a laboratory has them. */
export interface KeyAndCertificate {
  readonly key: string;
  readonly certificate: string;
}

/** An authority that issues certificates to laboratories. */
export interface Authority {
  readonly certificate: string;
  issue(wishes?: CertificateWishes): Promise<KeyAndCertificate>;
}

export interface CertificateWishes {
  readonly key?: KeyName;
  readonly from?: Date;
  readonly to?: Date;
  /** Default: signatures. */
  readonly usage?: 'signatures' | 'key agreement';
}

/** The moment at which tests sign. */
export const now = new Date('2026-03-01T12:00:00Z');
const year = { from: new Date('2026-01-01T00:00:00Z'), to: new Date('2026-12-31T00:00:00Z') };

const usages = { signatures: KeyUsageFlags.digitalSignature, 'key agreement': KeyUsageFlags.keyAgreement };

const algorithms = {
  RSA: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    publicExponent: Uint8Array.of(1, 0, 1),
    modulusLength: 2048,
  },
  'P-256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'P-384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
} as const;

export async function makeAuthority(name = 'CN=Test CA'): Promise<Authority> {
  const keys = await makeKeys('P-256');
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    name,
    notBefore: year.from,
    notAfter: new Date('2046-01-01T00:00:00Z'),
    keys,
    signingAlgorithm: algorithms['P-256'],
    extensions: [
      new BasicConstraintsExtension(true, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign, true),
    ],
  });
  let serial = 1;
  return {
    certificate: certificate.toString('pem'),
    issue: async ({ key = 'P-256', from = year.from, to = year.to, usage = 'signatures' } = {}) => {
      const own = await makeKeys(key);
      serial++;
      const issued = await X509CertificateGenerator.create({
        serialNumber: serial.toString(16).padStart(2, '0'),
        subject: 'O=Contoso, CN=Test Laboratory',
        issuer: certificate.subject,
        notBefore: from,
        notAfter: to,
        publicKey: own.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: algorithms['P-256'],
        extensions: [new KeyUsagesExtension(usages[usage], true)],
      });
      return { key: await privateKeyIn(own), certificate: issued.toString('pem') };
    },
  };
}

export function signerOf({ key, certificate }: KeyAndCertificate): Signer {
  return readSigner(key, certificate, undefined, now);
}

/** The same key, encrypted. */
export function encrypted(key: string, passphrase: string): string {
  return createPrivateKey(key)
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
    .toString();
}

function makeKeys(name: KeyName): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithms[name], true, ['sign', 'verify']);
}

async function privateKeyIn(keys: webcrypto.CryptoKeyPair): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' })
    .export({ type: 'pkcs8', format: 'pem' })
    .toString();
}
