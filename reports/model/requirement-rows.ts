import { caseKinds } from '../../cases/kinds.ts';
import type { CaseResult } from '../../cases/result.ts';
import { requirements, type RequirementId } from '../../csp/requirements.ts';
import type { Coverage } from '../coverage/coverage.ts';
import { wasJudged } from '../coverage/observed-case.ts';
import type { KindCount, RequirementRow, RequirementVerdict } from './run-report.ts';

/** Counts for each requirement what its cases showed. */
export interface RowKeeper {
  add(result: CaseResult): void;
  rows(coverage: Coverage | undefined): readonly RequirementRow[];
}

interface Counted {
  cases: number;
  decided: number;
  violations: number;
  firstDecided?: string;
  firstViolation?: string;
}

export function keepRows(): RowKeeper {
  const counted = new Map<RequirementId, Counted>(
    requirements.map(({ id }) => [id, { cases: 0, decided: 0, violations: 0 }]),
  );
  const change = (id: RequirementId, how: (row: Counted) => void): void => {
    const row = counted.get(id);
    if (row !== undefined) how(row);
  };
  return {
    add: ({ id: caseId, aims, verdict }) => {
      if (!wasJudged(verdict)) return;
      for (const id of aims) change(id, (row) => row.cases++);
      if (verdict.kind === 'conform') {
        for (const id of verdict.exercised) {
          change(id, (row) => {
            row.decided++;
            row.firstDecided ??= caseId;
          });
        }
      }
      if (verdict.kind === 'violation') {
        change(verdict.requirement, (row) => {
          row.violations++;
          row.firstViolation ??= caseId;
        });
      }
    },
    rows: (coverage) =>
      requirements.map(({ id, text, source, area, level, ambiguities }): RequirementRow => {
        const row = counted.get(id) ?? { cases: 0, decided: 0, violations: 0 };
        const kinds = kindsOf(coverage, id);
        const firstCase = row.firstViolation ?? row.firstDecided;
        return {
          id,
          text,
          source,
          area,
          level,
          ambiguities,
          verdict: verdictOf(row),
          cases: row.cases,
          ...(kinds === undefined ? {} : { kinds }),
          decided: row.decided,
          violations: row.violations,
          ...(firstCase === undefined ? {} : { firstCase }),
        };
      }),
  };
}

function verdictOf({ cases, decided, violations }: Counted): RequirementVerdict {
  if (violations > 0) return 'violated';
  if (decided > 0) return 'kept';
  return cases > 0 ? 'undecided' : 'not-tested';
}

function kindsOf(coverage: Coverage | undefined, id: RequirementId): RequirementRow['kinds'] {
  const section = coverage?.sections.find((each) => each.id === 'requirements');
  const cells = section?.rows.find(({ name }) => name === id)?.cells;
  if (section === undefined || cells === undefined) return undefined;
  const [positive, negative, boundary] = caseKinds.map((kind): KindCount => {
    const cell = cells[section.columns.indexOf(kind)];
    if (cell === undefined) return { cases: 0, enough: false };
    const { count, covered, possible, note } = cell;
    return { cases: count, enough: covered >= possible, ...(note === undefined ? {} : { note }) };
  });
  if (positive === undefined || negative === undefined || boundary === undefined) return undefined;
  return { positive, negative, boundary };
}
