import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { atomic, csp, open } from './client.ts';
import { installing, pool } from './pfx-files.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const id = `${csp}/PFXCertInstall/a`;

/** Arguments of `openssl pkcs12 -export`, with the password that the file then has. */
const forms = [
  { name: 'AES-256 with SHA-256', args: [], password: 'pw' },
  { name: 'legacy RC2-40 and 3DES with SHA-1', args: ['-legacy'], password: 'pw' },
  {
    name: '3DES',
    args: ['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
    password: 'pw',
  },
  { name: 'nothing encrypted', args: ['-keypbe', 'NONE', '-certpbe', 'NONE'], password: 'pw' },
  { name: 'the empty password', args: [], password: '' },
  { name: 'a password beyond ASCII', args: [], password: 'pä€ß' },
  { name: 'a friendly name', args: ['-name', 'my certificate'], password: 'pw' },
] as const;

describe.skipIf(!hasOpenssl)('PFX files made by openssl', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'simulator-openssl-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  function make(
    identity: ReturnType<typeof pool.identity>,
    args: readonly string[],
    password: string,
  ): string {
    const [key, certificate, file] = ['key.der', 'certificate.pem', 'file.pfx'].map((name) =>
      join(folder, name),
    );
    if (key === undefined || certificate === undefined || file === undefined) throw new Error('three names');
    writeFileSync(key, pem('PRIVATE KEY', identity.pkcs8));
    writeFileSync(certificate, pem('CERTIFICATE', identity.certificate));
    const options = [
      '-export',
      '-inkey',
      key,
      '-in',
      certificate,
      '-out',
      file,
      '-passout',
      `pass:${password}`,
    ];
    execFileSync('openssl', ['pkcs12', ...options, ...args], { stdio: 'pipe' });
    return readFileSync(file, 'base64');
  }

  it.each(forms)('with $name are imported', ({ args, password }) => {
    const identity = pool.identity('rsa-2048', 0);
    const session = open();
    const blob = make(identity, args, password);
    session.send(atomic(...installing(id, { PFXCertPassword: password, PFXCertBlob: blob })));
    expect(session.read(`${id}/Status`)).toBe('0');
    expect(session.stores()).toMatchObject([{ thumbprint: identity.thumbprint, provider: 'software' }]);
  });

  it.each(['rsa-1024', 'rsa-4096', 'ec-p256', 'ec-p384'] as const)(
    'with a key of kind %s are imported',
    (kind) => {
      const identity = pool.identity(kind, 0);
      const session = open();
      session.send(atomic(...installing(id, { PFXCertBlob: make(identity, [], 'pw') })));
      expect(session.stores()).toMatchObject([{ thumbprint: identity.thumbprint }]);
    },
  );
});

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
