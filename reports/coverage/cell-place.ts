import type { Scope } from '../../cases/case.ts';
import { nodes, type NodeId, type Verb } from '../../csp/tree.ts';

/** What is there before the verb is tried. */
export type CellState = 'present' | 'absent' | 'parent absent';

/** A cell of the matrix node × verb × scope × state. */
export interface CellPlace {
  readonly node: NodeId;
  readonly verb: Verb;
  readonly scope: Scope;
  readonly state: CellState;
}

/** How the cases of the matrix call the states, in their ids. */
const stateOf: Readonly<Record<string, CellState>> = {
  present: 'present',
  installed: 'present',
  enrolled: 'present',
  absent: 'absent',
  'parent-absent': 'parent absent',
};

/** The end of the id of a case of the matrix: node, verb, scope and state. */
const cellAtEnd = /\/([^/]+)\/(Add|Replace|Get|Delete|Exec)\/(device|user)\/([a-z-]+)$/;

/** The cell that a case of the matrix stands for, which its id says; undefined for every other case. */
export function placeOf(id: string): CellPlace | undefined {
  const [, name, verb, scope, stateName = ''] = cellAtEnd.exec(id) ?? [];
  const half = id.startsWith('scep/') ? 'scep' : 'pfx';
  const node = nodes.find((each) => each.name === name && (each.half === half || each.half === 'root'));
  const state = stateOf[stateName];
  if (node === undefined || state === undefined) return undefined;
  return { node: node.id, verb: verb as Verb, scope: scope as Scope, state };
}
