import type { Arbitrary } from 'fast-check';
import type { Case, Level, Scope } from '../cases/case.ts';
import type { EditionId } from '../csp/editions.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { Pool } from '../pki/pool.ts';

/** What generators may count on; comes from the target's capabilities and the options of the run. */
export interface Laboratory {
  readonly edition: EditionId;
  readonly scopes: readonly Scope[];
  /** Whether devices with, without, or with and without a TPM can be had. */
  readonly tpm: readonly boolean[];
  /** Keys and certificates, the same on every machine; also those for encrypted passwords (types 1 and 2). */
  readonly pool: Pool;
}

/**
 * The cases that test one requirement, or a small group, at one level. A family is declared in one file of
 * generators/ and listed in generators/families.ts; the suites run what is listed.
 */
export interface Family {
  /** The area, and so the suite that runs it. */
  readonly area: 'protocol' | 'pfx' | 'scep' | 'examples';
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  readonly level: Level;
  readonly cases: ListOfCases | PropertyOfCases;
}

/** The same cases for every seed: complete, in a fixed order. */
export interface ListOfCases {
  readonly kind: 'list';
  build(laboratory: Laboratory): readonly Case[];
}

/** Cases drawn at random. */
export interface PropertyOfCases {
  readonly kind: 'property';
  arbitrary(laboratory: Laboratory): Arbitrary<Case>;
  /** The same draws as `arbitrary`, each with its twin: the same seed and path lead to the same case. */
  twins?(laboratory: Laboratory): Arbitrary<CaseWithTwin>;
}

/** A case and what is left of it without its faults; both are the same where it has none. */
export interface CaseWithTwin {
  readonly case: Case;
  readonly twin: Case;
}

/** Name of a family: stable, and unique among all. */
export function nameOf(family: Family): string {
  return `${family.area}/${family.requirements.join('+')}/${family.level}`;
}
