import fc from 'fast-check';
import type { Case } from '../cases/case.ts';
import type { EditionId } from '../csp/editions.ts';
import { families } from '../generators/families.ts';
import { nameOf, type Family, type Laboratory } from '../generators/family.ts';
import type { Pool } from '../pki/pool.ts';
import { seedFor } from '../runner/seeds.ts';

/** The cases of one family in one run. */
export interface FamilyCases {
  readonly family: string;
  /** `list`: the same for every seed, and all are tried. `property`: drawn with a seed, up to the first that differs. */
  readonly kind: Family['cases']['kind'];
  readonly cases: readonly Case[];
}

/** A laboratory that can bring about everything. */
export function wholeLaboratory(edition: EditionId, pool: Pool): Laboratory {
  return { edition, scopes: ['device', 'user'], tpm: [true, false], pool };
}

/** The cases of a whole run: all lists, and so many of each random family. */
export function casesOfRun(laboratory: Laboratory, seed: number, runs: number): readonly FamilyCases[] {
  return [...listedCases(laboratory), ...drawnCases(laboratory, seed, runs)];
}

/** The cases that are the same in every run. */
export function listedCases(laboratory: Laboratory): readonly FamilyCases[] {
  return families.flatMap((family) =>
    family.cases.kind === 'list'
      ? [{ family: nameOf(family), kind: 'list' as const, cases: family.cases.build(laboratory) }]
      : [],
  );
}

/**
 * The cases that a run with this seed draws: the same as `npm test -- --seed=… --runs=…` tries.
 * @param runs cases of each family
 */
export function drawnCases(laboratory: Laboratory, seed: number, runs: number): readonly FamilyCases[] {
  return families.flatMap((family) => {
    if (family.cases.kind !== 'property') return [];
    const name = nameOf(family);
    const cases = fc.sample(family.cases.arbitrary(laboratory), {
      seed: seedFor(seed, name),
      numRuns: runs,
    });
    return [{ family: name, kind: 'property' as const, cases }];
  });
}
