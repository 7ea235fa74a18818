import type { Coverage } from '../coverage/coverage.ts';
import type { DifferenceGroup, RunReport, SmallestCase } from '../model/run-report.ts';
import { viewOf, type CaseView } from './case-view.ts';

/** What the page is given: a report with everything that needs the suite's own readers put into words already. */
export interface PageData {
  readonly title: string;
  readonly report: Omit<RunReport, 'coverage' | 'differences'>;
  readonly differences: readonly GroupView[];
  readonly coverage: readonly CoverageBar[];
  readonly sections: readonly PlainSection[];
}

/** A group of differences, with its smallest case as the page shows it. */
export interface GroupView extends Omit<DifferenceGroup, 'smallest'> {
  readonly smallest?: SmallestView;
}

/** A smallest case with its name in out/cases, and as the page shows it. */
export interface SmallestView {
  readonly name: string;
  /** Absent where the report only names the case. */
  readonly view?: CaseView;
}

/** A section of coverage without its cells. */
export interface CoverageBar {
  readonly title: string;
  readonly covered: number;
  readonly possible: number;
  readonly missing: readonly string[];
  /** Names of what is missing beyond those. */
  readonly more: number;
}

/** A section that others add to the page, such as a laboratory's: it has words and tables only, no code of its own. */
export interface PlainSection {
  /** Where links lead: `waivers`. */
  readonly id: string;
  readonly title: string;
  readonly paragraphs?: readonly string[];
  readonly facts?: readonly (readonly [name: string, value: string])[];
  readonly table?: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly string[])[];
  };
}

/** So many names of what coverage misses are shown for each section; coverage.json has all. */
const missingAtMost = 100;

/** Makes what the page is given out of a report. */
export function pageDataOf(report: RunReport, title: string, sections: readonly PlainSection[]): PageData {
  const { coverage, differences, ...rest } = report;
  return {
    title,
    report: rest,
    differences: differences.map(groupViewOf),
    coverage: (coverage?.sections ?? []).map(barOf),
    sections,
  };
}

function groupViewOf({ smallest, ...group }: DifferenceGroup): GroupView {
  return smallest === undefined ? group : { ...group, smallest: smallestViewOf(smallest) };
}

/** A smallest case as a page shows it. */
export function smallestViewOf({ name, file }: SmallestCase): SmallestView {
  return { name, ...(file === undefined ? {} : { view: viewOf(file) }) };
}

function barOf({ title, covered, possible, missing }: Coverage['sections'][number]): CoverageBar {
  return {
    title,
    covered,
    possible,
    missing: missing.slice(0, missingAtMost),
    more: Math.max(0, missing.length - missingAtMost),
  };
}
