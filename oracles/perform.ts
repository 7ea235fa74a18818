import { either, refusalStatus } from './admitted.ts';
import { applyEffect } from './apply-effect.ts';
import type { Attempt, Refusal, Surroundings } from './attempt.ts';
import type { Deed } from './deed.ts';
import type { Breaks, Reason } from './expectation.ts';
import { readNode } from './read-node.ts';
import { locate, type NodePlace } from './place.ts';
import type { RequestCommand, RequestItem } from './request.ts';
import { reasonOf } from './rule.ts';
import { addressRules } from './rules/addresses.ts';
import { dataRules } from './rules/data.ts';
import { formatRules } from './rules/formats.ts';
import { presenceRules } from './rules/presence.ts';
import { scepValueRules } from './rules/scep-values.ts';
import { valueRules } from './rules/values.ts';
import { verbRules } from './rules/verbs.ts';
import { wrappingRules } from './rules/wrapping.ts';
import type { Run } from './run.ts';
import { installName, nodeKey, withNodeReason, type Flaw } from './state.ts';
import { readValue, type Value } from './value.ts';
import type { Verb } from '../csp/tree.ts';

/** In the order in which their reasons are preferred; for the statuses the order means nothing. */
export const refusalRules = [
  ...addressRules,
  ...verbRules,
  ...presenceRules,
  ...formatRules,
  ...dataRules,
  ...wrappingRules,
];

export const allValueRules = [...valueRules, ...scepValueRules];

/** What is said about everything that this CSP has no part in. */
const elsewhere: Reason = {
  requirement: 'R-DM-01',
  ambiguities: [],
  because: 'this CSP has no say in it',
};

/**
 * Carries out one Item of a command on the tree, or finds why it is refused. A refused Item leaves the state as it
 * was, but for an install that failed (apply-trigger.ts).
 */
export function perform(
  run: Run,
  command: RequestCommand & { readonly kind: Verb },
  item: RequestItem,
  surroundings: Surroundings,
): Deed {
  const { asking, device } = run;
  asking.beginNotes();
  if (run.state.lost) return { kind: 'open', reason: elsewhere };
  const place = locate(item.address, run.state, device, asking);
  if (place.kind === 'outside' || place.kind === 'property') {
    // A property that is changed, such as the name, could change everything that is known of the tree.
    if (place.kind === 'property' && command.kind !== 'Get') run.state = { ...run.state, lost: true };
    return { kind: 'open', reason: elsewhere };
  }
  if (item.moreData) {
    run.state = { ...run.state, lost: true };
    return { kind: 'open', reason: elsewhere };
  }

  const attempt: Attempt = { verb: command.kind, item, place, state: run.state, device, surroundings };
  const refusals = refusalsOf(attempt, run);
  if (place.kind !== 'node') return refused(refusals);
  if (command.kind === 'Get' && refusals.length === 0) return readNode(run, place, item);

  const value = isLeafValue(attempt, place) ? readValue(item, place, device, asking) : undefined;
  const { flaws, refusals: byValue } = value === undefined ? noFaults : faultsOf(value, run);
  const all = byValue.length === 0 ? refusals : [...refusals, ...byValue];
  if (all.length === 0)
    return applyEffect(run, { verb: command.kind, place, item, value, flaws }, surroundings);
  if (!surroundings.atomic) noteRefusal(run, place, item, all);
  return refused(place.prefixed ? all : all.map((refusal) => withoutPrefix(refusal, place)));
}

/** A LocURI without prefix that does not find what is there is looked for in the wrong tree. */
function withoutPrefix(refusal: ReasonedRefusal, { presence }: NodePlace): ReasonedRefusal {
  if (presence !== 'present') return refusal;
  const { reason } = refusal;
  const exists = reason.requirement === 'R-DM-05' || reason.requirement === 'R-PFX-13';
  const breaks: Breaks = {
    ...reason.breaks,
    notFound: 'R-DM-15',
    ...(exists ? { success: 'R-DM-15' } : {}),
  };
  return { ...refusal, reason: { ...reason, breaks } };
}

type ReasonedRefusal = Refusal & { readonly reason: Reason };

function refusalsOf(attempt: Attempt, run: Run): readonly ReasonedRefusal[] {
  const refusals: ReasonedRefusal[] = [];
  for (const rule of refusalRules) {
    const refusal = rule.decide(attempt, run.asking);
    if (refusal !== undefined) refusals.push({ ...refusal, reason: reasonOf(rule, refusal) });
  }
  return refusals;
}

/** Whether the command brings a value to a leaf of this CSP that can be set at all. */
function isLeafValue({ verb }: Attempt, { node, below }: NodePlace): boolean {
  return (
    (verb === 'Add' || verb === 'Replace') &&
    below !== undefined &&
    node.format !== 'node' &&
    node.verbs.includes('Add')
  );
}

interface Faults {
  readonly flaws: readonly Flaw[];
  readonly refusals: readonly ReasonedRefusal[];
}

const noFaults: Faults = { flaws: [], refusals: [] };

/** What is wrong with a value: what is found when it is set refuses the command, the rest is kept for the trigger. */
function faultsOf(value: Value, run: Run): Faults {
  const flaws: Flaw[] = [];
  const refusals: ReasonedRefusal[] = [];
  for (const rule of allValueRules) {
    const fault = rule.decide(value, run.asking);
    if (fault === undefined) continue;
    const reason = reasonOf(rule, fault);
    if (fault.found === 'when-set') refusals.push({ ...refusalStatus('A-05/value', run.asking), reason });
    else flaws.push({ shows: fault.found === 'at-trigger' ? 'command' : 'status', reason });
  }
  return { flaws, refusals };
}

function refused(refusals: readonly ReasonedRefusal[]): Deed {
  const [first] = refusals;
  if (first === undefined) throw new RangeError('a command that is neither refused nor carried out');
  return {
    kind: 'refused',
    admitted: either(refusals),
    reason: refusals.length === 1 ? first.reason : allReasons(refusals, first.reason),
    late: false,
    imported: false,
    notInstalled: [],
  };
}

/** One reason for several: the requirement of the first, and what all of them say. */
function allReasons(refusals: readonly ReasonedRefusal[], { requirement, breaks }: Reason): Reason {
  const reasons = refusals.map(({ reason }) => reason);
  return {
    requirement,
    ambiguities: [...new Set(reasons.flatMap(({ ambiguities }) => ambiguities))],
    because: [...new Set(reasons.map(({ because }) => because))].join(', and '),
    ...(breaks === undefined ? {} : { breaks }),
  };
}

/** So that a Get which shows a change after all is blamed on what should have prevented it. */
function noteRefusal(
  run: Run,
  place: NodePlace,
  { text }: RequestItem,
  refusals: readonly ReasonedRefusal[],
): void {
  const reason = refusals[0]?.reason;
  if (place.below === undefined || reason === undefined) return;
  const request = { scope: place.scope, ...place.below };
  const brought = place.node.format === 'node' ? undefined : text;
  const ofNode = brought === undefined ? reason : { ...reason, brought };
  run.state = withNodeReason(run.state, [nodeKey(request, place.node.name)], ofNode);
  if (place.node.name === 'PFXCertBlob')
    run.state = withNodeReason(run.state, [nodeKey(request, installName)], reason);
}
