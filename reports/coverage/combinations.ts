import { sectionOf, type CoverageSection } from './coverage.ts';

/** How many combinations of choices a run has reached: as generators/statistics.ts measures them. */
export interface CombinationCoverage {
  readonly strength: number;
  readonly reached: number;
  readonly possible: number;
  readonly missing: readonly string[];
}

/** Combinations of so many choices, a row for each kind of thing that is combined. */
export function combinationSection(measured: Readonly<Record<string, CombinationCoverage>>): CoverageSection {
  const entries = Object.entries(measured);
  return sectionOf({
    id: 'combinations',
    title: 'combinations of valid choices',
    unit: 'combinations',
    columns: ['reached'],
    rows: entries.map(([name, { strength, reached, possible }]) => ({
      group: '',
      name,
      cells: [{ count: reached, covered: reached, possible, note: `${strength} choices at a time` }],
    })),
    missing: entries.flatMap(([name, { missing }]) => missing.map((words) => `${name}: ${words}`)),
  });
}
