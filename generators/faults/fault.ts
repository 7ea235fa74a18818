import type { RequirementId } from '../../csp/requirements.ts';

/**
 * One thing that can be made wrong on purpose. A case with a fault differs from its twin, the same case without, in
 * exactly this one point, and says so in `words`.
 */
export interface Fault<Subject> {
  /** Stands in the ids of cases: `wrong-password`. Unique among the faults of all kinds. */
  readonly id: string;
  /** Stands in reports: `the password is wrong`. */
  readonly words: string;
  /** What a device that passes over the fault would break. */
  readonly requirement: RequirementId;
  /**
   * The subject with the fault.
   * @param at where, counted in whatever the fault applies to, and wrapped around; faults with one place ignore it
   */
  put(subject: Subject, at: number): Subject;
}
