import { parseLocUri } from './locuri.ts';
import type { NodeDefinition, NodePlace, PathStep } from './provider.ts';
import { placeOf } from './presence.ts';
import type { Refusal } from './refusals.ts';
import type { EngineRules } from './rules.ts';

/**
 * The place that a LocURI leads to, by the definitions alone; no node need be there.
 * @param root the definition above all providers
 */
export function resolve(locUri: string, root: NodeDefinition, rules: EngineRules): NodePlace | Refusal {
  const address = parseLocUri(locUri, rules);
  if (typeof address === 'string') return address;
  const steps: PathStep[] = [];
  let definition = root;
  for (const { written, decoded } of address.segments) {
    const child = childNamed(definition, decoded, rules);
    if (child === undefined) return 'no-such-node';
    steps.push(
      child.dynamic
        ? { key: rules.keyOfName(decoded), name: written, definition: child }
        : { key: child.name, name: child.name, definition: child },
    );
    definition = child;
  }
  return placeOf(address.scope, steps, definition);
}

function childNamed(
  parent: NodeDefinition,
  name: string,
  rules: Pick<EngineRules, 'isNamed'>,
): NodeDefinition | undefined {
  return (
    parent.children.find((child) => !child.dynamic && rules.isNamed(child.name, name)) ??
    parent.children.find((child) => child.dynamic)
  );
}

/** The definition above the mount points: ./Vendor/MSFT and the like, permanent nodes that only Get is allowed on. */
export function rootAbove(
  mounts: readonly { mountPoint: readonly string[]; definition: NodeDefinition }[],
): NodeDefinition {
  return interiorAbove('.', '.', mounts);
}

function interiorAbove(
  id: string,
  name: string,
  mounts: readonly { mountPoint: readonly string[]; definition: NodeDefinition }[],
): NodeDefinition {
  const names = [...new Set(mounts.map(({ mountPoint }) => mountPoint[0] ?? ''))];
  return {
    id,
    name,
    dynamic: false,
    permanent: true,
    computed: false,
    interior: true,
    verbs: new Set(['Get']),
    acceptedFormats: ['node'],
    resultFormat: 'node',
    createdByReplace: false,
    needsAtomic: false,
    children: names.flatMap((childName) => {
      const below = mounts
        .filter(({ mountPoint }) => mountPoint[0] === childName)
        .map(({ mountPoint, definition }) => ({ mountPoint: mountPoint.slice(1), definition }));
      const mounted = below.filter(({ mountPoint }) => mountPoint.length === 0);
      return mounted.length > 0
        ? mounted.map(({ definition }) => definition)
        : [interiorAbove(`${id}/${childName}`, childName, below)];
    }),
  };
}
