import { add, atomic, exec, remove, replace } from '../../../../generators/command.ts';
import { enrollmentCommands } from '../../../../generators/scep/enrollment.ts';
import { asks, asksFor, asksNothing, holds, shows } from '../../support/edits.ts';
import {
  enrollmentOf,
  enrolls,
  gets,
  node,
  readsLog,
  readsStores,
  soon,
  waits,
  type Changes,
} from '../../support/enrolling.ts';
import type { ExecutedScenario } from '../../support/executed.ts';
import { pool } from '../../support/laboratory.ts';

const pendingOnce: Changes = { server: { pending: 1 }, retryDelay: '5' };
const pendingFor = (times: number, changes: Changes = {}): Changes => ({
  server: { pending: times },
  retryDelay: '5',
  ...changes,
});

/** What an enrollment shows while it goes on, and what its servers see of it. */
export const phaseScenarios: readonly ExecutedScenario[] = [
  {
    rule: 'enrollment-under-way',
    title: 'has succeeded before its server has answered',
    enrollments: [
      { server: { faults: [{ operation: 'PKIOperation', fault: { kind: 'late', seconds: 20 } }] } },
    ],
    parts: [enrolls(), gets('Status'), soon, gets('Status')],
    broken: { edits: [shows(node('Status'), '1', 1)] },
    blamed: 'R-SCEP-30',
  },
  {
    rule: 'enrollment-pending',
    title: 'asks after five seconds in place of five minutes',
    enrollments: [pendingOnce],
    parts: [enrolls(pendingOnce), waits(100), gets('Status')],
    broken: { rules: () => ({ secondsBetweenPolls: (minutes) => minutes }) },
    blamed: 'R-SCEP-16',
  },
  {
    rule: 'enrollment-pending',
    title: 'has failed at the first answer of pending',
    enrollments: [pendingOnce],
    parts: [enrolls(pendingOnce), waits(100), gets('Status')],
    broken: { edits: [shows(node('Status'), '16')] },
    blamed: 'R-SCEP-34',
  },
  {
    rule: 'enrollment-retries-exhausted',
    title: 'asks once more than RetryCount says, and succeeds',
    enrollments: [pendingFor(3, { retryCount: '2' })],
    parts: [enrolls(pendingFor(3, { retryCount: '2' })), waits(3000), gets('Status'), readsLog],
    broken: { rules: () => ({ polls: (count) => count + 1 }) },
    blamed: 'R-SCEP-17',
  },
  {
    rule: 'enrollment-retries-exhausted',
    title: 'takes 31 for a RetryCount',
    enrollments: [pendingFor(31, { retryCount: '31', retryDelay: '1' })],
    parts: [enrolls(pendingFor(31, { retryCount: '31', retryDelay: '1' })), waits(4000), gets('Status')],
    answers: { 'A-31': 'accepted' },
    broken: { rules: () => ({ boundedInt: (value, { standard }) => value ?? standard }) },
    blamed: 'R-SCEP-17',
  },
  {
    rule: 'enrollment-asks-server',
    title: 'accepts the Exec, and does nothing',
    parts: [enrolls(), soon, readsLog],
    broken: { edits: [asksNothing] },
    blamed: 'R-SCEP-29',
  },
  {
    rule: 'nothing-asked-without-exec',
    title: 'enrolls as soon as the settings are there',
    parts: [enrolls({ enroll: 'absent' }), soon, readsLog],
    broken: { edits: [asksFor('CN=Alpha')] },
    blamed: 'R-SCEP-29',
  },
  {
    rule: 'nothing-asked-without-exec',
    title: 'enrolls twice for one Exec',
    parts: [enrolls(), soon, readsLog],
    broken: { edits: [asksFor('CN=Alpha')] },
    blamed: 'R-SCEP-29',
  },
  {
    rule: 'failed-atomic-starts-nothing',
    title: 'enrolls though the Atomic has failed',
    parts: [failingAtomic(), soon, readsLog],
    broken: { edits: [asksFor('CN=Alpha')] },
    blamed: 'R-GEN-02',
  },
  {
    rule: 'retries-are-counted',
    title: 'asks once more than RetryCount says',
    enrollments: [pendingFor(9, { retryCount: '2' })],
    parts: [enrolls(pendingFor(9, { retryCount: '2' })), waits(3000), readsLog],
    broken: { rules: () => ({ polls: (count) => count + 1 }) },
    blamed: 'R-SCEP-17',
  },
  {
    rule: 'retries-are-counted',
    title: 'gives up before its time',
    enrollments: [pendingFor(9)],
    parts: [enrolls(pendingFor(9)), waits(3000), readsLog],
    broken: { rules: () => ({ polls: () => 1 }) },
    blamed: 'R-SCEP-17',
  },
  {
    rule: 'retries-are-delayed',
    title: 'waits for a minute where RetryDelay is five',
    enrollments: [pendingFor(2)],
    parts: [enrolls(pendingFor(2)), waits(3000), readsLog],
    broken: { rules: () => ({ secondsBetweenPolls: () => 60 }) },
    blamed: 'R-SCEP-16',
  },
  {
    rule: 'retries-are-delayed',
    title: 'waits for ten minutes where RetryDelay is five',
    enrollments: [pendingFor(2)],
    parts: [enrolls(pendingFor(2)), waits(3000), readsLog],
    broken: { rules: () => ({ secondsBetweenPolls: () => 600 }) },
    blamed: 'R-SCEP-16',
  },
  {
    rule: 'settings-are-frozen',
    title: 'begins again when SubjectName is changed under way',
    enrollments: [pendingFor(1)],
    parts: [
      enrolls(pendingFor(1)),
      waits(100),
      [atomic([replace(node('Install', 'SubjectName'), 'chr', 'CN=Changed')])],
      waits(1000),
      readsLog,
    ],
    broken: { rules: () => ({ changeReachesEnrollment: true }) },
    blamed: 'R-SCEP-04',
  },
  {
    rule: 'settings-are-frozen',
    title: 'asks with what another Atomic of the message has set after the Exec',
    parts: [
      [
        ...enrollmentCommands(enrollmentOf(), pool),
        atomic([replace(node('Install', 'SubjectName'), 'chr', 'CN=Changed')]),
      ],
      soon,
      readsLog,
    ],
    broken: {
      edits: [asks({ subject: 'CN=Changed' })],
    },
    blamed: 'R-SCEP-04',
  },
  {
    rule: 'delete-removes-enrolled-certificate',
    title: 'leaves the certificate behind',
    parts: [enrolls(), soon, gets('Status'), [remove(node())], waits(60), readsStores, readsLog],
    answers: { 'A-11/SCEP-UniqueID': 'as-ddf' },
    broken: { rules: () => ({ cleansUp: false }) },
    blamed: 'R-SCEP-38',
  },
  {
    rule: 'enrolled-certificate-installed',
    title: 'has no certificate, though it has finished',
    parts: [enrolls(), soon, gets('Status'), readsStores, readsLog],
    broken: { edits: [holds(() => undefined)] },
    blamed: 'R-SCEP-34',
  },
];

/** The usual enrollment with a command before its Exec that can only fail. */
function failingAtomic(): ExecutedScenario['parts'][number] {
  const commands = enrollmentCommands(enrollmentOf({ enroll: 'absent' }), pool);
  const settings = commands.flatMap((command) => ('commands' in command ? command.commands : [command]));
  return [atomic([...settings, add(node('Status'), 'int', '1'), exec(node('Install', 'Enroll'))])];
}
