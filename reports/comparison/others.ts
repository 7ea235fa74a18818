import type { DifferenceGroup, RunReport } from '../model/run-report.ts';
import type { OtherCell, OtherComparison } from './comparison.ts';

const kinds = ['inconsistent', 'drift', 'suite-error'] as const;

/** Differences that blame no requirement, by kind; only kinds that some run has. */
export function compareOthers(reports: readonly RunReport[]): readonly OtherComparison[] {
  return kinds.flatMap((kind) => {
    const groups = reports.map(({ differences }) => differences.find((group) => group.kind === kind));
    const text = groups.flatMap((group) => group?.text ?? []).sort()[0];
    return text === undefined ? [] : [{ kind, text, cells: groups.map(cellOf) }];
  });
}

function cellOf(group: DifferenceGroup | undefined): OtherCell {
  if (group === undefined) return { cases: 0 };
  const { cases, listed, smallest } = group;
  const [first] = listed;
  return {
    cases,
    ...(first === undefined ? {} : { firstCase: first.id, line: first.line }),
    ...(smallest === undefined ? {} : { smallest }),
  };
}
