/**
 * The life of a request for an enrollment (csp-source.txt, SCEP/UniqueID/Status, CertThumbprint, Enroll and Install; DDF,
 * SCEP/UniqueID: Delete).
 *
 * - `absent`: there is no such request
 * - `ready`: it is there, and its Enroll was never executed: Status 32
 * - `under way`: the Exec was accepted, and no server has answered yet: Status 32
 * - `pending`: the server has answered so, and is asked again: Status 2
 * - `finished`: a certificate was enrolled: Status 1
 * - `failed`: Status 16
 * - `invalid`: a certificate was enrolled and is not valid any more: CertThumbprint is empty
 */
export type EnrollmentState =
  'absent' | 'ready' | 'under way' | 'pending' | 'finished' | 'failed' | 'invalid';

/** What happens to a request. `time`: nothing is done to it; what changes, changes by itself or by its server. */
export type EnrollmentEvent =
  'Add' | 'Exec' | 'change of a setting' | 'Delete' | 'time' | 'loss of the key' | 'end of the chain';

/** What follows when something happens in a state. */
export interface EnrollmentTransition {
  readonly from: EnrollmentState;
  readonly event: EnrollmentEvent;
  /** The states that may follow; more than one where it is open, or a matter of what was changed. */
  readonly to: readonly EnrollmentState[];
  /** Why no run can show it; absent where it can. */
  readonly unreachable?: string;
}

const afterExec = ['under way', 'pending', 'finished', 'failed'] as const;

/** Everything that can happen in each state. */
export const enrollmentTransitions: readonly EnrollmentTransition[] = [
  { from: 'absent', event: 'Add', to: ['ready'] },
  { from: 'absent', event: 'Exec', to: ['absent'] },
  { from: 'absent', event: 'Delete', to: ['absent'] },
  { from: 'ready', event: 'Exec', to: ['under way'] },
  { from: 'ready', event: 'change of a setting', to: ['ready'] },
  { from: 'ready', event: 'Delete', to: ['absent'] },
  // Without an Exec nothing ever begins (R-SCEP-29).
  { from: 'ready', event: 'time', to: ['ready'] },
  { from: 'under way', event: 'time', to: ['pending'] },
  { from: 'under way', event: 'time', to: ['finished'] },
  { from: 'under way', event: 'time', to: ['failed'] },
  // What a second Exec does is A-67; what a Delete does to the enrollment, A-70.
  { from: 'under way', event: 'Exec', to: ['under way'] },
  { from: 'under way', event: 'change of a setting', to: ['under way'] },
  { from: 'under way', event: 'Delete', to: ['absent'] },
  { from: 'pending', event: 'time', to: ['pending'] },
  { from: 'pending', event: 'time', to: ['finished'] },
  { from: 'pending', event: 'time', to: ['failed'] },
  { from: 'pending', event: 'Exec', to: afterExec },
  { from: 'pending', event: 'change of a setting', to: ['pending'] },
  { from: 'pending', event: 'Delete', to: ['absent'] },
  { from: 'finished', event: 'time', to: ['finished'] },
  { from: 'finished', event: 'time', to: ['invalid'] },
  { from: 'finished', event: 'loss of the key', to: ['invalid'] },
  {
    from: 'finished',
    event: 'end of the chain',
    to: ['invalid'],
    unreachable:
      "the certificates of the suite's CAs are valid for years, and nobody can shorten them for one device",
  },
  { from: 'finished', event: 'Exec', to: afterExec },
  { from: 'finished', event: 'change of a setting', to: ['finished'] },
  { from: 'finished', event: 'Delete', to: ['absent'] },
  { from: 'failed', event: 'time', to: ['failed'] },
  { from: 'failed', event: 'Exec', to: afterExec },
  { from: 'failed', event: 'change of a setting', to: ['failed'] },
  { from: 'failed', event: 'Delete', to: ['absent'] },
  { from: 'invalid', event: 'time', to: ['invalid'] },
  { from: 'invalid', event: 'Exec', to: afterExec },
  { from: 'invalid', event: 'change of a setting', to: ['invalid'] },
  { from: 'invalid', event: 'Delete', to: ['absent'] },
];

/** What Status shows in each state (csp-source.txt, SCEP/UniqueID/Status). */
export const statusOfState: Readonly<Record<EnrollmentState, string | undefined>> = {
  absent: undefined,
  ready: '32',
  'under way': '32',
  pending: '2',
  finished: '1',
  failed: '16',
  invalid: '1',
};
