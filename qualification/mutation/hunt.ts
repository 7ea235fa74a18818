import type { Answers } from '../../cases/case.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { answerKeys, type AnswerKey } from '../../csp/ambiguities.ts';
import { judge } from '../../oracles/judge.ts';
import { execute } from '../../runner/execute.ts';
import { digestOf, patience } from '../baseline.ts';
import type { Coverage, CoveredCase } from './coverage.ts';
import { explain } from './explain.ts';
import type { Fate } from './fate.ts';
import { limitedTarget, stopped } from './limited-target.ts';
import type { MakeTarget, MutableDevice } from './mutable-device.ts';

/** Milliseconds for one answer of a mutated device. */
const limit = 20_000;

/** Tries a mutant with every case that passes it, until the suite finds it out. */
export async function hunt(device: MutableDevice, mutant: string, coverage: Coverage): Promise<Fate> {
  const cases = casesFor(mutant, coverage);
  if (cases.length === 0) return { kind: 'uncovered' };
  const makeTarget = loaded(device, mutant);
  if (makeTarget === undefined) return { kind: 'killed', how: 'broke', case: 'none: it does not load' };
  const target = limitedTarget(makeTarget({ answers: coverage.answers }), limit);
  const shown = new Map<CoveredCase, string>();
  const conform = new Map<CoveredCase, Answers>();
  for (const covered of cases) {
    const observation = await execute(target, covered.case, patience);
    const digest = digestOf(observation);
    shown.set(covered, digest);
    if (digest === covered.digest) continue;
    const verdict = judge(covered.case, observation);
    if (verdict.kind !== 'conform') return killedBy(covered.case.id, verdict);
    conform.set(covered, verdict.answers);
  }
  const [example] = conform.keys();
  if (example === undefined) return { kind: 'unseen', covering: cases.length };
  const read = readOtherwise(conform, coverage);
  if (read.contradicted !== undefined) {
    return { kind: 'killed', how: 'inconsistent', case: read.contradicted.case.id };
  }
  const answers = await explain(device, shown, read.answers, coverage);
  return answers === undefined
    ? { kind: 'tolerated', cases: conform.size, example: example.case.id }
    : { kind: 'admitted', answers, cases: conform.size };
}

/** undefined where the modules with the mutant throw as they are loaded, so that no case can begin. */
function loaded(device: MutableDevice, mutant: string): MakeTarget | undefined {
  try {
    return device.load(mutant);
  } catch {
    return undefined;
  }
}

/** Where a mutant is in the rules or in a table, any case may show it; those that pass it again are likely to. */
function casesFor(mutant: string, { cases, passing, isEarly }: Coverage): readonly CoveredCase[] {
  const first = passing(mutant);
  return isEarly(mutant) ? [...new Set([...first, ...cases])] : first;
}

function killedBy(id: string, verdict: Exclude<Verdict, { readonly kind: 'conform' }>): Fate {
  switch (verdict.kind) {
    case 'violation':
      return { kind: 'killed', how: 'accused', case: id, blamed: verdict.requirement };
    case 'inconsistent':
    case 'drift':
      return { kind: 'killed', how: 'inconsistent', case: id };
    case 'inconclusive':
    case 'suite-error':
    case 'not-tested':
      return { kind: 'killed', how: verdict.reason.includes(stopped) ? 'timeout' : 'broke', case: id };
  }
}

/**
 * What was read of a mutant's answers where they are not those of the device without it, or the first case that
 * contradicts the rest of the run: two answers to one question are what a whole run reports as an inconsistency.
 */
function readOtherwise(
  conform: ReadonlyMap<CoveredCase, Answers>,
  { complete, cases }: Coverage,
): { readonly answers: Answers; readonly contradicted?: CoveredCase } {
  const answers: Partial<Record<AnswerKey, string>> = {};
  for (const [covered, read] of conform) {
    for (const key of answerKeys) {
      const now = read[key];
      if (now === undefined || now === complete[key]) continue;
      const asBefore = cases.some((one) => (conform.get(one) ?? one.answers())[key] === complete[key]);
      if (asBefore || (answers[key] ?? now) !== now) return { answers, contradicted: covered };
      answers[key] = now;
    }
  }
  return { answers };
}
