import type { KeyedCertificate } from '../cases/case.ts';
import { encryptFor } from '../pki/enveloped.ts';
import { buildPfx, type PfxSpecification } from '../pki/pfx-build.ts';
import type { Identity, KeyKind, Pool } from '../pki/pool.ts';
import { seededRandom } from '../pki/random.ts';

/**
 * One PFX file, described so that it can be built again anywhere: which keys of the pool it holds and in what form.
 * Everything but the first two fields is as pki/pfx-build.ts has it.
 */
export interface PfxFixture extends Omit<PfxSpecification, 'identities'> {
  readonly keyKind: KeyKind;
  /** Which key of its kind; another number is another certificate. With `several`, the first of them. */
  readonly index: number;
  /** How many identities the file holds. */
  readonly several: number;
}

/** A usual file: one RSA 2048 key, encrypted with today's algorithms. Few iterations, for speed. */
export const usualPfx: PfxFixture = {
  keyKind: 'rsa-2048',
  index: 0,
  several: 1,
  content: 'keys-and-certificates',
  chain: false,
  protection: 'aes256-sha256',
  password: 'Secret-1',
  iterations: 1,
};

/** The file that needs the fewest settings: no password, so none has to be sent. */
export const openPfx: PfxFixture = { ...usualPfx, protection: 'none', password: null };

/** A password that no fixture has. */
export const wrongPassword = 'Wrong-2';

/** Whom an encrypted password is meant for: the MDM certificate, the one in the store, or one that the device lacks. */
export type Recipient = 'mdm' | 'custom' | 'stranger';

const built = new WeakMap<Pool, Map<string, string>>();
const fixtures = new WeakMap<Pool, Map<string, PfxFixture>>();

/** The file in base64, without line breaks. Built once for each pool, the same bytes for the same description. */
export function pfxOf(pool: Pool, fixture: PfxFixture): string {
  const { keyKind, index, several, ...form } = fixture;
  return remembered(pool, `pfx ${JSON.stringify(fixture)}`, (key) => {
    const identities = Array.from({ length: several }, (_, offset) =>
      pool.identity(keyKind, (index + offset) % pool.count(keyKind)),
    );
    const base64 = toBase64(buildPfx({ ...form, identities }, seededRandom(key)));
    known(pool).set(base64, fixture);
    return base64;
  });
}

/** The description of a file that this process built from the pool; for statistics. */
export function fixtureOf(pool: Pool, base64: string): PfxFixture | undefined {
  return known(pool).get(base64);
}

/** A password as CMS EnvelopedData in base64, as encryption types 1 and 2 ask for (csp-source.txt, PFX example). */
export function sealedPassword(pool: Pool, password: string, recipient: Recipient): string {
  return remembered(pool, `password ${recipient} ${password}`, (key) =>
    toBase64(
      encryptFor(
        new TextEncoder().encode(password),
        recipientOf(pool, recipient).certificate,
        seededRandom(key),
      ),
    ),
  );
}

/** Certificate and key of a recipient, for the preparation of a case. */
export function keyedCertificateOf(pool: Pool, recipient: Recipient): KeyedCertificate {
  const { certificate, pkcs8 } = recipientOf(pool, recipient);
  return { certificate: toBase64(certificate), privateKey: toBase64(pkcs8) };
}

/** A few words for titles and statistics: `rsa-2048, aes256-sha256, password`. */
export function describePfx(fixture: PfxFixture): string {
  const password =
    fixture.password === null ? 'no password' : fixture.password === '' ? 'empty password' : 'password';
  return [
    fixture.keyKind,
    fixture.protection,
    password,
    ...(fixture.several > 1 ? [`${fixture.several} identities`] : []),
    ...(fixture.content === 'keys-and-certificates' ? [] : [fixture.content]),
    ...(fixture.chain ? ['chain'] : []),
    ...(fixture.damage === undefined ? [] : [fixture.damage]),
  ].join(', ');
}

function recipientOf(pool: Pool, recipient: Recipient): Identity {
  switch (recipient) {
    case 'mdm':
      return pool.mdm;
    case 'custom':
      return pool.custom(0);
    case 'stranger':
      return pool.custom(1);
  }
}

function remembered(pool: Pool, key: string, make: (key: string) => string): string {
  const memory = built.get(pool) ?? new Map<string, string>();
  built.set(pool, memory);
  const found = memory.get(key);
  if (found !== undefined) return found;
  const made = make(key);
  memory.set(key, made);
  return made;
}

function known(pool: Pool): Map<string, PfxFixture> {
  const map = fixtures.get(pool) ?? new Map<string, PfxFixture>();
  fixtures.set(pool, map);
  return map;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
