// @peculiar/x509 needs the metadata of reflect-metadata at the moment it is loaded.
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  type Extension,
} from '@peculiar/x509';
import { createPublicKey, hash, webcrypto, type KeyObject } from 'node:crypto';
import { toArrayBuffer } from './asn1.ts';
import type { Role } from './pool-plan.ts';

/** Fixed, so that a certificate is the same whenever it is made, and valid at every moment of a virtual clock. */
const validity = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2050-01-01T00:00:00Z') };

/** RSASSA-PKCS1-v1_5 has no random part: the same certificate gets the same signature. */
const signing = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** A certification authority: its common name and RSA key. */
export interface Authority {
  readonly name: string;
  readonly key: KeyObject;
}

/** A certificate for an authority, in DER; by itself if it is its own issuer. */
export function authorityCertificate(subject: Authority, issuer: Authority): Promise<Uint8Array> {
  return certify(subject.name, subject.key, issuer, [
    new BasicConstraintsExtension(true, undefined, true),
    new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
  ]);
}

/**
 * A certificate for a key of the pool, in DER. Clients get clientAuth; those that passwords are encrypted for may
 * encipher keys, which an EC key can not.
 */
export function leafCertificate(
  name: string,
  key: KeyObject,
  role: Role,
  issuer: Authority,
): Promise<Uint8Array> {
  const usages =
    key.asymmetricKeyType === 'rsa'
      ? new KeyUsagesExtension(KeyUsageFlags.digitalSignature | KeyUsageFlags.keyEncipherment, true)
      : new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true);
  return certify(name, key, issuer, [
    new BasicConstraintsExtension(false, undefined, true),
    usages,
    ...(role === 'custom' ? [] : [new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth])]),
  ]);
}

async function certify(
  name: string,
  key: KeyObject,
  issuer: Authority,
  extensions: readonly Extension[],
): Promise<Uint8Array> {
  const publicKey = publicKeyOf(key);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumberOf(name),
    subject: `CN=${name}`,
    issuer: `CN=${issuer.name}`,
    ...validity,
    publicKey,
    signingKey: await signingKeyOf(issuer.key),
    signingAlgorithm: signing,
    extensions: [
      ...extensions,
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(publicKeyOf(issuer.key)),
    ],
  });
  return new Uint8Array(certificate.rawData);
}

/** 16 bytes that belong to the name, positive and without leading zeros. */
function serialNumberOf(name: string): string {
  return `40${hash('sha256', name).slice(0, 30)}`;
}

const publicKeyOf = (key: KeyObject): ArrayBuffer =>
  toArrayBuffer(createPublicKey(key).export({ type: 'spki', format: 'der' }));

/** Node 20 makes no CryptoKey of a KeyObject, only of its encoding. */
function signingKeyOf(key: KeyObject): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', key.export({ type: 'pkcs8', format: 'der' }), signing, false, [
    'sign',
  ]);
}
