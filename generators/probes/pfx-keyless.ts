import { buildPfx } from '../../pki/pfx-build.ts';
import type { Identity, Pool } from '../../pki/pool.ts';
import { seededRandom } from '../../pki/random.ts';
import { openPfx } from '../fixtures.ts';
import {
  alone,
  eachAlone,
  findWhatInstallsDependOn,
  inEveryFormat,
  plain,
  request,
  watching,
  type Probe,
} from './probe.ts';

/** Certificates of a PFX without a key: an order, and a kind, that a reader may take the wrong one from. */
const orders: Readonly<
  Record<string, { readonly title: string; readonly of: (identity: Identity) => Identity }>
> = {
  'issuer-first': {
    title: 'the issuer first',
    of: (identity) => ({
      ...identity,
      certificate: identity.chain[0] ?? identity.certificate,
      chain: [identity.certificate],
    }),
  },
  'root-only': {
    title: 'a self-signed one alone',
    of: (identity) => ({
      ...identity,
      certificate: identity.chain.at(-1) ?? identity.certificate,
      chain: [],
    }),
  },
};

/** What comes of a PFX that holds no key, by the certificates that it holds. */
export const pfxKeylessProbes: readonly Probe[] = Object.entries(orders).map(
  ([variant, { title, of }]): Probe => ({
    asks: ['A-51/no-key'],
    variant,
    requirement: 'R-PFX-12',
    title: `Install of a PFX without a key, ${title}`,
    steps: (pool) => ({
      parts: [
        findWhatInstallsDependOn(pool),
        [alone(...request('Alpha', plain))],
        eachAlone(inEveryFormat('Add', 'Alpha', fileOf(pool, variant, of))),
      ],
      watched: watching('Alpha'),
    }),
  }),
);

function fileOf(pool: Pool, variant: string, of: (identity: Identity) => Identity): string {
  const { keyKind, index, ...form } = openPfx;
  const identities = [of(pool.identity(keyKind, index))];
  const specification = { ...form, content: 'certificates-only', chain: true, identities } as const;
  return Buffer.from(buildPfx(specification, seededRandom(variant))).toString('base64');
}
