import type { Device } from './device-parts.ts';
import { childNames, isThere, missingParent, valueAt } from './presence.ts';
import type { CommandContext, NodePlace, Outcome, Verb } from './provider.ts';
import type { Refusal } from './refusals.ts';

/** One Item of an Add, Replace, Delete, Get or Exec. */
export interface TreeRequest {
  readonly verb: Verb;
  readonly place: NodePlace;
  readonly format?: string;
  readonly text: string;
}

/**
 * Executes one Item. Refused or done, whole or not at all: a refusal leaves tree and provider as they were.
 * The order of the checks is node definition, verb, existence, value, provider.
 */
export function perform(request: TreeRequest, context: CommandContext, device: Device): Outcome {
  if (!device.rules.allows(request.place.definition, request.verb)) return refused(notAllowed[request.verb]);
  switch (request.verb) {
    case 'Get':
      return get(request.place, device);
    case 'Exec':
      return missingParent(request.place, device) === undefined
        ? undoingRefusals(device, () => device.provider.execute(request.place, context))
        : refused('no-such-node');
    case 'Delete':
      return remove(request.place, device);
    case 'Add':
      return undoingRefusals(device, () => add(request, context, device));
    case 'Replace':
      return undoingRefusals(device, () => replace(request, context, device));
  }
}

const notAllowed: Readonly<Record<Verb, Refusal>> = {
  Add: 'write-not-allowed',
  Delete: 'write-not-allowed',
  Exec: 'exec-not-allowed',
  Get: 'get-not-allowed',
  Replace: 'write-not-allowed',
};

const done = { kind: 'done', status: '200' } as const;

function refused(refusal: Refusal): Outcome {
  return { kind: 'refused', refusal };
}

function undoingRefusals(device: Device, action: () => Outcome): Outcome {
  const rollBack = { tree: device.tree.checkpoint(), provider: device.provider.checkpoint() };
  const outcome = action();
  if (outcome.kind === 'refused') device.rules.undoRefused(rollBack);
  return outcome;
}

/** Leaf: its value; interior node: the names of its children, joined by slashes (OMA RepPro, Get). */
function get(place: NodePlace, device: Device): Outcome {
  const { definition } = place;
  if (!definition.interior) {
    const text = valueAt(place, device);
    if (text === undefined) return refused('no-such-node');
    return { ...done, value: { format: definition.resultFormat, text } };
  }
  if (!isThere(place, device)) return refused('no-such-node');
  const text = device.rules.joinNames(childNames(place, device));
  return { ...done, value: { format: 'node', text } };
}

/** Add of a node that is there fails (OMA RepPro, 418); missing parents are made (Learn, implicit Add). */
function add(request: TreeRequest, context: CommandContext, device: Device): Outcome {
  const { place } = request;
  if (isThere(place, device) && !device.rules.addOverwrites(place)) return refused('node-exists');
  const missing = missingParent(place, device);
  if (missing !== undefined && !device.rules.createsParent(place, missing)) return refused('no-such-node');
  return set('Add', request, context, device);
}

function replace(request: TreeRequest, context: CommandContext, device: Device): Outcome {
  const { place } = request;
  // Created as by Add, so that what forbids the one forbids the other.
  if (!isThere(place, device)) {
    return device.rules.replaceCreates(place.definition)
      ? add(request, context, device)
      : refused('no-such-node');
  }
  if (!device.rules.replaceAfterAddInAtomic && addedBefore(place, context))
    return refused('add-then-replace');
  return set('Replace', request, context, device);
}

function set(
  verb: 'Add' | 'Replace',
  request: TreeRequest,
  context: CommandContext,
  device: Device,
): Outcome {
  const { place, text } = request;
  const refusal = valueFault(request, context, device);
  if (refusal !== undefined) return refused(refusal);
  // A Replace of an interior node has no value to set; what it does is the provider's matter.
  if (!place.definition.interior || verb === 'Add') {
    if (!device.tree.put(place.scope, place.steps, place.definition.interior ? '' : text))
      return refused('device-full');
  }
  const objection = device.provider.changed({ verb, place, text }, context);
  return objection === undefined ? done : refused(objection);
}

function valueFault(request: TreeRequest, context: CommandContext, device: Device): Refusal | undefined {
  const { definition } = request.place;
  if (definition.needsAtomic && context === undefined) return 'outside-atomic';
  if (request.format === undefined) {
    if (!definition.interior && !device.rules.formatMayBeAbsent) return 'no-format';
  } else if (!device.rules.acceptsFormat(definition, request.format)) {
    return 'wrong-format';
  }
  return request.text.length > device.limits.value ? 'value-too-large' : undefined;
}

function remove(place: NodePlace, device: Device): Outcome {
  if (!isThere(place, device)) {
    return device.rules.deleteOfMissing === 'done' ? done : refused('no-such-node');
  }
  device.tree.remove(place.scope, place.steps);
  device.provider.deleted(place);
  return done;
}

/** Add and then Replace of one node in the same Atomic: not supported (Learn, OMA DM protocol support, Atomic). */
function addedBefore(place: NodePlace, context: CommandContext): boolean {
  if (context === undefined) return false;
  return context.members.some(
    (member, index) =>
      index < context.member &&
      member?.verb === 'Add' &&
      member.places.some((other) => other.path === place.path),
  );
}
