import type { StepObservation } from '../cases/observation.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { Difference } from '../cases/verdict.ts';
import { compare, type Seen } from './compare.ts';
import type { PlacedDifference } from './differences.ts';
import { wronglyJoined } from './joined-statuses.ts';
import { matchReply } from './match.ts';
import type { Outcome } from './predict.ts';
import { isNearer } from './nearness.ts';
import { readReply } from './reply.ts';
import type { Request } from './request.ts';
import { bySpecificity } from './specificity.ts';
import { mergeWorlds, type World } from './world.ts';

/** A difference as it is reported, and whom it is blamed on where it is the only one. */
export interface NearDifference extends Difference {
  readonly alone?: RequirementId;
}

/** What is left of the worlds, or how the nearest one differs. */
export type Narrowed =
  | { readonly kind: 'agree'; readonly worlds: readonly World[]; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'differ'; readonly nearest: Outcome; readonly differences: readonly NearDifference[] };

/**
 * Keeps the outcomes that agree with what was seen, each with the answers that this gives to open questions.
 *
 * Where none agrees, the nearest is the one with the fewest differences in the protocol, then in nodes, then in the
 * stores; its differences come in that order, and within a layer the one with the most specific requirement first.
 *
 * @param outcomes of `predict`, at least one
 * @param observation not a failure of transport or laboratory, which says nothing about the device
 * @throws RangeError for an observation of another kind than the step
 */
export function narrow(
  outcomes: readonly Outcome[],
  observation: StepObservation,
  stepIndex: number,
): Narrowed {
  const seen = seenIn(outcomes[0]?.request, observation);
  const agreeing: Outcome[] = [];
  for (const outcome of outcomes) {
    const { found, answers } = compare(outcome.expectations, outcome.world.answers, seen, true);
    if (found.length === 0) agreeing.push({ ...outcome, world: { ...outcome.world, answers } });
  }
  if (agreeing.length > 0) {
    return { kind: 'agree', worlds: mergeWorlds(agreeing.map(({ world }) => world)), outcomes: agreeing };
  }
  return nearestOf(outcomes, seen, stepIndex);
}

/**
 * What was seen of a step, prepared for comparing.
 *
 * @param request what was sent; undefined for a step of another kind
 * @throws RangeError for an observation of another kind than the step, and for a failure
 */
export function seenIn(request: Request | undefined, observation: StepObservation): Seen {
  switch (observation.kind) {
    case 'reply': {
      if (request === undefined) throw new RangeError('a reply was observed where nothing was sent');
      const reply = readReply(observation);
      const match = reply.kind === 'message' ? matchReply(request, reply) : undefined;
      return { kind: 'reply', reply, match, request };
    }
    case 'stores':
      if (request !== undefined) throw new RangeError('stores were observed where a message was sent');
      return { kind: 'stores', entries: observation.entries };
    case 'scep-log':
      if (request !== undefined) throw new RangeError('a SCEP log was observed where a message was sent');
      return { kind: 'scep-log', servers: observation.servers };
    case 'keys-removed':
    case 'waited':
      if (request !== undefined) throw new RangeError('time passed where a message was sent');
      return { kind: 'waited' };
    case 'failure':
      throw new RangeError(`the step failed in the ${observation.layer}: ${observation.reason}`);
  }
}

/** A Status that is right, but said of another Item, breaks R-DM-01. */
function rejoined(
  found: readonly PlacedDifference[],
  { expectations }: Outcome,
  seen: Seen,
): readonly PlacedDifference[] {
  if (seen.kind !== 'reply' || seen.match === undefined) return found;
  const wrong = wronglyJoined(expectations, seen.match);
  return found.map((difference) =>
    difference.layer === 'protocol' && wrong.has(difference.place)
      ? { ...difference, requirement: 'R-DM-01' }
      : difference,
  );
}

/** How the nearest of outcomes differs, of which none agrees. */
export function nearestOf(outcomes: readonly Outcome[], seen: Seen, step: number): Narrowed {
  let nearest: { readonly outcome: Outcome; readonly found: readonly PlacedDifference[] } | undefined;
  for (const outcome of outcomes) {
    const { found } = compare(outcome.expectations, outcome.world.answers, seen, false);
    if (nearest === undefined || isNearer(found, nearest.found)) nearest = { outcome, found };
  }
  if (nearest === undefined) throw new RangeError('there is no outcome that could be near');
  const differences = rejoined(nearest.found, nearest.outcome, seen)
    .toSorted(bySpecificity)
    .map(({ place: _, ...difference }) => ({ ...difference, step }));
  return { kind: 'differ', nearest: nearest.outcome, differences };
}
