import type { Scope } from '../../cases/case.ts';
import type { CaseResult } from '../../cases/result.ts';
import type { NodeId, Verb } from '../../csp/tree.ts';
import { placeOf, type CellPlace, type CellState } from '../coverage/cell-place.ts';
import type { Coverage } from '../coverage/coverage.ts';
import { worseOf } from './gravity.ts';
import type { Cell } from './run-report.ts';

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
