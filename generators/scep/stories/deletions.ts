import { missingRequest } from '../../address.ts';
import { add, atomic, exec, get, remove } from '../../command.ts';
import type { EnrollmentChange } from '../combinations/change.ts';
import { scepAddress } from '../enrollment.ts';
import { firstExchange } from '../settling.ts';
import { bravo, settingsThenExec, type Story } from '../story.ts';

const pendingOnce: EnrollmentChange = { server: { pending: 1 } };

/** R-SCEP-38: DDF, SCEP/UniqueID: Delete removes the certificate. */
export const deletions: readonly Story[] = [
  {
    id: 'after-success',
    title: 'Delete of a request whose certificate is enrolled',
    scopes: 'both',
    parts: ({ enroll, look, at, end }) => [
      enroll(),
      ...look(firstExchange),
      [remove(at()), get(at())],
      ...end(),
    ],
  },
  {
    id: 'after-success/in-atomic',
    title: 'Delete of an enrolled request inside an Atomic',
    parts: ({ enroll, look, at, end }) => [
      enroll(),
      ...look(firstExchange),
      [atomic([remove(at())])],
      ...end(),
    ],
  },
  {
    id: 'rolled-back',
    title: 'Delete inside an Atomic that fails',
    alsoAims: ['R-DM-08', 'R-GEN-02'],
    faults: ['a member of the Atomic fails'],
    parts: ({ scope, enroll, look, at, end }) => [
      enroll(),
      ...look(firstExchange),
      [atomic([remove(at()), remove(scepAddress(scope, missingRequest))])],
      ...end(),
    ],
    twinId: 'after-success/in-atomic',
  },
  {
    id: 'one-of-two',
    title: 'Of two enrolled requests one is deleted',
    alsoAims: ['R-GEN-01'],
    scopes: 'both',
    others: [bravo],
    parts: ({ enroll, look, at, end }) => [
      [...enroll(), ...enroll(bravo)],
      ...look(firstExchange),
      [remove(at())],
      ...end(),
    ],
  },
  {
    // Fails where the oldest certificate goes, whose ever it is.
    id: 'second-of-two',
    title: 'Of two enrolled requests the later one is deleted',
    alsoAims: ['R-GEN-01'],
    others: [bravo],
    parts: ({ scope, enroll, look, end }) => [
      enroll(),
      ...look(firstExchange),
      enroll(bravo),
      ...look(firstExchange),
      [remove(scepAddress(scope, bravo.uniqueId))],
      ...end(),
    ],
  },
  {
    // Fails where what the first Delete did is taken for done.
    id: 'again-and-again',
    title: 'A request is enrolled and deleted, and all of it once more',
    parts: ({ enroll, look, at, end }) => [
      enroll(),
      ...look(firstExchange),
      [remove(at())],
      enroll(),
      ...look(firstExchange),
      [remove(at())],
      ...end(),
    ],
  },
  {
    id: 'after-failure',
    title: 'Delete of a request whose enrollment failed',
    faults: ['the SCEP server refuses the request'],
    enrollment: { server: { failure: { failInfo: 'badRequest' } } },
    parts: ({ enroll, look, at, end }) => [
      enroll(),
      ...look(firstExchange),
      [remove(at()), get(at())],
      ...end(),
    ],
    twin: { enrollment: {} },
  },
  {
    // Whether the enrollment is given up is A-70.
    id: 'while-pending',
    title: 'Delete of a request while its server is pending',
    scopes: 'both',
    enrollment: pendingOnce,
    parts: ({ enroll, look, at, end }) => [enroll(), ...look(150), [remove(at()), get(at())], ...end()],
  },
  {
    id: 'while-pending/enrolled-again',
    title: 'Delete of a request while its server is pending, and a new enrollment in the same message',
    alsoAims: ['R-SCEP-04'],
    enrollment: pendingOnce,
    parts: ({ enroll, look, at, end }) => [
      enroll(),
      ...look(150),
      [remove(at()), ...enroll({ subjectName: 'CN=Second' })],
      ...end(),
    ],
  },
  {
    id: 'same-message',
    title: 'Delete of a request in the message of its Exec',
    parts: ({ enroll, at, end }) => [[...enroll(), remove(at())], ...end()],
  },
  {
    id: 'before-exec',
    title: 'Delete of a request whose Enroll was never executed',
    parts: ({ enroll, at, end }) => [enroll({ enroll: 'absent' }), [remove(at()), get(at())], ...end()],
  },
  ...(['between', 'behind'] as const).map((place): Story => {
    // Whatever waits for the commit finds one of the two requests gone.
    const fault = 'Enroll is not the last item of the Atomic';
    return {
      id: `two-begun-one-deleted/${place}`,
      title: `Enroll of two requests in one Atomic, with the Delete of the first ${place === 'between' ? 'between them' : 'behind both'}`,
      alsoAims: ['R-GEN-01', 'R-GEN-03'],
      faults: [fault],
      others: [bravo],
      parts: ({ scope, enroll, at, end }) => {
        const first = exec(at('Install', 'Enroll'));
        const second = exec(scepAddress(scope, bravo.uniqueId, 'Install', 'Enroll'));
        const deleted = remove(at());
        return [
          [...enroll({ enroll: 'absent' }), ...enroll({ ...bravo, enroll: 'absent' })],
          [atomic(place === 'between' ? [first, deleted, second] : [first, second, deleted])],
          ...end(),
        ];
      },
      twin: {
        parts: ({ enroll, end }) => [[...enroll(), ...enroll(bravo)], ...end()],
      },
    };
  }),
  {
    id: 'exec-afterwards',
    title: 'Exec of Enroll after its request was deleted',
    alsoAims: ['R-DM-03', 'R-SCEP-29'],
    faults: ['the node does not exist'],
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      [remove(at())],
      [exec(at('Install', 'Enroll'))],
      ...end(),
    ],
    twin: { parts: settingsThenExec },
  },
  {
    id: 'twice',
    title: 'The second Delete finds nothing',
    alsoAims: ['R-DM-03'],
    faults: ['the node does not exist'],
    scopes: 'device',
    parts: ({ enroll, look, at, end }) => [
      enroll(),
      ...look(firstExchange),
      [remove(at())],
      [remove(at())],
      ...end(),
    ],
    twin: {
      parts: ({ enroll, look, at, end }) => [enroll(), ...look(firstExchange), [remove(at())], ...end()],
    },
  },
  {
    // As MDM servers renew.
    id: 'enrolled-again',
    title: 'Delete of an enrolled request and a new enrollment in the same message',
    alsoAims: ['R-SCEP-32'],
    scopes: 'both',
    parts: ({ enroll, look, at, end }) => [
      enroll(),
      ...look(firstExchange),
      [remove(at()), ...enroll({ subjectName: 'CN=Second' })],
      ...end(),
    ],
  },
  {
    // Nothing of the settings and of the outcome may have stayed.
    id: 'added-again-empty',
    title: 'A request that was deleted and is added again has no outcome',
    alsoAims: ['R-DM-07'],
    parts: ({ enroll, look, at, end }) => [
      enroll(),
      ...look(firstExchange),
      [remove(at()), add(at(), 'node'), get(at('Install', 'SubjectName'))],
      ...end(),
    ],
  },
  {
    id: 'after-renewal',
    title: 'Delete after a renewal: neither certificate is left',
    parts: ({ enroll, look, again, at, end }) => [
      enroll(),
      ...look(firstExchange),
      again(),
      ...look(firstExchange),
      [remove(at())],
      ...end(),
    ],
  },
];
