import { add, atomic, exec } from '../../../../generators/command.ts';
import { asksNothing, isAnswered } from '../../support/edits.ts';
import { enrolls, node, readsLog, soon, waits, type Changes } from '../../support/enrolling.ts';
import type { ExecutedScenario } from '../../support/executed.ts';

const pending: Changes = { server: { pending: 5 }, retryDelay: '60' };
/** With a challenge, so that nothing but the enrollment under way could be in its way. */
const again = [
  atomic([add(node('Install', 'Challenge'), 'chr', 'Y2hhbGxlbmdlLTI='), exec(node('Install', 'Enroll'))]),
];

/** The Exec of Enroll itself. */
export const enrollScenarios: readonly ExecutedScenario[] = [
  {
    rule: 'enroll-while-under-way',
    title: 'refuses a second Exec, and takes a third',
    enrollments: [pending],
    parts: [enrolls(pending), waits(100), again, again],
    answers: { 'A-67': 'refused' },
    broken: { edits: [isAnswered(3, 1, '200'), isAnswered(3, 2, '200'), isAnswered(3, 3, '200')] },
    blamed: 'R-SCEP-04',
  },
  {
    rule: 'enroll-starts',
    title: 'accepts the Exec, and never comes to an end',
    parts: [enrolls(), soon, readsLog],
    broken: { edits: [asksNothing] },
    blamed: 'R-SCEP-29',
  },
  {
    rule: 'enroll-accepted',
    title: 'refuses an Exec that stands last in its Atomic',
    parts: [enrolls()],
    broken: { edits: [isAnswered(0, 11, '405'), isAnswered(0, 1, '507')] },
    blamed: 'R-SCEP-29',
  },
  {
    rule: 'enroll-accepted',
    title: 'does not know the node Enroll',
    parts: [enrolls()],
    broken: { edits: [isAnswered(0, 11, '404')] },
    blamed: 'R-SCEP-29',
  },
  {
    rule: 'enroll-refused',
    title: 'refuses an Exec outside of an Atomic, and takes the next',
    parts: [enrolls({ enroll: 'outside' }), [exec(node('Install', 'Enroll'))]],
    answers: { 'A-20': 'fails' },
    broken: { edits: [isAnswered(1, 1, '200')] },
    blamed: 'R-GEN-03',
  },
];
