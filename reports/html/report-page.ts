import { fileURLToPath } from 'node:url';
import type { RunReport } from '../model/run-report.ts';
import { pageDataOf, type PlainSection } from './page-data.ts';
import { selfContained } from './self-contained.ts';

/** What somebody who reports more than a run puts on the page. */
export interface PageAdditions {
  /** Default: conformance report. */
  readonly title?: string;
  /** Stand before what was not tested. */
  readonly sections?: readonly PlainSection[];
}

/** The report of a run as a page: one HTML file. Its size depends on what the report holds, not on the number of cases. */
export function reportPage(
  report: RunReport,
  { title = 'Conformance report', sections = [] }: PageAdditions = {},
): Promise<string> {
  return selfContained({
    title: `${title}: ${report.target.description}, ${report.result.verdict}`,
    program: fileURLToPath(new URL('client/main.ts', import.meta.url)),
    data: pageDataOf(report, title, sections),
  });
}
