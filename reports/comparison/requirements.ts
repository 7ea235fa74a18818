import { requirements as catalogue } from '../../csp/requirements.ts';
import type { DifferenceGroup, RequirementRow, RequirementVerdict, RunReport } from '../model/run-report.ts';
import type { RequirementCell, RequirementComparison, RequirementRelation } from './comparison.ts';
import { kindsOf, shareOne } from './kind-of-difference.ts';

/** Requirements × runs: every requirement that the suite of some run knew. */
export function compareRequirements(reports: readonly RunReport[]): readonly RequirementComparison[] {
  return allOf(reports).map((about) => {
    const { id, text, source, area, level, ambiguities } = about;
    const groups = reports.map(({ differences }) => differences.find((group) => group.requirement === id));
    const kinds = groups.map((group) => kindsOf(group?.listed ?? []));
    const cells = reports.map((report, index): RequirementCell => {
      const row = report.requirements.find((each) => each.id === id);
      if (row === undefined)
        return { verdict: 'not-tested', cases: 0, decided: 0, violations: 0, unknown: true };
      return { ...countsOf(row), ...evidenceOf(groups[index], likeRuns(kinds, index)) };
    });
    const violating = kinds.filter((_, index) => cells[index]?.verdict === 'violated');
    return {
      id,
      text,
      source,
      area,
      level,
      ambiguities,
      relation: relationOf(cells.map(({ verdict }) => verdict)),
      ...(violating.length < 2 ? {} : { alike: shareOne(violating) }),
      cells,
    };
  });
}

/** Rows in the order of the catalogue; then what only another suite knew, by id. */
function allOf(reports: readonly RunReport[]): readonly Omit<RequirementRow, 'verdict'>[] {
  const known = new Map<string, RequirementRow>();
  for (const row of reports.flatMap(({ requirements }) => requirements)) {
    const other = known.get(row.id);
    // Two suites may word a requirement differently; which one is shown must not depend on the order of the runs.
    if (other === undefined || row.text < other.text) known.set(row.id, row);
  }
  const places = new Map<string, number>(catalogue.map(({ id }, index) => [id, index]));
  const placeOf = (id: string): number => places.get(id) ?? catalogue.length;
  return [...known.values()].sort(
    (left, right) => placeOf(left.id) - placeOf(right.id) || (left.id < right.id ? -1 : 1),
  );
}

function countsOf({ verdict, cases, decided, violations, firstCase }: RequirementRow): RequirementCell {
  return { verdict, cases, decided, violations, ...(firstCase === undefined ? {} : { firstCase }) };
}

function evidenceOf(
  group: DifferenceGroup | undefined,
  like: readonly number[],
): Pick<RequirementCell, 'smallest' | 'line' | 'likeRuns'> {
  if (group === undefined) return {};
  const { smallest, listed } = group;
  const line = (listed.find(({ name }) => name !== undefined && name === smallest?.name) ?? listed[0])?.line;
  return {
    ...(smallest === undefined ? {} : { smallest }),
    ...(line === undefined ? {} : { line }),
    likeRuns: like,
  };
}

function likeRuns(kinds: readonly ReadonlySet<string>[], index: number): readonly number[] {
  const own = kinds[index] ?? new Set();
  return kinds.flatMap((other, place) => (place !== index && shareOne([own, other]) ? [place] : []));
}

/** How the verdicts of all runs on one requirement stand to one another. */
export function relationOf(verdicts: readonly RequirementVerdict[]): RequirementRelation {
  const violated = verdicts.filter((verdict) => verdict === 'violated').length;
  const kept = verdicts.filter((verdict) => verdict === 'kept').length;
  if (violated > 0 && kept > 0) return 'differs';
  if (violated > 0) return violated === verdicts.length ? 'violated' : 'violated-in-part';
  if (kept > 0) return kept === verdicts.length ? 'kept' : 'kept-in-part';
  return 'undecided';
}
