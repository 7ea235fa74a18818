import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** When an Exec of Enroll starts the enrollment, and when not (csp-source.txt, intro and Enroll). */
const starts: readonly Fault[] = [
  {
    id: 'enroll-expected-first',
    mistake:
      'Enroll has to stand first in its Atomic, and is refused where it is the last of several commands.',
    breaks: ['R-GEN-03', 'R-SCEP-29', 'R-EX-01'],
    adjust: csp(({ enrollTiming }) => ({
      enrollTiming: (context) =>
        context !== undefined && context.member > 0 ? 'refused' : enrollTiming(context),
    })),
  },
  {
    id: 'enroll-before-the-end-comes-to-nothing',
    mistake: 'An Enroll that is not the last item of its Atomic is accepted, and nothing comes of it.',
    breaks: ['R-GEN-03', 'R-SCEP-29'],
    adjust: csp(({ enrollTiming }) => ({
      enrollTiming: (context) =>
        context !== undefined && context.member < context.members.length - 1
          ? 'never'
          : enrollTiming(context),
    })),
  },
  {
    id: 'enroll-alone-refused',
    mistake: 'Enroll is refused in an Atomic that has no settings beside it.',
    breaks: ['R-SCEP-29'],
    adjust: csp(({ enrollTiming }) => ({
      enrollTiming: (context) => (context?.members.length === 1 ? 'refused' : enrollTiming(context)),
    })),
  },
  {
    id: 'enroll-accepted-and-forgotten',
    mistake: 'Every Enroll is accepted, and no enrollment is started.',
    breaks: ['R-SCEP-29', 'R-EX-01'],
    adjust: csp(() => ({ enrollTiming: () => 'never' })),
  },
  {
    id: 'enroll-once-in-a-life',
    mistake: 'Once an enrollment has come to an end, another Exec is accepted and does nothing.',
    breaks: ['R-SCEP-29'],
    adjust: csp(() => ({ secondExec: 'goes-on', isOver: () => false })),
  },
  {
    id: 'enroll-after-failure-refused',
    mistake: 'After a failure an Exec is refused until the request is deleted.',
    breaks: ['R-SCEP-29'],
    adjust: csp(() => ({ secondExec: 'refused', isOver: ({ status }) => status === 1 })),
  },
  {
    id: 'enroll-waits-for-the-server',
    mistake: 'The Exec waits for the first answer of a server, and is refused where none comes.',
    breaks: ['R-SCEP-30', 'R-SCEP-29'],
    adjust: csp(() => ({ execWaitsForServer: true })),
  },
  {
    id: 'enrollment-outlives-the-rollback',
    mistake: 'An enrollment that was started in an Atomic goes on when a later command of the Atomic fails.',
    breaks: ['R-GEN-02'],
    adjust: csp(() => ({ rollbackStopsEnrollment: false })),
  },
  {
    id: 'enrolled-into-the-other-store',
    mistake:
      "Certificates of the user are installed into the device's store, and those of the device into the user's.",
    breaks: ['R-GEN-05'],
    adjust: csp(() => ({ storeScope: (scope) => (scope === 'user' ? 'device' : 'user') })),
  },
  {
    id: 'challenge-kept',
    mistake: 'Challenge stays where it is after the Exec.',
    breaks: ['R-SCEP-07'],
    adjust: csp(() => ({ challengeAfterExec: 'kept' })),
  },
];

/** Values that do not stay as they were when the Exec was accepted (csp-source.txt, Install, Note). */
const lateValues: readonly Fault[] = [
  {
    id: 'changed-settings-begin-again',
    mistake: 'A setting that is changed while an enrollment is under way lets it begin again.',
    breaks: ['R-SCEP-04'],
    adjust: csp(() => ({ changeReachesEnrollment: true })),
  },
  late('subject-read-late', ['SubjectName'], 'SubjectName is read when the request is made'),
  late('key-length-read-late', ['KeyLength'], 'KeyLength is read when the key is made'),
  late('server-url-read-late', ['ServerURL'], 'ServerURL is read when the connection is made'),
  late('retry-count-read-late', ['RetryCount'], 'RetryCount is read at each poll'),
  late('retry-delay-read-late', ['RetryDelay'], 'RetryDelay is read at each poll'),
];

export const scepExecFaults: readonly Fault[] = [...starts, ...lateValues];

function late(id: string, settings: readonly string[], words: string): Fault {
  return {
    id,
    mistake: `${words}, and not when the Exec is accepted.`,
    breaks: ['R-SCEP-04'],
    adjust: csp(() => ({ readsLate: new Set(settings) })),
  };
}
