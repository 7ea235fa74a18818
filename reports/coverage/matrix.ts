import type { Scope } from '../../cases/case.ts';
import { nodes, type TreeNode, type Verb } from '../../csp/tree.ts';
import { placeOf, type CellPlace, type CellState } from './cell-place.ts';
import { counted, impossible, sectionOf, type CoverageCell, type CoverageSection } from './coverage.ts';
import { keepCounts, wasJudged, type Counter } from './observed-case.ts';

const verbs: readonly Verb[] = ['Add', 'Replace', 'Get', 'Delete', 'Exec'];
const scopes: readonly Scope[] = ['device', 'user'];

const states: readonly CellState[] = ['present', 'absent', 'parent absent'];

/** Node × verb × scope × state. A cell is one case that sends the verb to the node, and is named so by its id. */
export function matrixCounter(): Counter<CoverageSection> {
  const counts = keepCounts();
  return {
    count: ({ case: { id }, verdict }) => {
      const place = placeOf(id);
      if (place !== undefined && wasJudged(verdict)) counts.add(keyOf(place));
    },
    result: () =>
      sectionOf({
        id: 'matrix',
        title: 'node × verb × scope × state',
        unit: 'cases',
        columns: scopes.flatMap((scope) => states.map((state) => `${scope}, ${state}`)),
        rows: nodes.flatMap((node) =>
          verbs.map((verb) => ({
            group: node.id,
            name: verb,
            cells: scopes.flatMap((scope) =>
              states.map((state): CoverageCell => {
                const reason = whyNever(node, state);
                if (reason !== undefined) return impossible(reason);
                return counted(counts.of(keyOf({ node: node.id, verb, scope, state })));
              }),
            ),
          })),
        ),
      }),
  };
}

/** Why a node can not be in a state; undefined where it can. */
function whyNever(node: TreeNode, state: CellState): string | undefined {
  if (state === 'present') return undefined;
  if (node.permanent) return 'the node is always there';
  const parent = nodes.find(({ id }) => id === node.parent);
  if (state === 'parent absent') return parent?.permanent === true ? 'its parent is always there' : undefined;
  // csp-source.txt, Enroll: it has no value and allows no Add; it comes with Install.
  return node.format === 'null' ? 'the node is there as soon as its parent is' : undefined;
}

function keyOf({ node, verb, scope, state }: CellPlace): string {
  return `${node} ${verb} ${scope} ${state}`;
}
