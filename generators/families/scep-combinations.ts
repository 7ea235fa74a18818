import type { RequirementId } from '../../csp/requirements.ts';
import type { Family } from '../family.ts';
import { listFamily } from '../list-family.ts';
import { enrollmentDrafts } from '../scep/combinations/draft.ts';
import { faultyEnrollments, validEnrollments } from '../scep/combinations/rows.ts';
import type { Enrollment } from '../scep/enrollment.ts';
import { enrollmentFaults } from '../scep/faults.ts';
import type { EnrollmentFault } from '../scep/faults/fault.ts';

/** The requirement under which the valid rows stand: that Exec of Enroll starts the enrollment with the settings there. */
const validRowsTest: RequirementId = 'R-SCEP-29';

/**
 * Covering arrays over the choices of an enrollment and of its server: valid rows, and rows with one fault and their
 * twins. Faults of the same requirement share their rows.
 * @param strength every combination of that many values occurs (t); 2 for a usual run, 3 for a night
 */
export function scepCombinationFamilies(strength: number): readonly Family[] {
  const requirements = [...new Set([validRowsTest, ...enrollmentFaults.map(familyOf)])];
  return requirements.map((requirement) =>
    listFamily(requirement, 'combinations', (laboratory) => {
      const group = enrollmentFaults.filter((fault) => familyOf(fault) === requirement);
      const rows = [
        ...(requirement === validRowsTest ? validRows(strength) : []),
        ...(group.length === 0 ? [] : faultyRows(group, requirement, strength)),
      ];
      return rows.flatMap(([id, enrollment]) => enrollmentDrafts(laboratory, id, enrollment));
    }),
  );
}

/** A general requirement is shown by the SCEP half under the one that it is about there: R-GEN-03 is about Enroll. */
function familyOf({ requirement }: EnrollmentFault): RequirementId {
  return requirement.startsWith('R-SCEP-') ? requirement : validRowsTest;
}

type NamedRow = readonly [id: string, enrollment: Enrollment];

function validRows(strength: number): readonly NamedRow[] {
  return remembered(`valid ${strength}`, () => validEnrollments(strength)).map((enrollment, number) => [
    `valid/${number + 1}`,
    enrollment,
  ]);
}

function faultyRows(
  group: readonly EnrollmentFault[],
  requirement: RequirementId,
  strength: number,
): readonly NamedRow[] {
  return remembered(`${requirement} ${strength}`, () => faultyEnrollments(group, strength)).map(
    (enrollment, number) => {
      const fault = group.find((one) => one.isIn(enrollment));
      return [`${fault?.id ?? 'fault'}/${number + 1}`, enrollment];
    },
  );
}

const arrays = new Map<string, readonly Enrollment[]>();

/** Arrays depend on nothing but the lists of scep/, and are asked for more than once in a run. */
function remembered(key: string, build: () => readonly Enrollment[]): readonly Enrollment[] {
  const known = arrays.get(key) ?? build();
  arrays.set(key, known);
  return known;
}
