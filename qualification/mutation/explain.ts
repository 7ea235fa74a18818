import type { Target } from '../../adapters/target.ts';
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
  const rightDevice = (changes: Answers): Target =>
    makeTarget({ answers: { ...coverage.answers, ...changes } });
  const doesTheSame = async (target: Target, covered: CoveredCase): Promise<boolean> =>
    digestOf(await execute(target, covered.case, patience)) === shown.get(covered);
  // What the mutant does otherwise tells most answers apart; that the rest stays as it was takes the longest to see.
  const asBefore = (covered: CoveredCase): number => Number(shown.get(covered) === covered.digest);
  const cases = [...shown.keys()].sort((one, other) => asBefore(one) - asBefore(other));
  const attemptWith = async (changes: Answers): Promise<Attempt> => {
    const target = rightDevice(changes);
    let alike = 0;
    for (const covered of cases) {
      if (!(await doesTheSame(target, covered))) return { changes, alike, unlike: covered };
      alike += 1;
    }
    return { changes, alike };
  };
  let attempt = await attemptWith(read);
  while (attempt.unlike !== undefined && Object.keys(attempt.changes).length < mostChanges) {
    let furthest = attempt;
    for (const changes of withOneMore(attempt.changes, coverage)) {
      if (!(await doesTheSame(rightDevice(changes), attempt.unlike))) continue;
      const further = await attemptWith(changes);
      if (further.alike > furthest.alike) furthest = further;
      if (furthest.unlike === undefined) break;
    }
    if (furthest === attempt) return undefined;
    attempt = furthest;
  }
  return attempt.unlike === undefined ? attempt.changes : undefined;
}

/** A right device that is held against a mutant. */
interface Attempt {
  readonly changes: Answers;
  /** In so many cases the two do the same, until `unlike` comes. */
  readonly alike: number;
  readonly unlike?: CoveredCase;
}

/** These answers and another one, in every way. */
function withOneMore(changes: Answers, { complete }: Coverage): readonly Answers[] {
  return answerKeys
    .filter((key) => changes[key] === undefined)
    .flatMap((key) =>
      answersTo(key)
        .filter((answer) => answer !== complete[key])
        .map((answer) => ({ ...changes, [key]: answer })),
    );
}
