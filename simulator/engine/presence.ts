import type { Scope } from '../../cases/case.ts';
import type { Device } from './device-parts.ts';
import type { NodeDefinition, NodePlace, PathStep } from './provider.ts';

/** Whether a node is at this place, be it stored, permanent or computed. */
export function isThere(place: NodePlace, device: Device): boolean {
  return areStepsThere(place.scope, place.steps, device);
}

/** The first node on the way to a place that is not there; undefined where only the place itself may be missing. */
export function missingParent(place: NodePlace, device: Device): NodeDefinition | undefined {
  return place.steps
    .slice(0, -1)
    .find((_, index) => !areStepsThere(place.scope, place.steps.slice(0, index + 1), device))?.definition;
}

/** The value of a leaf, also of one that is not stored: a computed one, or one that stands for its default. */
export function valueAt(place: NodePlace, device: Device): string | undefined {
  if (missingParent(place, device) !== undefined) return undefined;
  return device.provider.read(place, device.tree.find(place.scope, place.steps)?.text);
}

/** Names of the nodes right below, as the server wrote them. */
export function childNames(place: NodePlace, device: Device): readonly string[] {
  const stored = device.tree.find(place.scope, place.steps)?.children;
  const unstored = place.definition.children.filter((child) => {
    if (child.permanent) return stored?.has(child.name) !== true;
    return child.computed && valueAt(below(place, child), device) !== undefined;
  });
  return [...[...(stored?.values() ?? [])].map(({ name }) => name), ...unstored.map(({ name }) => name)];
}

function areStepsThere(scope: Scope, steps: readonly PathStep[], device: Device): boolean {
  const definition = steps.at(-1)?.definition;
  // The node above all steps is always there.
  if (definition === undefined || definition.permanent) return true;
  if (definition.computed) return valueAt(placeOf(scope, steps, definition), device) !== undefined;
  return device.tree.find(scope, steps) !== undefined;
}

function below(place: NodePlace, definition: NodeDefinition): NodePlace {
  const step: PathStep = { key: definition.name, name: definition.name, definition };
  return placeOf(place.scope, [...place.steps, step], definition);
}

/** A place from the steps that lead to it. Keys may hold any character, so the path has to keep them apart. */
export function placeOf(scope: Scope, steps: readonly PathStep[], definition: NodeDefinition): NodePlace {
  return { scope, steps, definition, path: JSON.stringify([scope, ...steps.map(({ key }) => key)]) };
}
