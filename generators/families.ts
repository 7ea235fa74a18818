import type { Family } from './family.ts';
import { combinationFamilies } from './families/combinations.ts';
import { exampleFamilies } from './families/examples.ts';
import { generalFamilies } from './families/general.ts';
import { installFamilies } from './families/install.ts';
import { lifecycleFamilies } from './families/lifecycle.ts';
import { nodeFamilies } from './families/nodes.ts';
import { protocolFamilies } from './families/protocol.ts';
import { scepFamilies } from './families/scep.ts';
import { scepCombinationFamilies } from './families/scep-combinations.ts';
import { scepSessionFamilies } from './families/scep-sessions.ts';
import { sessionFamilies } from './families/sessions.ts';
import { withProbes } from './probes/catalogue.ts';

/**
 * Every family there is. To add one: an entry in the file of its subject in generators/families/.
 * @param strength of the covering arrays: every combination of so many choices of an install or an enrollment occurs
 */
export function familiesWith(strength: number): readonly Family[] {
  return withProbes([
    ...generalFamilies,
    ...nodeFamilies,
    ...installFamilies,
    ...lifecycleFamilies,
    ...combinationFamilies(strength),
    ...sessionFamilies,
    ...scepFamilies,
    ...scepCombinationFamilies(strength),
    ...scepSessionFamilies,
    ...protocolFamilies,
    ...exampleFamilies,
  ]);
}

/** Pairs are enough for a usual run, triples are for the night. */
export const usualStrength = 2;

/** The families of a usual run. */
export const families: readonly Family[] = familiesWith(usualStrength);
