import { join } from 'node:path';
import type { Capabilities } from '../adapters/target.ts';
import type { Scope } from '../cases/case.ts';
import type { EditionId } from '../csp/editions.ts';
import type { Laboratory } from '../generators/family.ts';
import { openPool } from '../pki/pool.ts';

/** Where the pool of test keys is kept between runs, relative to the current folder. */
export const keyCache = join('.cache', 'keys');

/** What the generators may count on, given what the target can do. */
export async function laboratoryFor(capabilities: Capabilities, edition: EditionId): Promise<Laboratory> {
  const scopes: readonly Scope[] = ['device', 'user'];
  const tpm = [true, false].filter((one) => capabilities[one ? 'tpm' : 'no-tpm'].answer !== 'no');
  return {
    edition,
    scopes: scopes.filter((scope) => capabilities[`${scope}-scope`].answer !== 'no'),
    // Where nobody knows, cases say something all the same; those for which it matters are not carried out.
    tpm: tpm.length === 0 ? [true] : tpm,
    pool: await openPool(keyCache),
  };
}
