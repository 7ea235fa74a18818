import { add, atomic, exec, get, leaf, message, remove, replace, scep } from '../support/payload.ts';
import { brings, status, type Scenario } from '../support/scenario.ts';

const settings = {
  ServerURL: leaf.text('http://ca.example/scep'),
  Challenge: leaf.text('secret'),
  EKUMapping: leaf.text('1.3.6.1.5.5.7.3.2'),
  KeyUsage: leaf.int(160),
  SubjectName: leaf.text('CN=test'),
  KeyLength: leaf.int(2048),
  HashAlgorithm: leaf.text('SHA-2'),
  CAThumbprint: leaf.text('AB'.repeat(20)),
} as const;

/** The settings of a complete enrollment, in an Atomic with its Exec last. */
export const enrollment = atomic(
  10,
  add(11, scep('a'), leaf.node),
  ...Object.entries(settings).map(([name, setting], place) => add(20 + place, scep('a', name), setting)),
  exec(40, scep('a', 'Enroll')),
);

export const enrollmentScenarios: readonly Scenario[] = [
  {
    rule: 'enroll-accepted',
    steps: [message([enrollment])],
    broken: { step: 0, reply: status(40, '404') },
    blamed: 'R-SCEP-29',
  },
  {
    rule: 'replace-of-install-node',
    steps: [
      message([
        atomic(10, add(11, scep('a'), leaf.node), add(12, scep('a', 'RetryCount'), leaf.int(3))),
        replace(1, `${scep('a')}/Install`, leaf.node),
        remove(2, scep('a', 'RetryCount')),
        get(3, scep('a', 'RetryCount')),
      ]),
    ],
    answers: { 'A-38/settings': 'accepted', 'A-29/RetryCount': '404' },
    assumptions: { 'what is below Install when it is replaced': 'stays' },
    broken: { step: 0, reply: brings(3, scep('a', 'RetryCount'), '2', 'int') },
    blamed: 'R-SCEP-17',
  },
];
