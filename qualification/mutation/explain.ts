import type { Answers } from '../../cases/case.ts';
import { answerKeys, answersTo } from '../../csp/ambiguities.ts';
import { execute } from '../../runner/execute.ts';
import { digestOf, patience } from '../baseline.ts';
import type { Coverage, CoveredCase } from './coverage.ts';
import type { MutableDevice } from './mutable-device.ts';

/** So many answers may a mutant change; one that needs more is no other right device, but something to look at. */
const mostChanges = 12;

/**
 * The answers of a right device, other than those of `coverage`, that does in all these cases what a mutant does;
 * undefined where none is found.
 * @param shown digest of what the mutant shows in each case that passes it
 * @param read what was read of the mutant's answers where they are not those of `coverage`
 */
export async function explain(
  device: MutableDevice,
  shown: ReadonlyMap<CoveredCase, string>,
  read: Answers,
  coverage: Coverage,
): Promise<Answers | undefined> {
  const makeTarget = device.load(undefined);
  const doesTheSame = async (covered: CoveredCase, changes: Answers): Promise<boolean> => {
    const target = makeTarget({ answers: { ...coverage.answers, ...changes } });
    return digestOf(await execute(target, covered.case, patience)) === shown.get(covered);
  };
  const firstDifference = async (changes: Answers): Promise<CoveredCase | undefined> => {
    const target = makeTarget({ answers: { ...coverage.answers, ...changes } });
    for (const [covered, digest] of shown) {
      if (digestOf(await execute(target, covered.case, patience)) !== digest) return covered;
    }
    return undefined;
  };
  let changes = read;
  let unlike = await firstDifference(changes);
  while (unlike !== undefined && Object.keys(changes).length < mostChanges) {
    const further = await oneMoreAnswer(unlike, changes, coverage, doesTheSame);
    if (further === undefined) return undefined;
    changes = further;
    unlike = await firstDifference(changes);
  }
  return unlike === undefined ? changes : undefined;
}

/** These answers and another one with which a device does the same in one case. */
async function oneMoreAnswer(
  covered: CoveredCase,
  changes: Answers,
  { complete }: Coverage,
  doesTheSame: (covered: CoveredCase, changes: Answers) => Promise<boolean>,
): Promise<Answers | undefined> {
  for (const key of answerKeys.filter((one) => changes[one] === undefined)) {
    for (const answer of answersTo(key).filter((one) => one !== complete[key])) {
      const candidate = { ...changes, [key]: answer };
      if (await doesTheSame(covered, candidate)) return candidate;
    }
  }
  return undefined;
}
