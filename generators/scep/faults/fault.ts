import type { DetectableFault } from '../../combinations/detectable-fault.ts';
import type { Enrollment } from '../enrollment.ts';

/** What an enrollment is chosen by: its own choices, and those of its server, where `outcome` is failure and faults. */
export type EnrollmentChoice =
  Exclude<keyof Enrollment, 'server'> | `server.${'authority' | 'challenge' | 'pending' | 'outcome'}`;

/** What can be wrong with an enrollment: in the payload, in the device, or in the server that is asked. */
export type EnrollmentFault = DetectableFault<Enrollment, EnrollmentChoice>;
