import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hash, X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeCertificate } from '../../pki/certificate.ts';
import { readCache, writeCache, type StoredPool } from '../../pki/pool-cache.ts';
import { makePool } from '../../pki/pool-make.ts';
import { poolPlan } from '../../pki/pool-plan.ts';
import { openPool, type Identity, type Pool } from '../../pki/pool.ts';
import { needsOpenssl, openssl, pem, withoutOpenssl } from './openssl.ts';

const pool = await openPool();
const tool = openssl();
const kinds = ['rsa-1024', 'rsa-2048', 'rsa-4096', 'ec-p256', 'ec-p384'] as const;

const clients = (of: Pool): Identity[] =>
  kinds.flatMap((kind) => Array.from({ length: of.count(kind) }, (_, index) => of.identity(kind, index)));
const others = (of: Pool): Identity[] => [
  of.mdm,
  ...[0, 1, 2].map((index) => of.custom(index)),
  ...[0, 1, 2, 3, 4].map((index) => of.authority(index)),
];
const all = (of: Pool): Identity[] => [...clients(of), ...others(of)];
const big = (base64url = ''): bigint => BigInt(`0x${Buffer.from(base64url, 'base64url').toString('hex')}`);

/** The beginning of SHA-256 over key and certificate, as they were made first. They never change; more may be added. */
const fingerprints = {
  'rsa-1024 0': '99a7f39c936495c2',
  'rsa-1024 1': 'e8daeb3a2b9dfcc3',
  'rsa-2048 0': '6f19e95a359a17c2',
  'rsa-2048 1': '40372ccb182b3513',
  'rsa-2048 2': '3d4eac5e1732f002',
  'rsa-2048 3': 'f1bc8b063c9004fd',
  'rsa-2048 4': '2408fcff2accea41',
  'rsa-2048 5': '9a744a70ff7d488d',
  'rsa-2048 6': 'ef635ec2f814978a',
  'rsa-2048 7': '3190306e239a3cac',
  'rsa-4096 0': '8a815dd61c70057d',
  'rsa-4096 1': '42f02de133f52352',
  'ec-p256 0': '22157d22b0919650',
  'ec-p256 1': '60cd3f822ca985b9',
  'ec-p384 0': 'de64b1f0d50561f2',
  'mdm 0': 'c3267de7e8dc21a9',
  'custom 0': 'eb5a7e8d2e5c4818',
  'custom 1': 'f670c6b5c41ea120',
  'custom 2': 'c6b21c544073b6fb',
  'authority 0': '0498fe7deab9c6e9',
  'authority 1': '6e8ae57a6641c13a',
  'authority 2': 'fe2d7f442aa795b3',
  'authority 3': '093c4940a0f3ba70',
  'authority 4': '82d5cb4e353312e5',
};

