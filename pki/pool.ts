import { createPrivateKey, hash } from 'node:crypto';
import type { Identity, KeyKind } from './identity.ts';
import { readCache, writeCache, type StoredPool } from './pool-cache.ts';
import { poolPlan, type PlannedIdentity, type Role } from './pool-plan.ts';

export type { Identity, KeyKind } from './identity.ts';

/**
 * Keys and certificates for tests, each the same on every machine and in every run. They are no secret: whoever has
 * this project can make them.
 */
export interface Pool {
  /** How many identities there are of a kind, without `mdm` and `custom`. */
  count(kind: KeyKind): number;
  /** The identity of that kind with an index below count(kind). @throws RangeError for another index */
  identity(kind: KeyKind, index: number): Identity;
  /** The device's MDM certificate, for PFXCertPasswordEncryptionType 1. */
  readonly mdm: Identity;
  /** A certificate in a store of its own, for PFXCertPasswordEncryptionType 2; index 0 to 2. @throws RangeError */
  custom(index: number): Identity;
  /** A key for the authorities of a SCEP CA, whose own certificates pki/scep makes; index 0 to 4. @throws RangeError */
  authority(index: number): Identity;
}

/** Opened pools of this process, by cache directory. */
const opened = new Map<string, Promise<Pool>>();

/**
 * Opens the pool: from memory, from the cache directory, or, the first time on a machine, by making it, which takes a
 * few seconds.
 *
 * @param cacheDirectory relative to the current directory; made if it is not there
 */
export function openPool(cacheDirectory = '.cache/keys'): Promise<Pool> {
  const known = opened.get(cacheDirectory);
  if (known !== undefined) return known;
  const opening = open(cacheDirectory);
  opened.set(cacheDirectory, opening);
  return opening;
}

async function open(cacheDirectory: string): Promise<Pool> {
  const cached = await readCache(cacheDirectory);
  if (cached !== undefined) return poolOf(cached);
  // Loaded only when needed: the certificate library takes longer to load than the cache takes to read.
  const { makePool } = await import('./pool-make.ts');
  const made = await makePool();
  await writeCache(cacheDirectory, made);
  return poolOf(made);
}

function poolOf(stored: StoredPool): Pool {
  const chain = stored.chain.map(fromBase64);
  const identities = new Map(
    poolPlan.map((planned) => [
      keyOf(planned.role, planned.kind, planned.index),
      identityOf(planned, stored, chain),
    ]),
  );
  const find = (role: Role, kind: KeyKind, index: number): Identity => {
    const identity = identities.get(keyOf(role, kind, index));
    if (identity === undefined) throw new RangeError(`the pool has no ${role} identity ${kind} ${index}`);
    return identity;
  };
  return {
    count: (kind) => poolPlan.filter((planned) => planned.role === 'client' && planned.kind === kind).length,
    identity: (kind, index) => find('client', kind, index),
    mdm: find('mdm', 'rsa-2048', 0),
    custom: (index) => find('custom', 'rsa-2048', index),
    authority: (index) => find('authority', 'rsa-2048', index),
  };
}

const keyOf = (role: Role, kind: KeyKind, index: number): string => `${role} ${kind} ${index}`;

function identityOf(
  { kind, index, name }: PlannedIdentity,
  stored: StoredPool,
  chain: readonly Uint8Array[],
): Identity {
  const entry = stored.identities[name];
  if (entry === undefined) throw new RangeError(`the stored pool lacks ${name}`);
  const certificate = fromBase64(entry.certificate);
  const pkcs8 = Buffer.from(entry.pkcs8, 'base64');
  return {
    kind,
    index,
    subject: `CN=${name}`,
    certificate,
    pkcs8: Uint8Array.from(pkcs8),
    privateKey: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }),
    thumbprint: hash('sha1', certificate).toUpperCase(),
    chain,
  };
}

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));
