import type { StepObservation } from '../cases/observation.ts';
import type { Difference } from '../cases/verdict.ts';
import { compare, type Seen } from './compare.ts';
import type { PlacedDifference } from './differences.ts';
import { matchReply } from './match.ts';
import type { Outcome } from './predict.ts';
import { isNearer } from './nearness.ts';
import { readReply } from './reply.ts';
import type { Request } from './request.ts';
import { bySpecificity } from './specificity.ts';
import { mergeWorlds, type World } from './world.ts';

/** What is left of the worlds, or how the nearest one differs. */
export type Narrowed =
  | { readonly kind: 'agree'; readonly worlds: readonly World[]; readonly outcomes: readonly Outcome[] }
  | { readonly kind: 'differ'; readonly nearest: Outcome; readonly differences: readonly Difference[] };

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

/** How the nearest of outcomes differs, of which none agrees. */
export function nearestOf(outcomes: readonly Outcome[], seen: Seen, step: number): Narrowed {
  let nearest: { readonly outcome: Outcome; readonly found: readonly PlacedDifference[] } | undefined;
  for (const outcome of outcomes) {
    const { found } = compare(outcome.expectations, outcome.world.answers, seen, false);
    if (nearest === undefined || isNearer(found, nearest.found)) nearest = { outcome, found };
  }
  if (nearest === undefined) throw new RangeError('there is no outcome that could be near');
  const differences = [...nearest.found]
    .sort(bySpecificity)
    .map(({ layer, where, expected, observed, requirement, ambiguities }) => {
      return { layer, step, where, expected, observed, requirement, ambiguities };
    });
  return { kind: 'differ', nearest: nearest.outcome, differences };
}
