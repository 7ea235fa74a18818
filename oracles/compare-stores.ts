import type { StoreEntry } from '../cases/observation.ts';
import type { Differences, Spot } from './differences.ts';
import type { ExpectedEntry, Reason, StoresExpectation } from './expectation.ts';
import { settledBy } from './values-seen.ts';

/** Compares the stores My with what is expected of them; other stores are let pass, and certificates that never had keys. */
export function compareStores(
  { entries, gone: removed, surplus, others }: StoresExpectation,
  observed: readonly StoreEntry[],
  differences: Differences,
): void {
  const found = observed.filter(({ store }) => store.toLowerCase() === 'my');
  for (const entry of entries) {
    const seen = found.find((candidate) => isSame(candidate, entry));
    if (seen !== undefined) compareEntry(entry, seen, differences);
    else if (!entry.optional) missing(entry, found, entries, differences);
  }
  for (const seen of found) {
    if (entries.some((entry) => isSame(seen, entry))) continue;
    const gone = removed.find((candidate) => isSame(seen, candidate));
    if (seen.provider === 'none' && gone?.withKey !== true) continue;
    const reason = gone?.reason;
    if (reason === undefined && others === true) continue;
    unexpected(seen, reason ?? leak(seen, entries) ?? surplus, differences);
  }
}

interface Named {
  readonly scope: StoreEntry['scope'];
  readonly thumbprint: string;
}

function isSame(seen: Named, expected: Named): boolean {
  return seen.scope === expected.scope && seen.thumbprint.toUpperCase() === expected.thumbprint.toUpperCase();
}

function compareEntry(expected: ExpectedEntry, seen: StoreEntry, differences: Differences): void {
  const spot = spotOf(expected);
  const { providers, container, exportable, settles, reason, exportableReason } = expected;
  if (!providers.includes(seen.provider)) {
    const observed = seen.provider === 'none' ? 'no key' : `its key in ${seen.provider}`;
    differences.add(
      spot,
      `its key in ${providers.join(' or ')}, because ${reason.because}`,
      observed,
      reason,
    );
  }
  if (container !== undefined && seen.container !== container) {
    const observed = seen.container === undefined ? 'no container' : `container ${seen.container}`;
    differences.add(spot, `container ${container}, because ${reason.because}`, observed, reason);
  }
  if (exportable !== 'any' && seen.exportable !== exportable) {
    const wanted = `${exportability(exportable)}, because ${exportableReason.because}`;
    differences.add(spot, wanted, exportability(seen.exportable), exportableReason);
  } else if (settles !== undefined) {
    const answer = settledBy(settles, String(seen.exportable));
    differences.settle(settles, answer, spot, exportability(seen.exportable), exportableReason);
  }
}

function exportability(exportable: boolean): string {
  return exportable ? 'a key that can be exported' : 'a key that can not be exported';
}

/** An entry that lies in the other store instead is blamed on the scope. */
function missing(
  entry: ExpectedEntry,
  found: readonly StoreEntry[],
  entries: readonly ExpectedEntry[],
  differences: Differences,
): void {
  const { presenceReason } = entry;
  const elsewhere = found.some(
    (seen) =>
      seen.thumbprint === entry.thumbprint &&
      !isSame(seen, entry) &&
      !entries.some((other) => isSame(seen, other)),
  );
  const expected = `there, because ${presenceReason.because}`;
  const observed = elsewhere ? 'not there, but in the store of the other scope' : 'not there';
  const reason: Reason = elsewhere ? { ...presenceReason, requirement: 'R-GEN-05' } : presenceReason;
  differences.add(spotOf(entry), expected, observed, reason);
}

/** What stands rightly in the other scope's store and wrongly in this one has leaked (R-GEN-05). */
function leak(seen: StoreEntry, entries: readonly ExpectedEntry[]): Reason | undefined {
  const other = entries.find(({ thumbprint }) => thumbprint === seen.thumbprint);
  if (other === undefined) return undefined;
  return { requirement: 'R-GEN-05', ambiguities: ['A-62'], because: 'it was installed for the other scope' };
}

function unexpected(seen: StoreEntry, reason: Reason, differences: Differences): void {
  const observed = seen.provider === 'none' ? 'there, without its key' : `there, its key in ${seen.provider}`;
  differences.add(spotOf(seen), `not there, because ${reason.because}`, observed, reason);
}

function spotOf({ scope, thumbprint }: Named): Spot {
  return { layer: 'store', place: 0, where: `certificate ${thumbprint} in the store My of the ${scope}` };
}
