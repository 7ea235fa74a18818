/** Version of out/coverage.json; raised when a reader of the old form would misread the new one. */
export const coverageFormat = 1;

/**
 * What a run has covered, as plain data: out/coverage.json, and what tables at the console and in reports are made of.
 * All sections have one form, so that whoever can show one can show all.
 */
export interface Coverage {
  readonly format: 'client-certificate-install-coverage';
  readonly version: typeof coverageFormat;
  /** Cases that were counted. */
  readonly cases: number;
  readonly sections: readonly CoverageSection[];
}

export type SectionId =
  'requirements' | 'matrix' | 'values' | 'combinations' | 'transitions' | 'servers' | 'ambiguities';

/** One table: rows with names, columns with names, a cell for each of both. */
export interface CoverageSection {
  readonly id: SectionId;
  /** Stands above the table: `requirements × kind of case`. */
  readonly title: string;
  /** What `count` of a cell counts: `cases`. */
  readonly unit: string;
  readonly columns: readonly string[];
  readonly rows: readonly CoverageRow[];
  /** Sums over all cells. */
  readonly covered: number;
  readonly possible: number;
  /** Everything that is possible and not covered, by name, in the order of the rows. */
  readonly missing: readonly string[];
}

export interface CoverageRow {
  /** Rows of one group belong together: a node, a state. '' where there are no groups. */
  readonly group: string;
  readonly name: string;
  /** One for each column, in their order. */
  readonly cells: readonly CoverageCell[];
}

export interface CoverageCell {
  /** How often it was seen, counted also where it is not enough to be covered. */
  readonly count: number;
  readonly covered: number;
  /** Usually 1; 0 where nothing can be there, and `note` says why; more where a cell stands for many. */
  readonly possible: number;
  readonly note?: string;
}

/** A cell that is covered as soon as something was counted. */
export function counted(count: number): CoverageCell {
  return { count, covered: count > 0 ? 1 : 0, possible: 1 };
}

/** A cell in which nothing can be. */
export function impossible(note: string): CoverageCell {
  return { count: 0, covered: 0, possible: 0, note };
}

/** A section with its sums. What is missing is named by row and column, where it is not named by `missing`. */
export function sectionOf(
  section: Pick<CoverageSection, 'id' | 'title' | 'unit' | 'columns' | 'rows'> & {
    readonly missing?: readonly string[];
  },
): CoverageSection {
  const { columns, rows } = section;
  const cells = rows.flatMap((row) => row.cells);
  const missing = rows.flatMap((row) =>
    columns.flatMap((column, place) => {
      const cell = row.cells[place];
      if (cell === undefined || cell.covered >= cell.possible) return [];
      // What was seen and is not enough has a reason.
      const why = cell.count > 0 && cell.note !== undefined ? `(${cell.note})` : '';
      return [
        [row.group, row.name, ...(columns.length === 1 ? [] : [column]), why]
          .filter((part) => part !== '')
          .join(' '),
      ];
    }),
  );
  return {
    ...section,
    covered: cells.reduce((sum, { covered }) => sum + covered, 0),
    possible: cells.reduce((sum, { possible }) => sum + possible, 0),
    missing: section.missing ?? missing,
  };
}
