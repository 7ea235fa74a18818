import { decidedByStatus, type Admitted } from '../admitted.ts';
import type { Asking } from '../asking.ts';
import type { NodePlace } from '../place.ts';
import type { Rule } from '../rule.ts';

/** An Exec of Enroll below a UniqueID that exists. */
export interface EnrollSubject {
  readonly place: NodePlace;
  /** Whether it is the last command of an Atomic. */
  readonly last: boolean;
}

export type EnrollRule = Rule<EnrollSubject, 'refused' | Admitted>;

/** Which settings an enrollment needs to be started is not judged here: a device may start it and fail, or refuse it. */
const incomplete: EnrollRule = {
  id: 'enroll-refused',
  requirements: ['R-SCEP-37', 'R-GEN-03'],
  ambiguities: ['A-20'],
  because: 'settings are missing or invalid, or Enroll is not last in its Atomic',
  decide: ({ place, last }, asking) => {
    const request = place.below?.request;
    const complete = request !== undefined && requiredSettings.every((name) => request.settings.has(name));
    const sound =
      complete &&
      [...request.settings.values()].every(({ flaws, unclear }) => flaws.length === 0 && !unclear);
    if (sound && last) return undefined;
    return asking.assume('an Enroll that is not last, or lacks settings', ['accepted', 'refused']) ===
      'refused'
      ? 'refused'
      : undefined;
  },
};

/** Settings without which an enrollment does not succeed (csp-source.txt, the sections of these nodes). */
export const requiredSettings = [
  'ServerURL',
  'Challenge',
  'EKUMapping',
  'KeyUsage',
  'SubjectName',
  'KeyLength',
  'HashAlgorithm',
  'CAThumbprint',
];

const accepted: EnrollRule = {
  id: 'enroll-accepted',
  requirements: ['R-SCEP-29', 'R-SCEP-30', 'R-GEN-03'],
  ambiguities: ['A-06'],
  because: 'Exec of Enroll starts the enrollment',
  decide: (_, asking: Asking) => decidedByStatus('A-06', { '200': '200', '202': '202' }, asking),
};

/** In order: the first that applies decides. */
export const enrollRules: readonly EnrollRule[] = [incomplete, accepted];
