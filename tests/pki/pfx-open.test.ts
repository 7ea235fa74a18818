import { deepEqual } from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { describeCertificate } from '../../pki/certificate.ts';
import { openPfx } from '../../pki/pfx-open.ts';
import { openPool, type Identity } from '../../pki/pool.ts';
import { needsOpenssl, openssl, pem, withoutOpenssl } from './openssl.ts';
import { comparable } from './specifications.ts';

const pool = await openPool();
const tool = openssl();
const rsa = pool.identity('rsa-2048', 0);

/** Writes the identity where `openssl pkcs12 -export` takes it from. */
function store(name: string, { certificate, pkcs8, chain }: Identity): { leaf: string; chain: string } {
  return {
    leaf: tool.write(`${name}.pem`, pem('PRIVATE KEY', pkcs8) + pem('CERTIFICATE', certificate)),
    chain: tool.write(`${name}-chain.pem`, chain.map((der) => pem('CERTIFICATE', der)).join('')),
  };
}

function exported(password: string, ...options: readonly string[]): Uint8Array {
  tool.run('pkcs12 -export -out file.pfx', '-passout', `pass:${password}`, ...options);
  return tool.read('file.pfx');
}

describe.skipIf(withoutOpenssl)(`a PFX made by openssl (${needsOpenssl})`, () => {
  const { leaf, chain } = store('rsa', rsa);

  /** Everything that openssl can vary, each with the options that bring it about. */
  it.each<[form: string, options: readonly string[]]>([
    ['by default', []],
    ['with AES-128', ['-keypbe', 'aes-128-cbc', '-certpbe', 'aes-128-cbc']],
    [
      'with AES-192 and a SHA-512 MAC',
      ['-keypbe', 'aes-192-cbc', '-certpbe', 'aes-192-cbc', '-macalg', 'sha512'],
    ],
    ['with a SHA-1 MAC', ['-macalg', 'sha1']],
    ['with a SHA-384 MAC', ['-macalg', 'sha384']],
    ['with a SHA-224 MAC', ['-macalg', 'sha224']],
    ['with 3DES by PBES2', ['-keypbe', 'des-ede3-cbc', '-certpbe', 'des-ede3-cbc']],
    ['with 3DES and a SHA-256 MAC', ['-descert', '-keypbe', 'PBE-SHA1-3DES']],
    ['with 3DES and a SHA-1 MAC', ['-descert', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    ['with 3DES of two keys', ['-certpbe', 'PBE-SHA1-2DES', '-keypbe', 'PBE-SHA1-2DES']],
    ['with RC2-40 and 3DES (-legacy)', ['-legacy']],
    ['with RC2-128', ['-legacy', '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-RC2-128']],
    ['with RC4-128 and RC4-40', ['-legacy', '-certpbe', 'PBE-SHA1-RC4-128', '-keypbe', 'PBE-SHA1-RC4-40']],
    ['with certificates in the clear', ['-certpbe', 'NONE']],
    ['with everything in the clear', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
    ['encrypted without a MAC', ['-nomac']],
    ['with RC2-40 without a MAC', ['-legacy', '-nomac']],
    ['with one iteration', ['-iter', '1']],
    ['with 100,000 iterations', ['-iter', '100000']],
    ['with attributes of Microsoft', ['-CSP', 'Microsoft Software Key Storage Provider', '-keysig', '-LMK']],
  ])('%s opens with key, certificate, chain and name, and not with another password', (_form, options) => {
    const file = exported('pä€ß𝄞', '-in', leaf, '-certfile', chain, '-name', 'Schlüssel €', ...options);
    const contents = openPfx(file, 'pä€ß𝄞');
    deepEqual(
      comparable(contents),
      comparable({
        keyed: [{ certificate: rsa.certificate, pkcs8: rsa.pkcs8, friendlyName: 'Schlüssel €' }],
        certificates: rsa.chain,
        looseKeys: [],
        passwordKind: 'password',
      }),
    );
    for (const wrong of ['pä€ß', '', undefined]) {
      expect(() => openPfx(file, wrong)).toThrow(expect.objectContaining({ reason: 'password' }));
    }
  });

  it.each<[form: string, options: readonly string[]]>([
    ['by default', []],
    ['with RC2-40 and 3DES', ['-legacy']],
    ['encrypted without a MAC', ['-nomac']],
    ['with a MAC and nothing encrypted', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
  ])('%s and the empty password opens with that one only', (_form, options) => {
    const file = exported('', '-in', leaf, ...options);
    const { keyed, passwordKind } = openPfx(file, '');
    expect([keyed.length, passwordKind]).toEqual([1, 'empty']);
    for (const wrong of ['x', undefined]) {
      expect(() => openPfx(file, wrong)).toThrow(expect.objectContaining({ reason: 'password' }));
    }
  });

  it('without MAC and encryption opens with any password and with none', () => {
    const file = exported('', '-in', leaf, '-nomac', '-certpbe', 'NONE', '-keypbe', 'NONE');
    for (const password of [undefined, '', 'any']) {
      const { keyed, passwordKind } = openPfx(file, password);
      expect([keyed.length, passwordKind]).toEqual([1, 'none']);
    }
  });

  it.each(['rsa-1024', 'rsa-4096', 'ec-p256', 'ec-p384'] as const)('with a key of kind %s opens', (kind) => {
    const identity = pool.identity(kind, 0);
    const file = exported('pw', '-in', store(kind, identity).leaf, '-legacy');
    deepEqual(
      comparable(openPfx(file, 'pw')),
      comparable({
        keyed: [{ certificate: identity.certificate, pkcs8: identity.pkcs8 }],
        certificates: [],
        looseKeys: [],
        passwordKind: 'password',
      }),
    );
  });

  it('with an Ed25519 key opens', () => {
    tool.run('genpkey -algorithm ed25519 -out ed25519.key');
    tool.run('req -new -x509 -key ed25519.key -subj /C=US/O=Contoso/CN=ed -out ed25519.crt');
    const file = exported('pw', '-inkey', 'ed25519.key', '-in', 'ed25519.crt');
    const [entry] = openPfx(file, 'pw').keyed;
    expect(describeCertificate(entry?.certificate ?? new Uint8Array(0))).toMatchObject({
      subject: 'CN=ed, O=Contoso, C=US',
      keyAlgorithm: 'Ed25519',
      keyBits: 256,
    });
  });

  it('with certificates only, or a key only, opens as such', () => {
    const certificates = openPfx(exported('pw', '-nokeys', '-in', leaf, '-certfile', chain), 'pw');
    expect([
      certificates.keyed.length,
      certificates.certificates.length,
      certificates.looseKeys.length,
    ]).toEqual([0, 3, 0]);
    const keys = openPfx(exported('pw', '-nocerts', '-inkey', leaf, '-in', leaf), 'pw');
    expect([keys.keyed.length, keys.certificates.length, keys.looseKeys.length]).toEqual([0, 0, 1]);
  });

  it('with bytes after its end opens', () => {
    const file = exported('pw', '-in', leaf);
    expect(openPfx(Buffer.concat([file, Buffer.from('abc')]), 'pw').keyed).toHaveLength(1);
  });
});
