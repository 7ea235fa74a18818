import type { Enrollment } from './enrollment.ts';
import type { EnrollmentFault } from './faults/fault.ts';
import { serverFaults, serverRefusals } from './faults/server.ts';
import { badSettings, missingSettings } from './faults/settings.ts';

/** To add one: an entry in one of the lists. The sessions, the covering arrays and the tests take it from here. */
export const enrollmentFaults: readonly EnrollmentFault[] = [
  ...missingSettings,
  ...badSettings,
  ...serverRefusals,
  ...serverFaults,
];

/** The faults that an enrollment has. */
export function faultsIn(enrollment: Enrollment): readonly EnrollmentFault[] {
  return enrollmentFaults.filter((fault) => fault.isIn(enrollment));
}

/** The enrollment with every fault taken out, in the order of the list; none of them brings another one in. */
export function valid(enrollment: Enrollment): Enrollment {
  return withoutOthers(enrollment, undefined);
}

/** The enrollment with this fault and no other; its twin is `fault.leaveOut` of what comes out. */
export function withOnly(enrollment: Enrollment, fault: EnrollmentFault, at = 0): Enrollment {
  return withoutOthers(fault.put(enrollment, at), fault);
}

function withoutOthers(enrollment: Enrollment, fault: EnrollmentFault | undefined): Enrollment {
  return enrollmentFaults.reduce(
    (kept, other) => (other !== fault && other.isIn(kept) ? other.leaveOut(kept) : kept),
    enrollment,
  );
}
