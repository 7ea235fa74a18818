import type { RequirementCell, RequirementComparison } from './comparison.ts';
import { byUrgency } from './look-at-first.ts';

/** So many characters of case files a comparison holds in all: a page with more would open slowly. */
export const evidenceAtMost = 8_000_000;

/**
 * Leaves case files out where there are too many: those of the least telling requirements, of all runs together, so that
 * no device is shown with evidence and another without. What is left out is still named, and is in out/cases.
 */
export function keepEvidenceWithin(
  requirements: readonly RequirementComparison[],
  most = evidenceAtMost,
): readonly RequirementComparison[] {
  let left = most;
  const kept = new Set(
    byUrgency(requirements)
      .filter(({ cells }) => {
        const size = cells.reduce((sum, { smallest }) => sum + sizeOf(smallest), 0);
        if (size > left) return false;
        left -= size;
        return true;
      })
      .map(({ id }) => id),
  );
  return requirements.map((row) => (kept.has(row.id) ? row : { ...row, cells: row.cells.map(named) }));
}

function sizeOf(smallest: RequirementCell['smallest']): number {
  return smallest?.file === undefined ? 0 : JSON.stringify(smallest.file).length;
}

function named({ smallest, ...cell }: RequirementCell): RequirementCell {
  return smallest === undefined ? cell : { ...cell, smallest: { name: smallest.name } };
}
