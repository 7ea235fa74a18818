import { nodes, scopeRoots } from '../tree.ts';
import { ddfProperties, propertiesSinceVersion2 } from './read.ts';
import type { TreeNode } from '../tree.ts';
import type { Ddf, DdfNode, DdfProperty, DdfTree } from './read.ts';

/** One point in which csp/tree.ts and a DDF do not say the same. */
export interface TreeDifference {
  /** The tree of the DDF, such as `./Device/Vendor/MSFT`. */
  readonly tree: string;
  /** Line of the DDF on which the node begins; absent where the DDF does not have it. */
  readonly line?: number;
  /** Id of the node, as in csp/tree.ts. */
  readonly node: string;
  /** `node`: one of the two has it, and the other has not. */
  readonly property: DdfProperty | 'node';
  readonly ours: string;
  readonly ddf: string;
}

const absent = 'not there';

const occurrences = { one: 'One', 'zero-or-one': 'ZeroOrOne', 'zero-or-more': 'ZeroOrMore' } as const;

/** How csp/tree.ts says what a DDF says. */
const ours: Readonly<Record<DdfProperty, (node: TreeNode) => string>> = {
  format: (node) => node.format,
  verbs: (node) => node.verbs.join(', '),
  occurrence: (node) => occurrences[node.occurrence],
  scope: (node) => (node.permanent ? 'Permanent' : 'Dynamic'),
  default: (node) => node.default ?? 'none',
  values: (node) => node.values?.join(', ') ?? rangeOf(node) ?? 'any',
  'depends on': ({ dependsOn }) =>
    dependsOn === undefined ? 'none' : `${dependsOn.name} [${dependsOn.value}]`,
  atomic: (node) => (node.atomicRequired ? 'required' : 'not required'),
  since: (node) => node.since ?? 'not given',
};

/** Everything in which the tree and a DDF differ, tree by tree, our nodes in their order and then those of the DDF only. */
export function compareTrees(ddf: Ddf): readonly TreeDifference[] {
  return ddf.trees.flatMap((tree) => compareTree(tree, ddf.version)).concat(missingTrees(ddf));
}

/** A DDF of version 2 has one tree for each scope. */
function missingTrees(ddf: Ddf): readonly TreeDifference[] {
  if (ddf.version === 1) return [];
  return Object.values(scopeRoots)
    .map((root) => root.slice(0, root.lastIndexOf('/')))
    .filter((path) => !ddf.trees.some((tree) => tree.path === path))
    .map((tree) => ({ tree, node: '.', property: 'node', ours: 'there', ddf: absent }));
}

function compareTree(tree: DdfTree, version: Ddf['version']): readonly TreeDifference[] {
  const properties = ddfProperties.filter((name) => version === 2 || !propertiesSinceVersion2.includes(name));
  const described = new Map(tree.nodes.map((node) => [node.id, node]));
  const known = new Set<string>(nodes.map((node) => node.id));
  return [
    ...nodes.flatMap((node): TreeDifference[] => {
      const other = described.get(node.id);
      if (other !== undefined) return compareNode(tree.path, node, other, properties);
      // A missing parent says it for all that is below it.
      if (node.parent !== undefined && !described.has(node.parent)) return [];
      return [{ tree: tree.path, node: node.id, property: 'node', ours: 'there', ddf: absent }];
    }),
    ...tree.nodes
      .filter(({ id, parent }) => !known.has(id) && (parent === undefined || known.has(parent)))
      .map((node): TreeDifference => {
        const { id, line } = node;
        return { tree: tree.path, line, node: id, property: 'node', ours: absent, ddf: summary(node) };
      }),
  ];
}

function compareNode(
  tree: string,
  node: TreeNode,
  other: DdfNode,
  properties: readonly DdfProperty[],
): TreeDifference[] {
  return properties
    .map((property) => ({
      tree,
      line: other.line,
      node: node.id,
      property,
      ours: ours[property](node),
      ddf: other.properties[property],
    }))
    .filter((difference) => difference.ours !== difference.ddf);
}

function rangeOf(node: TreeNode): string | undefined {
  if (node.range === undefined) return undefined;
  const { minimum, countsAs } = node.range;
  return `at least ${minimum}${countsAs === undefined ? '' : `, above ${countsAs} as ${countsAs}`}`;
}

/** What a node of the DDF alone is, so that it is noticed when it changes there. */
function summary({ properties }: DdfNode): string {
  return `${properties.format}; ${properties.verbs}; ${properties.occurrence}; since ${properties.since}`;
}
