import { deepEqual, notDeepEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { createSecureContext } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { buildPfx, type PfxSpecification } from '../../pki/pfx-build.ts';
import { openPfx } from '../../pki/pfx-open.ts';
import { openPool } from '../../pki/pool.ts';
import { seededRandom } from '../../pki/random.ts';
import { blocks, needsOpenssl, openssl, withoutOpenssl } from './openssl.ts';
import { comparable, expectedContents, refusal, specifications } from './specifications.ts';

const pool = await openPool();
const tool = openssl();

const usual: PfxSpecification = {
  identities: [pool.identity('rsa-2048', 0)],
  content: 'keys-and-certificates',
  chain: true,
  protection: 'aes256-sha256',
  password: 'pw',
  iterations: 2,
};

describe('a PFX made here', () => {
  it('opens with the keys, certificates and names that it was made from', () => {
    fc.assert(
      fc.property(specifications(pool), fc.string(), (specification, seed) => {
        const file = buildPfx(specification, seededRandom(seed));
        const contents = openPfx(file, specification.password ?? undefined);
        deepEqual(comparable(contents), comparable(expectedContents(specification)));
      }),
    );
  });

  it('opens with no other password, unless it has none', () => {
    fc.assert(
      fc.property(
        specifications(pool),
        fc.option(fc.string(), { nil: undefined }),
        (specification, other) => {
          fc.pre(specification.password !== null && other !== specification.password);
          deepEqual(refusal(buildPfx(specification, seededRandom('salt')), other), 'password');
        },
      ),
    );
  });

  it('is the same for the same specification and seed, and another for another seed', () => {
    fc.assert(
      fc.property(specifications(pool), fc.string(), (specification, seed) => {
        const file = buildPfx(specification, seededRandom(seed));
        deepEqual(buildPfx(specification, seededRandom(seed)), file);
        const another = buildPfx(specification, seededRandom(`${seed}!`));
        // Without a password there is no salt, and so nothing random.
        if (specification.password === null) deepEqual(another, file);
        else notDeepEqual(another, file);
      }),
      { numRuns: 30 },
    );
  });

  it('opens in the OpenSSL within Node, for all that it reads', () => {
    const known = specifications(pool).filter(
      ({ content, protection, password, identities }) =>
        // It knows no RC2, wants a MAC, a key and a certificate, and refuses RSA keys below 2048 bits.
        content === 'keys-and-certificates' &&
        protection !== 'rc2-40-sha1' &&
        password !== null &&
        !password.includes('\0') &&
        identities.every(({ kind }) => kind !== 'rsa-1024'),
    );
    fc.assert(
      fc.property(known, (specification) => {
        const pfx = Buffer.from(
          buildPfx(
            { ...specification, identities: specification.identities.slice(0, 1) },
            seededRandom('tls'),
          ),
        );
        createSecureContext({ pfx, passphrase: specification.password ?? '' });
      }),
    );
  });
});

describe('damage', () => {
  it.each([
    ['truncated', 'pw', 'format'],
    ['truncated', null, 'format'],
    ['bit-flipped', 'pw', 'password'],
    ['bit-flipped', null, 'format'],
    ['wrong-mac', 'pw', 'password'],
    ['wrong-mac', null, 'password'],
    ['unknown-mac', 'pw', 'unsupported'],
    ['unknown-mac', null, 'password'],
    ['not-der', 'pw', 'format'],
    ['empty', 'pw', 'format'],
  ] as const)('%s with the password %s makes opening fail for the reason %s', (damage, password, reason) => {
    fc.assert(
      fc.property(specifications(pool), fc.string(), (specification, seed) => {
        const file = buildPfx({ ...specification, password, damage }, seededRandom(seed));
        deepEqual(refusal(file, password ?? undefined), reason);
      }),
      { numRuns: 50 },
    );
  });
});

describe.skipIf(withoutOpenssl)(`openssl reads a PFX made here (${needsOpenssl})`, () => {
  const read = (specification: PfxSpecification): string => {
    tool.write('made.pfx', buildPfx(specification, seededRandom('openssl')));
    const pass = `pass:${specification.password ?? ''}`;
    return tool.run('pkcs12 -legacy -info -nodes -in made.pfx', '-passin', pass);
  };

  const protections = {
    'aes256-sha256': [
      /MAC: sha256, Iteration 2/,
      /Encrypted data: PBES2, PBKDF2, AES-256-CBC, Iteration 2, PRF hmacWithSHA256/,
    ],
    '3des-sha1': [/MAC: sha1, Iteration 2/, /Encrypted data: pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2/],
    'rc2-40-sha1': [
      /Encrypted data: pbeWithSHA1And40BitRC2-CBC/,
      /Shrouded Keybag: pbeWithSHA1And3-KeyTripleDES-CBC/,
    ],
    none: [/MAC: sha256, Iteration 2/, /PKCS7 Data\nCertificate bag/],
  } satisfies Record<PfxSpecification['protection'], RegExp[]>;

  it.each(
    Object.entries(protections).flatMap(([protection, lines]) =>
      ['pw', '', 'pä€ß𝄞'].map(
        (password) => [protection as keyof typeof protections, password, lines] as const,
      ),
    ),
  )('with %s and the password "%s", as what it is', (protection, password, lines) => {
    const identities = [pool.identity('rsa-2048', 1), pool.identity('ec-p256', 1)];
    const text = read({ ...usual, identities, protection, password, friendlyName: 'a key' });
    for (const line of lines) expect(text).toMatch(line);
    expect(text.match(/friendlyName: a key/g)).toHaveLength(4);
    const chain = identities[0]?.chain ?? [];
    expect(blocks('CERTIFICATE', text)).toEqual([
      ...identities.map(({ certificate }) => certificate),
      ...chain,
    ]);
    expect(blocks('PRIVATE KEY', text)).toEqual(identities.map(({ pkcs8 }) => pkcs8));
  });

  it.each(['rsa-1024', 'rsa-4096', 'ec-p384'] as const)('with a key of kind %s', (kind) => {
    const identity = pool.identity(kind, 0);
    const text = read({ ...usual, identities: [identity] });
    expect(blocks('PRIVATE KEY', text)).toEqual([identity.pkcs8]);
  });

  it('without a password, with certificates only, with keys only', () => {
    const bare = read({ ...usual, password: null });
    expect(bare).not.toMatch(/MAC: sha|Encrypted data|Shrouded Keybag/);
    expect([blocks('CERTIFICATE', bare).length, blocks('PRIVATE KEY', bare).length]).toEqual([3, 1]);
    expect(blocks('PRIVATE KEY', read({ ...usual, content: 'certificates-only' }))).toEqual([]);
    expect(blocks('CERTIFICATE', read({ ...usual, content: 'keys-only' }))).toEqual([]);
  });
});
