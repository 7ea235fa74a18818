import type { Rule } from '../rule.ts';

/** What an enrollment shows while it goes on; what each says is in its reason. */
export const phaseRules = {
  underWay: {
    id: 'enrollment-under-way',
    requirements: ['R-SCEP-30', 'R-SCEP-34'],
    ambiguities: [],
    because: 'no server has answered yet, and the Exec does not wait for one',
    decide: () => '32',
  },
  pending: {
    id: 'enrollment-pending',
    requirements: ['R-SCEP-34', 'R-SCEP-16'],
    ambiguities: ['A-24'],
    because: 'the server has answered pending, and RetryDelay is not over',
    decide: () => '2',
  },
  exhausted: {
    id: 'enrollment-retries-exhausted',
    requirements: ['R-SCEP-17', 'R-SCEP-34'],
    ambiguities: ['A-24', 'A-31', 'A-69'],
    because: 'the server has answered pending to the last retry that RetryCount allows',
    decide: () => '16',
  },
  /** The request must have reached the server. */
  starts: {
    id: 'enrollment-asks-server',
    requirements: ['R-SCEP-29', 'R-SCEP-05'],
    ambiguities: ['A-20', 'A-67'],
    because: 'the Exec was accepted, and starts the enrollment',
    decide: () => 'asked',
  },
  /** What no enrollment of the case accounts for. */
  notStarted: {
    id: 'nothing-asked-without-exec',
    requirements: ['R-SCEP-29'],
    ambiguities: ['A-20', 'A-67', 'A-70'],
    because: 'no accepted Exec asks for it',
    decide: () => 'silent',
  },
  rolledBack: {
    id: 'failed-atomic-starts-nothing',
    requirements: ['R-GEN-02'],
    ambiguities: [],
    because: 'the Atomic around the Exec failed, so that no enrollment was started',
    decide: () => 'silent',
  },
  retries: {
    id: 'retries-are-counted',
    requirements: ['R-SCEP-17'],
    ambiguities: ['A-24', 'A-31'],
    because: 'RetryCount says how often a pending server is asked again',
    decide: () => 'counted',
  },
  interval: {
    id: 'retries-are-delayed',
    requirements: ['R-SCEP-16'],
    ambiguities: ['A-24'],
    because: 'RetryDelay says how long the device waits before it asks again',
    decide: () => 'delayed',
  },
  frozen: {
    id: 'settings-are-frozen',
    requirements: ['R-SCEP-04'],
    ambiguities: ['A-67'],
    because: 'the enrollment has the values that were set when its Exec was accepted',
    decide: () => 'frozen',
  },
  deleted: {
    id: 'delete-removes-enrolled-certificate',
    requirements: ['R-SCEP-38'],
    ambiguities: ['A-11', 'A-70'],
    because: 'its UniqueID was deleted',
    decide: () => 'gone',
  },
  installed: {
    id: 'enrolled-certificate-installed',
    requirements: ['R-SCEP-34'],
    ambiguities: [],
    because: 'the enrollment has brought it',
    decide: () => 'present',
  },
  open: {
    id: 'enrollment-without-server',
    requirements: ['R-SCEP-05'],
    ambiguities: [],
    because: 'ServerURL names no server',
    decide: () => 'open',
  },
} as const satisfies Readonly<Record<string, Rule<unknown, string>>>;