const directory = mkdtempSync(join(tmpdir(), 'pool-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

describe('the pool', () => {
  it('holds the identities that are planned, all with keys and names of their own', () => {
    expect(kinds.map((kind) => pool.count(kind))).toEqual([2, 8, 2, 2, 1]);
    const identities = all(pool);
    for (const value of ['subject', 'thumbprint'] as const) {
      expect(new Set(identities.map((identity) => identity[value])).size).toBe(poolPlan.length);
    }
    expect(new Set(identities.map(({ pkcs8 }) => hash('sha256', pkcs8))).size).toBe(poolPlan.length);
    expect(() => pool.identity('rsa-4096', 2)).toThrow(RangeError);
    expect(() => pool.custom(3)).toThrow(RangeError);
    expect(() => pool.authority(5)).toThrow(RangeError);
  });

  it('has the same keys and certificates on every machine', () => {
    const found = all(pool).map(({ subject, pkcs8, certificate }) => [
      subject.replace('CN=conformance ', ''),
      hash('sha256', Buffer.concat([pkcs8, certificate])).slice(0, 16),
    ]);
    expect(Object.fromEntries(found)).toMatchObject(fingerprints);
  });

  it('has certificates that say what the identity says', () => {
    for (const { kind, subject, thumbprint, certificate, privateKey } of all(pool)) {
      const [algorithm, bits] = { 'ec-p256': ['EC', 256], 'ec-p384': ['EC', 384] }[kind as string] ?? [
        'RSA',
        Number(kind.slice(4)),
      ];
      expect(describeCertificate(certificate)).toEqual({
        thumbprint,
        subject,
        issuer: 'CN=conformance intermediate',
        keyAlgorithm: algorithm,
        keyBits: bits,
        notBefore: new Date('2020-01-01T00:00:00Z'),
        notAfter: new Date('2050-01-01T00:00:00Z'),
      });
      expect(new X509Certificate(certificate).checkPrivateKey(privateKey)).toBe(true);
    }
  });

  it('has RSA keys as FIPS 186-5, A.1.1 wants them', () => {
    for (const { kind, privateKey } of all(pool).filter((identity) => identity.kind.startsWith('rsa'))) {
      const half = BigInt(kind.slice(4)) / 2n;
      const { n, e, d, p, q, dp, dq, qi } = privateKey.export({ format: 'jwk' });
      const [modulus, exponent, first, second] = [big(n), big(e), big(p), big(q)];
      expect([modulus, exponent]).toEqual([first * second, 65_537n]);
      for (const prime of [first, second]) expect(prime >> (half - 2n)).toBe(3n);
      expect(first - second > 1n << (half - 100n)).toBe(true);
      expect(big(d) > 1n << half).toBe(true);
      expect([(exponent * big(dp)) % (first - 1n), (exponent * big(dq)) % (second - 1n)]).toEqual([1n, 1n]);
      expect((second * big(qi)) % first).toBe(1n);
    }
  });
});

describe.skipIf(withoutOpenssl)(`openssl (${needsOpenssl})`, () => {
  it('accepts the chain of every certificate, for a client where it is one', () => {
    const [intermediate, root] = pool.mdm.chain.map((der) => pem('CERTIFICATE', der));
    tool.write('root.pem', root ?? '');
    tool.write('intermediate.pem', intermediate ?? '');
    const file = ({ subject, certificate }: Identity): string =>
      tool.write(`${subject}.pem`, pem('CERTIFICATE', certificate));
    // Level 1 of OpenSSL takes RSA keys of 1024 bits.
    const verify = 'verify -x509_strict -auth_level 1 -CAfile root.pem -untrusted intermediate.pem';
    const asClients = [...clients(pool), pool.mdm].map(file);
    const accepted = tool.run(`${verify} -purpose sslclient`, ...asClients);
    expect(accepted.match(/: OK/g)).toHaveLength(asClients.length);
    expect(tool.run(verify, ...others(pool).map(file)).match(/: OK/g)).toHaveLength(others(pool).length);
  });

  it('finds every key in order', () => {
    for (const { kind, pkcs8 } of all(pool)) {
      tool.write('key.pem', pem('PRIVATE KEY', pkcs8));
      expect(tool.run('pkey -check -noout -in key.pem'), kind).toMatch(/Key is valid/);
    }
  });
});

describe('the cache', () => {
  const made = makePool();

  it('is made again when it is damaged, with the same keys', async () => {
    const damaged = join(directory, 'damaged');
    mkdirSync(damaged);
    const file = join(damaged, 'pool-1.json');
    writeFileSync(file, 'not the pool');
    const again = await openPool(damaged);
    expect(all(again).map(({ pkcs8 }) => pkcs8)).toEqual(all(pool).map(({ pkcs8 }) => pkcs8));
    expect(await readCache(damaged)).toEqual(await made);
    expect(readdirSync(damaged)).toEqual(['pool-1.json']);
  });

  it.each<[what: string, change: (text: string) => string]>([
    ['cut off', (text) => text.slice(0, -10)],
    ['changed in one character', (text) => text.replace('chain', 'Chain')],
    ['empty', () => ''],
  ])('that is %s is not taken', async (_what, change) => {
    const spoilt = join(directory, 'spoilt');
    await writeCache(spoilt, await made);
    const file = join(spoilt, 'pool-1.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, change(text));
    expect(change(text)).not.toBe(text);
    expect((await readCache(spoilt)) === undefined).toBe(true);
  });

  it('that lacks an identity of the plan is not taken', async () => {
    const { chain, identities } = await made;
    const [missing = '', ...present] = poolPlan.map(({ name }) => name);
    const lacking: StoredPool = {
      chain,
      identities: Object.fromEntries(
        present.map((name) => [name, identities[name] ?? { pkcs8: '', certificate: '' }]),
      ),
    };
    expect(lacking.identities[missing]).toBeUndefined();
    await writeCache(join(directory, 'lacking'), lacking);
    expect((await readCache(join(directory, 'lacking'))) === undefined).toBe(true);
  });

  it('can be written by many at once and read meanwhile', async () => {
    const shared = join(directory, 'shared');
    const content = await made;
    const reads = Array.from({ length: 20 }, async () => {
      await writeCache(shared, content);
      return readCache(shared);
    });
    for (const read of await Promise.all(reads)) expect(read).toEqual(content);
    expect(readdirSync(shared)).toHaveLength(1);
  });

  it('that can not be written is no error', async () => {
    const blocked = join(directory, 'blocked');
    writeFileSync(blocked, 'a file where the directory should be');
    await writeCache(blocked, await made);
    expect((await readCache(blocked)) === undefined).toBe(true);
  });
});
