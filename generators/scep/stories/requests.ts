import { atomic, get } from '../../command.ts';
import type { EnrollmentChange } from '../combinations/change.ts';
import { scepAddress } from '../enrollment.ts';
import { bravo, type Story } from '../story.ts';

/** Half of RetryDelay, by default 5 minutes: surely after the first answer, surely before the first retry. */
const whilePending = 150;

const pendingOnce: EnrollmentChange = { server: { pending: 1 } };

/** R-SCEP-01: the alert travels in the reply to the next message, which is the look at what came of it. */
export const alerts: readonly Story[] = [
  { id: 'after-success', title: 'A certificate is enrolled, and an alert may be sent', scopes: 'both' },
  {
    id: 'after-pending',
    title: 'No certificate, no alert: the server is pending first',
    enrollment: pendingOnce,
    parts: ({ enroll, look, end }) => [enroll(), ...look(whilePending), ...end()],
  },
  {
    id: 'after-failure',
    title: 'An enrollment fails: there is nothing to alert of',
    faults: ['the SCEP server refuses the request'],
    enrollment: { server: { failure: { failInfo: 'badRequest' } } },
    twin: { enrollment: {} },
  },
  {
    id: 'for-two-requests',
    title: 'Two certificates are enrolled at once',
    alsoAims: ['R-SCEP-02'],
    others: [bravo],
    parts: ({ enroll, end }) => [[...enroll(), ...enroll(bravo)], ...end()],
  },
  {
    id: 'children',
    title: 'Get of SCEP names the requests that there are',
    alsoAims: ['R-DM-02', 'R-SCEP-02'],
    scopes: 'both',
    others: [bravo],
    parts: ({ scope, enroll, at, end }) => {
      const above = scepAddress(scope, '').replace(/\/$/, '');
      return [
        [get(above)],
        enroll({ enroll: 'absent' }),
        enroll(bravo),
        [get(above), get(at()), get(at('Install'))],
        ...end(),
      ];
    },
  },
];

const names = ['Charlie', 'Delta', 'Echo', 'Foxtrot', 'Golf'];
const five: readonly EnrollmentChange[] = names.map((name) => ({
  uniqueId: name,
  subjectName: `CN=${name}`,
}));

/** R-SCEP-02: requests side by side, each with a server, a subject and an outcome of its own. */
export const sideBySide: readonly Story[] = [
  {
    id: 'two-in-one-message',
    title: 'Two requests in one message, an Atomic each',
    scopes: 'both',
    others: [bravo],
    parts: ({ enroll, end }) => [[...enroll(), ...enroll(bravo)], ...end()],
  },
  {
    // The Atomic is one, the requests are two, and only the second Exec is its last command.
    id: 'two-in-one-atomic',
    title: 'Two requests in one Atomic',
    alsoAims: ['R-GEN-03'],
    faults: ['Enroll of the first request is not the last item of the Atomic'],
    others: [bravo],
    parts: ({ enroll, end }) => [
      [atomic([...enroll({ wrapping: 'bare' }), ...enroll({ ...bravo, wrapping: 'bare' })])],
      ...end(),
    ],
    twinId: 'one-atomic-each',
  },
  {
    id: 'one-atomic-each',
    title: 'The same two requests in two messages',
    scopes: 'user',
    others: [bravo],
    parts: ({ enroll, end }) => [enroll(), enroll(bravo), ...end()],
  },
  {
    id: 'second-while-first-is-pending',
    title: 'A second request is made while the first one waits for a retry',
    enrollment: pendingOnce,
    others: [bravo],
    parts: ({ enroll, look, end }) => [enroll(), ...look(whilePending), enroll(bravo), ...end()],
  },
  {
    id: 'second-fails',
    title: 'Of two requests the second one is refused by its server',
    faults: ['the SCEP server refuses the request'],
    others: [{ ...bravo, server: { failure: { failInfo: 'badRequest' } } }],
    parts: ({ enroll, end }) => [[...enroll(), ...enroll(bravo)], ...end()],
    twin: { others: [bravo] },
  },
  {
    id: 'first-is-not-trusted',
    title: 'Of two requests the first one expects another CA',
    alsoAims: ['R-SCEP-23'],
    faults: ['CAThumbprint is that of a CA that the server does not show'],
    enrollment: { caThumbprint: 'another' },
    others: [bravo],
    parts: ({ enroll, end }) => [[...enroll(), ...enroll({ ...bravo, caThumbprint: 'root' })], ...end()],
    twin: { enrollment: {} },
  },
  {
    id: 'six-in-one-message',
    title: 'Six requests in one message',
    others: five,
    parts: ({ enroll, end }) => [[...enroll(), ...five.flatMap((one) => enroll(one))], ...end()],
  },
  {
    // Each server is pending for another time.
    id: 'six-in-six-messages',
    title: 'Six requests in six messages, each pending for another number of retries',
    alsoAims: ['R-SCEP-17'],
    enrollment: { retryDelay: '1', retryCount: '5' },
    others: five.map((one, index) => ({
      ...one,
      retryDelay: '1',
      retryCount: '5',
      server: { pending: index + 1 },
    })),
    parts: ({ enroll, end }) => [enroll(), ...five.map((one) => enroll(one)), ...end()],
  },
  {
    id: 'long-name',
    title: 'A request whose UniqueID has 100 letters',
    marks: ['boundary'],
    enrollment: { uniqueId: 'A'.repeat(100) },
  },
  { id: 'name-of-digits', title: 'A request whose UniqueID is a number', enrollment: { uniqueId: '0815' } },
  {
    // As MDM servers form them (C38: nothing is said of the alphabet).
    id: 'name-of-a-guid',
    title: 'A request whose UniqueID is a GUID without hyphens',
    enrollment: { uniqueId: '813A171D7341E1DA90D4A01878DD5328' },
  },
  {
    id: 'implied',
    title: 'A request whose UniqueID nobody adds',
    alsoAims: ['R-DM-06'],
    scopes: 'both',
    enrollment: { uniqueIdFirst: false },
  },
  {
    id: 'sent-again',
    title: 'The whole Atomic of an enrollment is sent a second time',
    alsoAims: ['R-DM-05', 'R-GEN-02'],
    faults: ['the node exists already'],
    parts: ({ enroll, look, end }) => [enroll(), ...look(120), enroll({ subjectName: 'CN=Again' }), ...end()],
    twin: {
      others: [bravo],
      parts: ({ enroll, look, end }) => [enroll(), ...look(120), enroll(bravo), ...end()],
    },
  },
];
