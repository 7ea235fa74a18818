import fc from 'fast-check';
import type { Case } from '../cases/case.ts';
import { drawnId } from '../cases/drawn.ts';
import type { Reduction } from '../cases/result.ts';
import type { Family, Laboratory } from '../generators/family.ts';
import { lastingOutage, tryThroughOutage } from './outage.ts';
import { nothingEarlier, type EarlierCases } from './resume/earlier-cases.ts';
import { isFinding, type Bench, type Outage, type Trial } from './trial.ts';

/** What may be spent on one family. */
export interface Allowance {
  /** Runs of a random family; lists are always carried out whole. */
  readonly runs: number;
  readonly seed: number;
  /** Moment, by the bench's clock, after which no further case is begun. */
  readonly deadline: number;
  /** What an earlier part of the run has done: it counts, and is not done again. */
  readonly earlier?: EarlierCases;
}

/** A trial that came out wrong, and where in the random sequence it stood. */
export interface Finding {
  readonly trial: Trial;
  /** Path of fast-check that leads to the case as it was generated; absent for cases of a list. */
  readonly path?: string;
  /** How the case was made smaller since; absent as long as it is the one that was generated. */
  readonly reduction?: Reduction;
}

export interface FamilyRun {
  readonly planned: number;
  /** Earlier ones included. */
  readonly executed: number;
  /** Without those of an earlier part. */
  readonly findings: readonly Finding[];
  /** Why the rest was not carried out; absent where nothing is left. */
  readonly leftOut?: string;
}

/** After so many failures of the laboratory in a row the target is given up: more of them would say nothing new. */
const patienceWithLaboratory = 5;

/** What a family is carried out with. */
interface Workplace {
  readonly bench: Bench;
  readonly allowance: Allowance;
  readonly earlier: EarlierCases;
  /** Carries out one case and tells of it. */
  attempt(testCase: Case): Promise<Trial>;
  /** Why no further case is to be begun; undefined where one may be. */
  reasonToStop(): string | undefined;
}

/**
 * Runs all cases of a family, as far as the allowance goes: those of a list whatever happens, random ones up to the
 * first that differs. Findings are left as they are; reduce/finding.ts makes those smaller that are shown.
 * @param record is told of every trial, in order
 */
export async function runFamily(
  bench: Bench,
  family: Family,
  laboratory: Laboratory,
  allowance: Allowance,
  record: (trial: Trial) => void,
): Promise<FamilyRun> {
  const outage: Outage = bench.outage ?? { isLasting: false };
  let troublesInARow = 0;
  const place: Workplace = {
    bench,
    allowance,
    earlier: allowance.earlier ?? nothingEarlier,
    attempt: async (testCase) => {
      const trial = await tryThroughOutage(bench, testCase, allowance.deadline, outage);
      troublesInARow = trial.verdict.kind === 'inconclusive' ? troublesInARow + 1 : 0;
      record(trial);
      return trial;
    },
    reasonToStop: () => {
      if (outage.isLasting) return lastingOutage;
      if (troublesInARow >= patienceWithLaboratory) {
        return `the target failed ${patienceWithLaboratory} times in a row`;
      }
      return bench.now() >= allowance.deadline ? 'the time allowed was used up' : undefined;
    },
  };
  switch (family.cases.kind) {
    case 'list':
      return runList(place, family.cases.build(laboratory));
    case 'property':
      return runProperty(place, family.cases.arbitrary(laboratory));
  }
}

async function runList(place: Workplace, cases: readonly Case[]): Promise<FamilyRun> {
  const planned = cases.length;
  const findings: Finding[] = [];
  const open = cases.filter(({ id }) => !place.earlier.done.has(id));
  let executed = planned - open.length;
  for (const testCase of open) {
    const leftOut = place.reasonToStop();
    if (leftOut !== undefined) return { planned, executed, findings, leftOut };
    const trial = await place.attempt(testCase);
    executed++;
    if (isFinding(trial)) findings.push({ trial });
  }
  return { planned, executed, findings };
}

/** Thrown where no further case is to be drawn. */
class EndOfDraws extends Error {}

async function runProperty(place: Workplace, arbitrary: fc.Arbitrary<Case>): Promise<FamilyRun> {
  const {
    allowance: { runs: planned, seed },
    earlier: { done, findings: earlierFindings },
  } = place;
  let drawn = 0;
  let executed = done.size;
  let leftOut: string | undefined;
  // A member and not a variable: the compiler does not see that the property assigns it.
  const found: { trial?: Trial } = {};
  const end = (reason: string): never => {
    leftOut = reason;
    throw new EndOfDraws();
  };
  const property = fc.asyncProperty(arbitrary, async (testCase) => {
    const numbered = { ...testCase, id: drawnId(testCase.id, drawn++) };
    // Cases of an earlier part are drawn again, so that those that follow are the same as if it had not been cut off.
    if (earlierFindings.has(numbered.id)) end(firstDifference);
    if (done.has(numbered.id)) return;
    const reason = place.reasonToStop();
    if (reason !== undefined) end(reason);
    const trial = await place.attempt(numbered);
    executed++;
    if (!isFinding(trial)) return;
    found.trial = trial;
    end(firstDifference);
  });
  const details = await fc.check(property, {
    seed,
    numRuns: planned,
    // Cases of lists have to become smaller too, so that is done apart, and for both in the same way.
    endOnFailure: true,
    // Everything is shown by the reports; fast-check's own text would only repeat it.
    verbose: fc.VerbosityLevel.None,
  });
  const { trial } = found;
  const { counterexamplePath: path, errorInstance: problem } = details;
  if (problem instanceof Error && !(problem instanceof EndOfDraws)) throw problem;
  return {
    planned,
    executed,
    findings: trial === undefined ? [] : [{ trial, ...(path === null ? {} : { path }) }],
    ...(leftOut === undefined || executed === planned ? {} : { leftOut }),
  };
}

/** Why a random family has ended before its last case. */
const firstDifference = 'stopped at the first difference';
