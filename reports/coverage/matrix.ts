import type { Scope } from '../../cases/case.ts';
import { nodes, type TreeNode, type Verb } from '../../csp/tree.ts';
import { counted, impossible, sectionOf, type CoverageCell, type CoverageSection } from './coverage.ts';
import { keepCounts, wasJudged, type Counter } from './observed-case.ts';

const verbs: readonly Verb[] = ['Add', 'Replace', 'Get', 'Delete', 'Exec'];
const scopes: readonly Scope[] = ['device', 'user'];

/** What is there before the verb is tried. */
const states = ['present', 'absent', 'parent absent'] as const;
type State = (typeof states)[number];

/** How the cases of the matrix call the states, in their ids. */
const stateOf: Readonly<Record<string, State>> = {
  present: 'present',
  installed: 'present',
  enrolled: 'present',
  absent: 'absent',
  'parent-absent': 'parent absent',
};

/** The end of the id of a case of the matrix: node, verb, prefix and state. */
const cellAtEnd = /\/([^/]+)\/(Add|Replace|Get|Delete|Exec)\/(device|user)\/([a-z-]+)$/;

/** Node × verb × scope × state. A cell is one case that sends the verb to the node, and is named so by its id. */
export function matrixCounter(): Counter<CoverageSection> {
  const counts = keepCounts();
  return {
    count: ({ case: { id }, verdict }) => {
      const cell = cellAtEnd.exec(id);
      if (cell === null || !wasJudged(verdict)) return;
      const [, name = '', verb = '', scope = '', stateName = ''] = cell;
      const state = stateOf[stateName];
      const half = id.startsWith('scep/') ? 'scep' : 'pfx';
      if (state !== undefined) counts.add([half, name, verb, scope, state].join('/'));
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
                const half = node.half === 'scep' ? 'scep' : 'pfx';
                return counted(counts.of([half, node.name, verb, scope, state].join('/')));
              }),
            ),
          })),
        ),
      }),
  };
}

/** Why a node can not be in a state; undefined where it can. */
function whyNever(node: TreeNode, state: State): string | undefined {
  if (state === 'present') return undefined;
  if (node.permanent) return 'the node is always there';
  const parent = nodes.find(({ id }) => id === node.parent);
  if (state === 'parent absent') return parent?.permanent === true ? 'its parent is always there' : undefined;
  // csp-source.txt, Enroll: it has no value and allows no Add; it comes with Install.
  return node.format === 'null' ? 'the node is there as soon as its parent is' : undefined;
}
