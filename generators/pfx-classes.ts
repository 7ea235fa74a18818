import type { KeyKind, Pool } from '../pki/pool.ts';
import { pfxFiles } from './combinations/parameters.ts';
import { fixtureOf, pfxOf, type PfxFixture } from './fixtures.ts';
import { pfxForms, poorPfxForms } from './matrix/pfx-forms.ts';

/** A property of PFX files that a run should have sent. */
export interface PfxClass {
  /** `key ec-p256`, `damage truncated`. */
  readonly name: string;
  readonly has: (fixture: PfxFixture) => boolean;
}

const keyKinds: Readonly<Record<KeyKind, true>> = {
  'rsa-1024': true,
  'rsa-2048': true,
  'rsa-4096': true,
  'ec-p256': true,
  'ec-p384': true,
};
const protections: Readonly<Record<PfxFixture['protection'], true>> = {
  'aes256-sha256': true,
  '3des-sha1': true,
  'rc2-40-sha1': true,
  none: true,
};
const contents: Readonly<Record<PfxFixture['content'], true>> = {
  'keys-and-certificates': true,
  'certificates-only': true,
  'keys-only': true,
};
const damages: Readonly<Record<Exclude<PfxFixture['damage'], undefined>, true>> = {
  truncated: true,
  'bit-flipped': true,
  'wrong-mac': true,
  'unknown-mac': true,
  'not-der': true,
  empty: true,
};

function valuesOf<Name extends string>(
  word: string,
  values: Readonly<Record<Name, true>>,
  of: (fixture: PfxFixture) => string | undefined,
): readonly PfxClass[] {
  return Object.keys(values).map((value) => ({
    name: `${word} ${value}`,
    has: (fixture) => of(fixture) === value,
  }));
}

/** What PFX files differ in, as pki/pfx-build.ts can make them. */
export const pfxClasses: readonly PfxClass[] = [
  ...valuesOf('key', keyKinds, ({ keyKind }) => keyKind),
  ...valuesOf('protection', protections, ({ protection }) => protection),
  { name: 'no password', has: ({ password }) => password === null },
  { name: 'empty password', has: ({ password }) => password === '' },
  { name: 'password', has: ({ password }) => password !== null && password !== '' },
  ...valuesOf('content', contents, ({ content }) => content),
  { name: 'several identities', has: ({ several }) => several > 1 },
  { name: 'chain', has: ({ chain }) => chain },
  { name: 'friendly name', has: ({ friendlyName }) => friendlyName !== undefined },
  { name: 'many iterations', has: ({ iterations }) => iterations > 1000 },
  ...valuesOf('damage', damages, ({ damage }) => damage),
];

/**
 * Tells the PFX files of cases that another process has built: those of the matrix and of the covering arrays, and each
 * that this process has built itself. The files of random sessions are the same forms with other keys.
 */
export function fixtureFinder(pool: Pool): (base64: string) => PfxFixture | undefined {
  for (const fixture of [...Object.values(pfxForms), ...Object.values(poorPfxForms), ...pfxFiles]) {
    pfxOf(pool, fixture);
  }
  return (base64) => fixtureOf(pool, base64);
}
