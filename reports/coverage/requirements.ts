import type { CaseKind } from '../../cases/case.ts';
import { caseKinds, kindsOf } from '../../cases/kinds.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { requirements, type RequirementId } from '../../csp/requirements.ts';
import { counted, impossible, sectionOf, type CoverageCell, type CoverageSection } from './coverage.ts';
import { keepCounts, wasJudged, type Counter } from './observed-case.ts';
import { argued, edges } from './requirement-kinds.ts';

/**
 * Requirements × kind of case. A positive case counts where the requirement decided something that was seen. Of a
 * negative one, and of one at an edge, the whole outcome was expected, so that it counts once it was judged.
 */
export function requirementCounter(): Counter<CoverageSection> {
  const judged = keepCounts();
  const decided = keepCounts();
  const keyOf = (id: RequirementId, kind: CaseKind): string => `${id} ${kind}`;
  const cellOf = (id: RequirementId, kind: CaseKind): CoverageCell => {
    const count = judged.of(keyOf(id, kind));
    if (kind === 'boundary') {
      const edge = edges[id];
      if (edge !== undefined) return { ...counted(count), note: edge };
      // Where no document names an edge, cases may stand at one of the values all the same.
      return count === 0 ? impossible('it has no edge that a document names') : counted(count);
    }
    const argument = argued[id]?.[kind];
    if (argument?.kind === 'impossible') return impossible(argument.reason);
    const decisions = decided.of(keyOf(id, kind));
    const note = [
      `${decisions} of ${count} decided by it`,
      ...(argument === undefined ? [] : [argument.reason]),
    ].join('; ');
    const enough = kind === 'negative' || argument !== undefined ? count : decisions;
    return { ...counted(enough), count, note };
  };
  return {
    count: ({ case: testCase, verdict }) => {
      if (!wasJudged(verdict)) return;
      for (const kind of kindsOf(testCase)) {
        for (const id of testCase.aims) {
          judged.add(keyOf(id, kind));
          if (decides(verdict, id)) decided.add(keyOf(id, kind));
        }
      }
    },
    result: () =>
      sectionOf({
        id: 'requirements',
        title: 'requirements × kind of case',
        unit: 'cases',
        columns: caseKinds,
        rows: requirements.map(({ id }) => ({
          group: '',
          name: id,
          cells: caseKinds.map((kind) => cellOf(id, kind)),
        })),
      }),
  };
}

/** Whether what was seen of a case was decided by a requirement: as it should be, or against it. */
function decides(verdict: Verdict, id: RequirementId): boolean {
  return verdict.kind === 'conform'
    ? verdict.exercised.includes(id)
    : verdict.kind === 'violation' && verdict.requirement === id;
}
