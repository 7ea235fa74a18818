import fc from 'fast-check';
import type { Case } from '../cases/case.ts';
import type { Reduction } from '../cases/result.ts';
import type { Family, Laboratory } from '../generators/family.ts';
import { isFinding, tryCase, type Bench, type Trial } from './trial.ts';

/** What may be spent on one family. */
export interface Allowance {
  /** Runs of a random family; lists are always carried out whole. */
  readonly runs: number;
  readonly seed: number;
  /** Moment, by the bench's clock, after which no further case is begun. */
  readonly deadline: number;
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
  readonly executed: number;
  readonly findings: readonly Finding[];
  /** Why the rest was not carried out; absent where nothing is left. */
  readonly leftOut?: string;
}

/** After so many failures of the laboratory in a row the target is given up: more of them would say nothing new. */
const patienceWithLaboratory = 5;

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
  const troubles = troubleCounter();
  const counted = (trial: Trial): void => {
    troubles.count(trial);
    record(trial);
  };
  switch (family.cases.kind) {
    case 'list':
      return runList(bench, family.cases.build(laboratory), allowance, troubles, counted);
    case 'property':
      return runProperty(bench, family.cases.arbitrary(laboratory), allowance, troubles, counted);
  }
}

async function runList(
  bench: Bench,
  cases: readonly Case[],
  allowance: Allowance,
  troubles: TroubleCounter,
  record: (trial: Trial) => void,
): Promise<FamilyRun> {
  const findings: Finding[] = [];
  let executed = 0;
  for (const testCase of cases) {
    const leftOut = reasonToStop(bench, allowance, troubles);
    if (leftOut !== undefined) return { planned: cases.length, executed, findings, leftOut };
    const trial = await tryCase(bench, testCase);
    record(trial);
    executed++;
    if (isFinding(trial)) findings.push({ trial });
  }
  return { planned: cases.length, executed, findings };
}

async function runProperty(
  bench: Bench,
  arbitrary: fc.Arbitrary<Case>,
  allowance: Allowance,
  troubles: TroubleCounter,
  record: (trial: Trial) => void,
): Promise<FamilyRun> {
  let executed = 0;
  let leftOut: string | undefined;
  // A member and not a variable: the compiler does not see that the property assigns it.
  const found: { trial?: Trial } = {};
  const property = fc.asyncProperty(arbitrary, async (testCase) => {
    leftOut ??= reasonToStop(bench, allowance, troubles);
    if (leftOut !== undefined) return;
    const trial = await tryCase(bench, { ...testCase, id: `${testCase.id}#${executed}` });
    executed++;
    record(trial);
    if (!isFinding(trial)) return;
    found.trial = trial;
    throw new Error(trial.verdict.kind);
  });
  const details = await fc.check(property, {
    seed: allowance.seed,
    numRuns: allowance.runs,
    // Cases of lists have to become smaller too, so that is done apart, and for both in the same way.
    endOnFailure: true,
    interruptAfterTimeLimit: Math.max(1, allowance.deadline - bench.now()),
    // Everything is shown by the reports; fast-check's own text would only repeat it.
    verbose: fc.VerbosityLevel.None,
  });
  const { trial } = found;
  if (trial !== undefined) leftOut = 'stopped at the first difference';
  else if (executed < allowance.runs) leftOut ??= 'the time allowed was used up';
  const { counterexamplePath: path } = details;
  return {
    planned: allowance.runs,
    executed,
    findings: trial === undefined ? [] : [{ trial, ...(path === null ? {} : { path }) }],
    ...(leftOut === undefined || executed === allowance.runs ? {} : { leftOut }),
  };
}

function reasonToStop(bench: Bench, allowance: Allowance, troubles: TroubleCounter): string | undefined {
  if (troubles.inARow() >= patienceWithLaboratory) {
    return `the target failed ${patienceWithLaboratory} times in a row`;
  }
  return bench.now() >= allowance.deadline ? 'the time allowed was used up' : undefined;
}

interface TroubleCounter {
  count(trial: Trial): void;
  inARow(): number;
}

function troubleCounter(): TroubleCounter {
  let inARow = 0;
  return {
    count: (trial) => {
      inARow = trial.verdict.kind === 'inconclusive' ? inARow + 1 : 0;
    },
    inARow: () => inARow,
  };
}
