import type { Case } from '../../cases/case.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Trial } from '../trial.ts';
import { dropPieces } from './broken-passes.ts';
import {
  dropAddresses,
  dropCommands,
  dropItems,
  dropRequests,
  dropTrifles,
  unwrapContainers,
} from './command-passes.ts';
import { shortenNames } from './name-passes.ts';
import type { Pass } from './pass.ts';
import { simplifyPfx } from './pfx-pass.ts';
import { dropPreparation, shortenPending } from './preparation-passes.ts';
import { Search, type Limits } from './search.ts';
import { signatureOf } from './signature.ts';
import { dropSteps, shortenWaits } from './step-passes.ts';
import { shortenTexts, simplifyValues } from './value-passes.ts';

export interface Reduced {
  /** The smallest that was found; the one to begin with where nothing smaller shows the defect. */
  readonly trial: Trial;
  /** Cases that were carried out on the way. */
  readonly tried: number;
}

/** What a run spends on one finding. */
export const usualLimits = { milliseconds: 3000, trials: 600 } as const;

/** Large cuts first: what is gone needs no simplifying, and the fewer requests there are, the faster is every trial. */
const passes = (pool: Pool | undefined): readonly Pass[] => [
  dropRequests,
  dropSteps,
  ...(pool === undefined ? [] : [simplifyPfx(pool)]),
  dropCommands,
  dropAddresses,
  unwrapContainers,
  dropItems,
  dropPieces,
  dropPreparation,
  simplifyValues,
  shortenTexts,
  shortenNames,
  shortenWaits,
  shortenPending,
  dropTrifles,
];

/**
 * Makes a case smaller as long as it shows the same defect: the same kind of verdict blames the same requirement first, in
 * the same layer. What does not speak against the device is given back as it is.
 *
 * @param again carries out a candidate and judges it
 * @param pool with it, PFX files that generators of this process built become simpler ones
 */
export async function reduceCase(
  found: Trial,
  again: (candidate: Case) => Promise<Trial>,
  limits: Limits,
  pool?: Pool,
): Promise<Reduced> {
  if (signatureOf(found.verdict) === undefined) return { trial: found, tried: 0 };
  const search = new Search(found, again, limits);
  await search.attempt(withoutEpilogue(found));
  await search.repeat(passes(pool));
  const { best, tried } = search;
  return { trial: best === found ? found : { ...best, case: described(best.case) }, tried };
}

/** The steps up to the last one that a difference is about: what comes later was not looked at. */
function withoutEpilogue({ case: testCase, verdict }: Trial): Case {
  if (verdict.kind !== 'violation') return testCase;
  const last = Math.max(...verdict.differences.map(({ step }) => step));
  return { ...testCase, steps: testCase.steps.slice(0, last + 1) };
}

/** Keeps its id, so that it is found in the results; its twin, and perhaps parts of its title, are of the case before. */
function described({ twin: _twin, ...testCase }: Case): Case {
  return { ...testCase, title: `Reduced from: ${testCase.title}` };
}
