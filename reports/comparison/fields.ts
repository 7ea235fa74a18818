import type { VerdictKind } from '../../cases/verdict.ts';
import { nodes } from '../../csp/tree.ts';
import type { Cell, RunReport } from '../model/run-report.ts';
import type { FieldCell, FieldComparison } from './comparison.ts';

/** The matrix node × verb × scope × state of all runs. */
export interface ComparedFields {
  /** Cells that were judged in at least two runs. */
  readonly compared: number;
  /** Those of them in which a device differs and another conforms, in the order of the tree. */
  readonly differing: readonly FieldComparison[];
}

export function compareFields(reports: readonly RunReport[]): ComparedFields {
  const byPlace = reports.map(({ cells }) => new Map(cells.map((cell) => [keyOf(cell), cell])));
  const places = new Map(reports.flatMap(({ cells }) => cells.map((cell) => [keyOf(cell), cell])));
  let compared = 0;
  const differing: FieldComparison[] = [];
  for (const [key, { node, verb, scope, state }] of places) {
    const cells = byPlace.map((cellsOf) => fieldOf(cellsOf.get(key)));
    const judged = cells.flatMap(({ verdict }) => standing[verdict] ?? []);
    if (judged.length < 2) continue;
    compared++;
    if (new Set(judged).size > 1) differing.push({ node, verb, scope, state, cells });
  }
  const order = new Map<string, number>(nodes.map(({ id }, index) => [id, index]));
  const placeOf = (node: string): number => order.get(node) ?? nodes.length;
  return {
    compared,
    differing: differing.sort(
      (left, right) => placeOf(left.node) - placeOf(right.node) || (keyOf(left) < keyOf(right) ? -1 : 1),
    ),
  };
}

/** What a verdict says of the device; undefined where it says nothing. */
const standing: Readonly<Record<VerdictKind | 'none', 'against' | 'for' | undefined>> = {
  violation: 'against',
  inconsistent: 'against',
  drift: 'against',
  conform: 'for',
  'suite-error': undefined,
  inconclusive: undefined,
  'not-tested': undefined,
  none: undefined,
};

function fieldOf(cell: Cell | undefined): FieldCell {
  if (cell === undefined) return { cases: 0, verdict: 'none' };
  return {
    cases: cell.cases,
    verdict: cell.verdict,
    ...(cell.case === undefined ? {} : { case: cell.case }),
  };
}

function keyOf({ node, verb, scope, state }: Pick<Cell, 'node' | 'verb' | 'scope' | 'state'>): string {
  return [node, verb, scope, state].join(' ');
}
