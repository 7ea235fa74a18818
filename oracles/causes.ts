import type { Case, Step } from '../cases/case.ts';
import type { Observation, StepObservation } from '../cases/observation.ts';
import type { Difference } from '../cases/verdict.ts';
import { TooManyWorlds } from './asking.ts';
import { compare } from './compare.ts';
import { wronglyAsked } from './compare-log.ts';
import { Differences, type PlacedDifference } from './differences.ts';
import { expectedLog } from './expected-log.ts';
import { seenIn, type Narrowed, type NearDifference } from './narrow.ts';
import { bySpecificity } from './specificity.ts';
import { expectedStores } from './stores.ts';
import type { World } from './world.ts';

type Differ = Extract<Narrowed, { kind: 'differ' }>;

/** How the steps of a case are narrowed, given by the judge. */
export type NarrowStep = (
  worlds: readonly World[],
  step: Step,
  seen: StepObservation,
  place: number,
) => Narrowed;

/**
 * What went wrong shows first in what the device tells of it: Status, Thumbprint, ErrorCode. What the case sees of it
 * later tells the cause, and is reported before: what the servers were asked for, what the stores hold. Where all of that
 * is as it should be, what the device tells is itself what is wrong.
 */
export function withCauses(
  differ: Differ,
  place: number,
  testCase: Case,
  observation: Observation,
  narrowStep: NarrowStep,
): readonly Difference[] {
  const { nearest, differences } = differ;
  const [first] = differences;
  if (first === undefined || first.layer !== 'node') return differences.map(reported);
  if (first.requirement.startsWith('R-SCEP')) {
    return [...askedWrongly(nearest.world, testCase, observation), ...differences.map(reported)];
  }
  const isUnexplained = ['R-PFX-22', 'R-PFX-23'].includes(first.requirement);
  if (first.alone === undefined && !isUnexplained) return differences.map(reported);
  const inStores = storesLater(nearest.world, place, testCase, observation, narrowStep);
  if (inStores === undefined) return differences.map(reported);
  if (inStores.length === 0) return differences.map(onItsOwn);
  return [...(isUnexplained ? inStores : []), ...differences.map(reported)];
}

function reported({ alone: _, ...difference }: NearDifference): Difference {
  return difference;
}

function onItsOwn({ alone, ...difference }: NearDifference): Difference {
  return alone === undefined ? difference : { ...difference, requirement: alone };
}

/** How certificate requests differ from what the enrollments of a world ask for. */
function askedWrongly(world: World, testCase: Case, observation: Observation): readonly Difference[] {
  const { transactions } = world.device;
  if (transactions === undefined) return [];
  const causes = new Differences(world.answers);
  wronglyAsked(expectedLog(world), transactions, causes);
  const step = testCase.steps.findLastIndex(
    ({ kind }, place) => kind === 'read-scep-log' && observation.steps[place]?.kind === 'scep-log',
  );
  return causes.found.map((difference) => atStep(difference, step));
}

function atStep({ place: _, alone: __, ...difference }: PlacedDifference, step: number): Difference {
  return { ...difference, step };
}

/** How the stores, when they are read next, differ from those of a world; undefined where nobody looks. */
function storesLater(
  world: World,
  from: number,
  testCase: Case,
  observation: Observation,
  narrowStep: NarrowStep,
): readonly Difference[] | undefined {
  let worlds: readonly World[] = [world];
  for (const [place, step] of testCase.steps.entries()) {
    const seen = observation.steps[place];
    if (place <= from) continue;
    if (seen === undefined || seen.kind === 'failure') return undefined;
    if (step.kind === 'read-stores') {
      const [next] = worlds;
      if (next === undefined) return undefined;
      const { found } = compare([expectedStores(next)], next.answers, seenIn(undefined, seen), false);
      return [...found].sort(bySpecificity).map((difference) => atStep(difference, place));
    }
    try {
      const narrowed = narrowStep(worlds, step, seen, place);
      worlds = narrowed.kind === 'agree' ? narrowed.worlds : [narrowed.nearest.world];
    } catch (error) {
      // What is only a look ahead never makes a suite-error of a violation.
      if (error instanceof TooManyWorlds) return undefined;
      throw error;
    }
  }
  return undefined;
}
