import type { Answers, Case } from '../../cases/case.ts';
import type { Observation } from '../../cases/observation.ts';
import { editions } from '../../csp/editions.ts';
import { judge } from '../../oracles/judge.ts';
import { execute } from '../../runner/execute.ts';
import { sizeOf } from '../../runner/reduce/size.ts';
import { completeAnswers, type CompleteAnswers } from '../../simulator/answers.ts';
import { digestOf, patience } from '../baseline.ts';
import type { FamilyCases } from '../programme.ts';
import type { MakeTarget, MutableDevice } from './mutable-device.ts';
import { passedDuring } from './switchboard.ts';

/** A case on the device without mutants. */
export interface CoveredCase {
  readonly case: Case;
  /** Digest of what was seen. */
  readonly digest: string;
  /** The device's answers that can be read from what was seen; found out where they are asked for. */
  readonly answers: () => Answers;
}

/** What the device without mutants shows, and which cases pass which mutant. */
export interface Coverage {
  /** The device's answers to the ambiguities, as given and in full. */
  readonly answers: Answers;
  readonly complete: CompleteAnswers;
  /** In the order in which they are tried: small ones of every family first. */
  readonly cases: readonly CoveredCase[];
  /** The cases that pass a mutant, in this order. Passing one that was passed before the case began says nothing. */
  readonly passing: (mutant: string) => readonly CoveredCase[];
  /** Whether a mutant is passed before any case begins: as the modules are loaded, or as the rules are made. */
  readonly isEarly: (mutant: string) => boolean;
}

/** Tries the cases on a device without mutants that gives these answers. */
export async function coverageOf(
  device: MutableDevice,
  families: readonly FamilyCases[],
  answers: Answers,
): Promise<Coverage> {
  let makeTarget: MakeTarget | undefined;
  const early = new Set(
    await passedDuring(async () => {
      makeTarget = device.load(undefined);
      await makeRules(makeTarget, answers);
    }),
  );
  const target = (makeTarget ?? device.load(undefined))({ answers });
  const cases: CoveredCase[] = [];
  const passing = new Map<string, CoveredCase[]>();
  for (const testCase of inOrder(families)) {
    let observation: Observation = { steps: [] };
    const passed = await passedDuring(async () => {
      observation = await execute(target, testCase, patience);
    });
    const covered = coveredCase(testCase, observation);
    cases.push(covered);
    for (const mutant of passed) {
      const known = passing.get(mutant) ?? [];
      known.push(covered);
      passing.set(mutant, known);
    }
  }
  return {
    answers,
    complete: completeAnswers(answers),
    cases,
    passing: (mutant) => passing.get(mutant) ?? [],
    isEarly: (mutant) => early.has(mutant),
  };
}

/** Opens a device of every edition, so that the rules that cases go by are there before them. */
async function makeRules(makeTarget: MakeTarget, answers: Answers): Promise<void> {
  const target = makeTarget({ answers });
  for (const { id } of editions) {
    const session = await target.open({ edition: id, tpm: false, certificates: [], helloContainers: [] });
    await session.cleanUp();
  }
}

function coveredCase(testCase: Case, observation: Observation): CoveredCase {
  let answers: Answers | undefined;
  return {
    case: testCase,
    digest: digestOf(observation),
    answers: () => {
      if (answers === undefined) {
        const verdict = judge(testCase, observation);
        answers = verdict.kind === 'conform' ? verdict.answers : {};
      }
      return answers;
    },
  };
}

/** The smallest case of each family, then the second of each, and so on. */
function inOrder(families: readonly FamilyCases[]): readonly Case[] {
  const ranked = families.flatMap(({ cases }) =>
    cases
      .map((testCase) => ({ testCase, size: sizeOf(testCase) }))
      .sort((one, other) => one.size - other.size)
      .map(({ testCase, size }, rank) => ({ testCase, size, rank })),
  );
  return ranked
    .sort((one, other) => one.rank - other.rank || one.size - other.size)
    .map(({ testCase }) => testCase);
}
