import type { KeyObject } from 'node:crypto';
import type { KeyKind } from './identity.ts';
import type { RandomBytes } from './random.ts';
import { seededEcKey, seededRsaKey } from './seeded-keys.ts';

/** How a key of each kind is made. */
export const makeKey: Readonly<Record<KeyKind, (random: RandomBytes) => KeyObject>> = {
  'rsa-1024': (random) => seededRsaKey(1024, random),
  'rsa-2048': (random) => seededRsaKey(2048, random),
  'rsa-4096': (random) => seededRsaKey(4096, random),
  'ec-p256': (random) => seededEcKey('P-256', random),
  'ec-p384': (random) => seededEcKey('P-384', random),
};

/** What an identity of the pool is for: to be installed, to have passwords encrypted for it, or to be a SCEP CA. */
export type Role = 'client' | 'mdm' | 'custom' | 'authority';

/** One identity of the pool, before it has a key. */
export interface PlannedIdentity {
  readonly role: Role;
  readonly kind: KeyKind;
  readonly index: number;
  /** Common name; also the seed of the key, so that a new name is a new key. */
  readonly name: string;
}

/** How many identities the pool holds of each role and kind. Adding to them leaves those before as they are. */
const counts: readonly { role: Role; kind: KeyKind; count: number }[] = [
  { role: 'client', kind: 'rsa-1024', count: 2 },
  { role: 'client', kind: 'rsa-2048', count: 8 },
  { role: 'client', kind: 'rsa-4096', count: 2 },
  { role: 'client', kind: 'ec-p256', count: 2 },
  { role: 'client', kind: 'ec-p384', count: 1 },
  { role: 'mdm', kind: 'rsa-2048', count: 1 },
  { role: 'custom', kind: 'rsa-2048', count: 3 },
  { role: 'authority', kind: 'rsa-2048', count: 5 },
];

export const poolPlan: readonly PlannedIdentity[] = counts.flatMap(({ role, kind, count }) =>
  Array.from({ length: count }, (_, index) => ({ role, kind, index, name: nameOf(role, kind, index) })),
);

function nameOf(role: Role, kind: KeyKind, index: number): string {
  return role === 'client' ? `conformance ${kind} ${index}` : `conformance ${role} ${index}`;
}
