import type { NodeDefinition, Provider } from './engine/provider.ts';

/** Values of leaves, by name; nested for the nodes above them. */
export interface InformationTree {
  readonly [name: string]: string | InformationTree;
}

/** What a device tells of itself to whoever manages it: read-only nodes beside those of the CSP. */
export interface DeviceInformation {
  readonly DevInfo: InformationTree;
  readonly DevDetail: InformationTree;
}

/** A subtree at the top of the management tree, and what its leaves hold. */
interface Mounted {
  readonly mountPoint: readonly string[];
  readonly definition: NodeDefinition;
}

/** A provider that also reads the information, and where it is mounted. */
export interface InformedProvider {
  readonly provider: Provider;
  readonly alsoMounted: readonly Mounted[];
}

/** Adds what a device tells of itself to a provider; everything else goes to the provider as before. */
export function withInformation(provider: Provider, information: DeviceInformation): InformedProvider {
  const values = new Map<string, string>();
  const alsoMounted = Object.entries(information).map(([name, tree]: [string, InformationTree]) => ({
    mountPoint: [name],
    definition: definitionOf(`./${name}`, name, tree, values),
  }));
  return {
    provider: {
      ...provider,
      read: (place, stored) => values.get(place.definition.id) ?? provider.read(place, stored),
    },
    alsoMounted,
  };
}

function definitionOf(
  id: string,
  name: string,
  value: string | InformationTree,
  values: Map<string, string>,
): NodeDefinition {
  const interior = typeof value !== 'string';
  if (!interior) values.set(id, value);
  return {
    id,
    name,
    dynamic: false,
    permanent: true,
    computed: false,
    interior,
    verbs: new Set(['Get']),
    acceptedFormats: [],
    resultFormat: interior ? 'node' : 'chr',
    createdByReplace: false,
    needsAtomic: false,
    children: interior
      ? Object.entries(value).map(([child, below]) => definitionOf(`${id}/${child}`, child, below, values))
      : [],
  };
}
