import type { Scope } from '../../cases/case.ts';
import type { CaseResult } from '../../cases/result.ts';
import { nodes, type NodeId, type Verb } from '../../csp/tree.ts';
import type { Coverage } from '../coverage/coverage.ts';
import { worseOf } from './gravity.ts';
import type { Cell, CellState } from './run-report.ts';

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

/** The place of a cell, without what came of its cases. */
export type CellPlace = Pick<Cell, 'node' | 'verb' | 'scope' | 'state'>;

/** The cell that a case of the matrix stands for, which its id says; undefined for every other case. */
export function placeOf(id: string): CellPlace | undefined {
  const [, name, verb, scope, stateName = ''] = cellAtEnd.exec(id) ?? [];
  const half = id.startsWith('scep/') ? 'scep' : 'pfx';
  const node = nodes.find((each) => each.name === name && (each.half === half || each.half === 'root'));
  const state = stateOf[stateName];
  if (node === undefined || state === undefined) return undefined;
  return { node: node.id, verb: verb as Verb, scope: scope as Scope, state };
}

/** Keeps the worst that the cases of each cell showed. */
export interface CellKeeper {
  add(result: CaseResult): void;
  cells(coverage: Coverage | undefined): readonly Cell[];
}

type Seen = Pick<Cell, 'cases' | 'verdict' | 'case'>;

export function keepCells(): CellKeeper {
  const seen = new Map<string, CellPlace & Seen>();
  return {
    add: ({ id, verdict: { kind } }) => {
      const place = placeOf(id);
      if (place === undefined) return;
      const before = seen.get(keyOf(place));
      const worse = before === undefined || worseOf(kind, before.verdict) !== before.verdict;
      seen.set(keyOf(place), {
        ...place,
        cases: (before?.cases ?? 0) + 1,
        ...(worse ? { verdict: kind, case: id } : { verdict: before.verdict, case: before.case ?? id }),
      });
    },
    cells: (coverage) => {
      const possible = possibleCells(coverage);
      if (possible.length === 0) return [...seen.values()];
      return possible.map(({ impossible, ...place }): Cell => {
        const found = seen.get(keyOf(place));
        return {
          ...place,
          ...(found ?? { cases: 0, verdict: 'none' }),
          ...(impossible === undefined ? {} : { impossible }),
        };
      });
    },
  };
}

/** All cells that coverage knows, and why some of them can never be. */
function possibleCells(coverage: Coverage | undefined): readonly (CellPlace & Pick<Cell, 'impossible'>)[] {
  const section = coverage?.sections.find(({ id }) => id === 'matrix');
  if (section === undefined) return [];
  return section.rows.flatMap(({ group, name, cells }) =>
    section.columns.map((column, index) => {
      const [scope, state] = column.split(', ');
      const cell = cells[index];
      return {
        node: group as NodeId,
        verb: name as Verb,
        scope: scope as Scope,
        state: state as CellState,
        ...(cell?.possible === 0 && cell.note !== undefined ? { impossible: cell.note } : {}),
      };
    }),
  );
}

function keyOf({ node, verb, scope, state }: CellPlace): string {
  return [node, verb, scope, state].join(' ');
}
