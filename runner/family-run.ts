import fc from 'fast-check';
import type { Case } from '../cases/case.ts';
import type { Family, Laboratory } from '../generators/family.ts';
import { speaksAgainst, tryCase, type Bench, type Trial } from './trial.ts';

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
  /** Path of fast-check that leads to the shrunk case; absent for cases of a list. */
  readonly path?: string;
  /** Cases tried while shrinking. */
  readonly shrinks: number;
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
 * Runs all cases of a family, as far as the allowance goes.
 * @param record is told of every trial that counts, in order; trials made only to shrink are left out
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
    if (isFinding(trial)) findings.push({ trial, shrinks: 0 });
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
  let shrinks = 0;
  let leftOut: string | undefined;
  // A member and not a variable: the compiler does not see that the property assigns it.
  const findings: { smallest?: Trial } = {};
  const property = fc.asyncProperty(arbitrary, async (testCase) => {
    if (findings.smallest === undefined) {
      leftOut ??= reasonToStop(bench, allowance, troubles);
      if (leftOut !== undefined) return;
    }
    const trial = await tryCase(bench, { ...testCase, id: `${testCase.id}#${executed}` });
    if (findings.smallest === undefined) {
      executed++;
      record(trial);
    } else {
      shrinks++;
    }
    if (!isFinding(trial)) return;
    // Shrinking must not slip from one defect to another.
    if (findings.smallest !== undefined && signature(trial) !== signature(findings.smallest)) return;
    findings.smallest = trial;
    throw new Error(signature(trial));
  });
  const details = await fc.check(property, {
    seed: allowance.seed,
    numRuns: allowance.runs,
    interruptAfterTimeLimit: Math.max(1, allowance.deadline - bench.now()),
    // Everything is shown by the reports; fast-check's own text would only repeat it.
    verbose: fc.VerbosityLevel.None,
  });
  const found = findings.smallest;
  if (found === undefined) {
    const reason = leftOut ?? (executed < allowance.runs ? 'the time allowed was used up' : undefined);
    return {
      planned: allowance.runs,
      executed,
      findings: [],
      ...(reason === undefined ? {} : { leftOut: reason }),
    };
  }
  const finding: Finding = {
    trial: found,
    shrinks,
    ...(details.counterexamplePath === null ? {} : { path: details.counterexamplePath }),
  };
  return {
    planned: allowance.runs,
    executed,
    findings: [finding],
    ...(executed < allowance.runs ? { leftOut: 'stopped at the first difference, to shrink it' } : {}),
  };
}

function isFinding(trial: Trial): boolean {
  return speaksAgainst(trial.verdict) || trial.verdict.kind === 'suite-error';
}

function signature(trial: Trial): string {
  return trial.verdict.kind === 'violation' ? trial.verdict.requirement : trial.verdict.kind;
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
