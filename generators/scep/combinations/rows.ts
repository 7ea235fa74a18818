import {
  faultySubjects,
  nameOfTuple,
  rowIn,
  spaceOf,
  subjectOf,
  validSubjects,
  type Combination,
} from '../../combinations/combination.ts';
import type { PartialRow, Space, Tuple } from '../../combinations/covering-array.ts';
import { usualEnrollment, type Enrollment } from '../enrollment.ts';
import { enrollmentFaults } from '../faults.ts';
import type { EnrollmentChoice, EnrollmentFault } from '../faults/fault.ts';
import { changed, type EnrollmentChange } from './change.ts';
import { parameters } from './parameters.ts';

/** What covering arrays over enrollments combine. */
const enrollments: Combination<Enrollment, EnrollmentChoice, EnrollmentChange> = {
  usual: usualEnrollment,
  parameters,
  faults: enrollmentFaults,
  changed,
};

/** The space of valid enrollments, for measuring. */
export const validSpace: Space = spaceOf(enrollments, []);

/** The enrollment that a row stands for; what is not filled in is as usual. */
export function enrollmentOf(row: PartialRow): Enrollment {
  return subjectOf(enrollments, row);
}

/** The row of an enrollment, for measuring; a value that is not among the parameter's is not filled in. */
export function rowOf(enrollment: Enrollment): PartialRow {
  return rowIn(enrollments, enrollment);
}

/** What a combination of choices is called. */
export function wordsOf(tuple: Tuple): string {
  return nameOfTuple(enrollments, tuple);
}

/** Valid enrollments in which every possible combination of `strength` values occurs. */
export function validEnrollments(strength: number): readonly Enrollment[] {
  return validSubjects(enrollments, strength);
}

/** Enrollments with one fault of a group, which meets every possible combination of `strength` - 1 other values. */
export function faultyEnrollments(
  group: readonly EnrollmentFault[],
  strength: number,
): readonly Enrollment[] {
  return faultySubjects(enrollments, group, strength);
}
