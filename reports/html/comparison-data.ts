import type {
  Comparison,
  OtherCell,
  OtherComparison,
  RequirementCell,
  RequirementComparison,
} from '../comparison/comparison.ts';
import type { SmallestCase } from '../model/run-report.ts';
import { smallestViewOf, type SmallestView } from './page-data.ts';

/** What the page of a comparison is given: the comparison with its cases put into words already. */
export interface ComparisonData extends Omit<Comparison, 'requirements' | 'others'> {
  readonly requirements: readonly RequirementView[];
  readonly others: readonly OtherView[];
}

export interface RequirementView extends Omit<RequirementComparison, 'cells'> {
  readonly cells: readonly WithView<RequirementCell>[];
}

export interface OtherView extends Omit<OtherComparison, 'cells'> {
  readonly cells: readonly WithView<OtherCell>[];
}

/** A cell with its smallest case as the page shows it. */
export type WithView<Cell> = Omit<Cell, 'smallest'> & { readonly smallest?: SmallestView };

export function comparisonDataOf({ requirements, others, ...rest }: Comparison): ComparisonData {
  return {
    ...rest,
    requirements: requirements.map((row) => ({ ...row, cells: row.cells.map(withView) })),
    others: others.map((row) => ({ ...row, cells: row.cells.map(withView) })),
  };
}

function withView<Cell extends { readonly smallest?: SmallestCase }>({
  smallest,
  ...cell
}: Cell): WithView<Cell> {
  return { ...cell, ...(smallest === undefined ? {} : { smallest: smallestViewOf(smallest) }) };
}
