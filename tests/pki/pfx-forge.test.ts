import { deepEqual } from 'node:assert/strict';
import forge from 'node-forge';
import { describe, expect, it } from 'vitest';
import { buildPfx } from '../../pki/pfx-build.ts';
import { openPfx } from '../../pki/pfx-open.ts';
import { openPool } from '../../pki/pool.ts';
import { seededRandom } from '../../pki/random.ts';
import { comparable } from './specifications.ts';

const pool = await openPool();
const identity = pool.identity('rsa-1024', 0);

const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('binary');
const bytesOf = (node: forge.asn1.Asn1): Uint8Array =>
  Uint8Array.from(Buffer.from(forge.asn1.toDer(node).getBytes(), 'binary'));

describe('node-forge', () => {
  // It reads neither a PBES2 password beyond ASCII nor a file without a password.
  it.each(
    (['aes256-sha256', '3des-sha1', 'rc2-40-sha1', 'none'] as const).flatMap((protection) =>
      ['pw', '', ...(protection === 'aes256-sha256' ? [] : ['pä€ß'])].map(
        (password) => [protection, password] as const,
      ),
    ),
  )('reads what is made here with %s and the password "%s"', (protection, password) => {
    const file = buildPfx(
      {
        identities: [identity],
        content: 'keys-and-certificates',
        chain: true,
        protection,
        password,
        iterations: 3,
        friendlyName: 'Schlüssel',
      },
      seededRandom('forge'),
    );
    const pfx = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(binary(file)), true, password);
    const bags = pfx.safeContents.flatMap(({ safeBags }) => safeBags);
    const certificates = bags.flatMap(({ cert }) =>
      cert ? [bytesOf(forge.pki.certificateToAsn1(cert))] : [],
    );
    const keys = bags.flatMap(({ key }) =>
      key ? [bytesOf(forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(key)))] : [],
    );
    deepEqual(certificates, [identity.certificate, ...identity.chain]);
    deepEqual(keys, [identity.pkcs8]);
    expect(pfx.getBags({ friendlyName: 'Schlüssel' }).friendlyName).toHaveLength(2);
  });

  const key = forge.pki.privateKeyFromAsn1(forge.asn1.fromDer(binary(identity.pkcs8)));
  const certificate = forge.pki.certificateFromAsn1(forge.asn1.fromDer(binary(identity.certificate)));

  it.each(['aes128', 'aes192', 'aes256', '3des'] as const)('makes files with %s that open', (algorithm) => {
    const file = bytesOf(
      forge.pkcs12.toPkcs12Asn1(key, certificate, 'pw', { algorithm, count: 5, friendlyName: 'name' }),
    );
    deepEqual(
      comparable(openPfx(file, 'pw')),
      comparable({
        keyed: [{ certificate: identity.certificate, pkcs8: identity.pkcs8, friendlyName: 'name' }],
        certificates: [],
        looseKeys: [],
        passwordKind: 'password',
      }),
    );
  });

  it('makes, for no password, a MAC over no octets at all, which opens with the empty password', () => {
    const file = bytesOf(forge.pkcs12.toPkcs12Asn1(key, certificate, null, { useMac: true, count: 5 }));
    expect(openPfx(file, '')).toMatchObject({ passwordKind: 'empty', keyed: [{ pkcs8: identity.pkcs8 }] });
    expect(() => openPfx(file, undefined)).toThrow(expect.objectContaining({ reason: 'password' }));
  });
});
