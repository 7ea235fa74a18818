import type { Answers, Case, Step } from '../cases/case.ts';
import type { Observation, StepObservation } from '../cases/observation.ts';
import type { Verdict } from '../cases/verdict.ts';
import type { AnswerKey } from '../csp/ambiguities.ts';
import type { RequirementId } from '../csp/requirements.ts';
import { answeredByAlerts } from './alerts.ts';
import { withCauses } from './causes.ts';
import { narrow, nearestOf, seenIn, type Narrowed } from './narrow.ts';
import { predict, type Outcome } from './predict.ts';
import { readRequest } from './request.ts';
import { nearOutcomes, survivors } from './survivors.ts';
import { transactionsIn } from './scep/transactions.ts';
import { initialWorlds, mergeWorlds, type World } from './world.ts';

/**
 * Judges one case by what was seen of it: a pure function of the two, so that an observation can be judged again.
 *
 * Never throws: a fault of the oracle itself, too many possible worlds among them, is a `suite-error`.
 */
export function judge(testCase: Case, observation: Observation): Verdict {
  try {
    return judgeSteps(testCase, observation);
  } catch (error) {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: 'suite-error', reason };
  }
}

function judgeSteps(testCase: Case, observation: Observation): Verdict {
  let worlds = initialWorlds(testCase.preparation, {}, transactionsIn(testCase.steps, observation));
  const exercised = new Set<RequirementId>();
  for (const [place, step] of testCase.steps.entries()) {
    const seen = observation.steps[place];
    if (seen === undefined) {
      const reason = `step ${place + 1} of ${testCase.steps.length} was not carried out`;
      return { kind: 'inconclusive', layer: 'laboratory', reason };
    }
    if (seen.kind === 'failure') return { kind: 'inconclusive', layer: seen.layer, reason: seen.reason };

    const narrowed = narrowStep(worlds, step, seen, place);
    if (narrowed.kind === 'differ') {
      const differences = withCauses(narrowed, place, testCase, observation, narrowStep);
      const [first] = differences;
      if (first === undefined) throw new RangeError('the nearest world does not differ');
      return { kind: 'violation', requirement: first.requirement, differences };
    }
    for (const id of exercisedInAll(narrowed.outcomes)) exercised.add(id);
    worlds = narrowed.worlds;
  }
  // What the examples have to do is what all other requirements say of their commands (R-EX-01, R-EX-02).
  if (testCase.level === 'example') for (const id of testCase.aims) exercised.add(id);
  const byAlerts = answeredByAlerts(worlds, observation);
  if (byAlerts['A-07'] !== undefined) exercised.add('R-SCEP-01');
  const answers = { ...commonAnswers(worlds), ...byAlerts };
  return { kind: 'conform', answers, exercised: [...exercised].sort() };
}

/** As `narrow` does with all outcomes of `predict`; but with the reply at hand, most of them need not be made. */
function narrowStep(
  worlds: readonly World[],
  step: Step,
  observation: StepObservation,
  place: number,
): Narrowed {
  if (step.kind !== 'send') return narrow(predict(worlds, step), observation, place);
  const request = readRequest(step.payload);
  const seen = seenIn(request, observation);
  const outcomes = survivors(worlds, request, seen);
  if (outcomes.length === 0) return nearestOf(nearOutcomes(worlds, request, seen), seen, place);
  return { kind: 'agree', worlds: mergeWorlds(outcomes.map(({ world }) => world)), outcomes };
}

/** A requirement that only some of the surviving readings rest on was not surely exercised. */
function exercisedInAll(outcomes: readonly Outcome[]): readonly RequirementId[] {
  const [first, ...others] = outcomes.map(({ exercised }) => exercised);
  return (first ?? []).filter((id) => others.every((exercised) => exercised.includes(id)));
}

/** The answers that all surviving worlds give: on what they differ in, or some do not know, nothing was seen. */
function commonAnswers(worlds: readonly World[]): Answers {
  const [first, ...others] = worlds;
  const entries = Object.entries(first?.answers ?? {}).filter(([key, answer]) =>
    others.every(({ answers }) => answers[key as AnswerKey] === answer),
  );
  return Object.fromEntries(entries);
}
