import { missingRequest } from '../../address.ts';
import { add, atomic, exec, get, remove, replace } from '../../command.ts';
import { scepAddress } from '../enrollment.ts';
import { firstExchange } from '../settling.ts';
import { settingsThenExec, type Story } from '../story.ts';

/** challenge-1 in base64. */
const encoded = 'Y2hhbGxlbmdlLTE=';
const wrong = 'the SCEP server demands another challenge';

/** R-SCEP-06: a server that demands a challenge, and what is sent for it. */
export const challenges: readonly Story[] = [
  {
    // Which of these two succeeds is A-15; one of them has to.
    id: 'demanded/as-text',
    title: 'The server demands the very text of Challenge',
    scopes: 'both',
    enrollment: { challenge: encoded, server: { challenge: encoded } },
  },
  {
    id: 'demanded/decoded',
    title: 'The server demands what Challenge is the base64 of',
    scopes: 'both',
    enrollment: { challenge: encoded, server: { challenge: 'challenge-1' } },
  },
  {
    id: 'demanded/another',
    title: 'The server demands another challenge than is sent',
    scopes: 'both',
    faults: [wrong],
    enrollment: { challenge: encoded, server: { challenge: 'challenge-2' } },
    twinId: 'demanded/as-text',
  },
  {
    id: 'demanded/in-another-case',
    title: 'The server demands the challenge in another case',
    faults: [wrong],
    enrollment: { challenge: 'Challenge', server: { challenge: 'challenge' } },
    twin: { enrollment: { challenge: 'Challenge', server: { challenge: 'Challenge' } } },
  },
  {
    // The text that working payloads send: 32 digits, as NDES gives them.
    id: 'demanded/of-ndes',
    title: 'The server demands 32 digits in hexadecimal, which are base64 as well',
    enrollment: {
      challenge: '1234CB055B7EBF384A9486A22B7559A5',
      server: { challenge: '1234CB055B7EBF384A9486A22B7559A5' },
    },
  },
  {
    id: 'demanded/none-sent',
    title: 'The server demands a challenge and none is sent',
    alsoAims: ['R-SCEP-37'],
    faults: ['Challenge is missing'],
    enrollment: { challenge: undefined, server: { challenge: encoded } },
    twin: { enrollment: { challenge: encoded, server: { challenge: encoded } } },
  },
  {
    id: 'demanded/after-pending',
    title: 'The server that demands the challenge is pending first',
    enrollment: { challenge: encoded, server: { challenge: encoded, pending: 2 } },
  },
];

/** R-SCEP-07: when the challenge goes, and when it must not. */
export const challengeDeletions: readonly Story[] = [
  {
    // "Shortly after": right behind the Exec both are possible, a while later it has gone.
    id: 'after-exec',
    title: 'Challenge goes after the Exec',
    scopes: 'both',
    parts: ({ enroll, at, end }) => [[...enroll(), get(at('Install', 'Challenge'))], ...end()],
  },
  {
    id: 'while-pending',
    title: 'Challenge is gone while the server is pending',
    enrollment: { server: { pending: 1 } },
    parts: ({ enroll, look, end }) => [enroll(), ...look(150), ...end()],
  },
  {
    id: 'after-failure',
    title: 'Challenge is gone though the enrollment fails',
    faults: ['the SCEP server refuses the request'],
    enrollment: { server: { failure: { failInfo: 'badRequest' } } },
    twin: { enrollment: {} },
  },
  {
    id: 'before-exec',
    title: 'Challenge stays as long as there is no Exec',
    scopes: 'both',
    parts: ({ enroll, at, look, end }) => [
      enroll({ enroll: 'absent' }),
      ...look(3600),
      [atomic([exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
  },
  {
    id: 'rolled-back-exec',
    title: 'Challenge stays where the Atomic of the Exec fails',
    alsoAims: ['R-GEN-02', 'R-DM-08'],
    faults: ['a member of the Atomic fails'],
    parts: ({ scope, enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      [atomic([remove(scepAddress(scope, missingRequest)), exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
    twin: { parts: settingsThenExec },
  },
  {
    id: 'set-again/delete-and-add',
    title: 'After the Exec a challenge is set again, Delete and Add',
    parts: ({ enroll, at, look, end }) => [
      enroll(),
      ...look(firstExchange),
      [remove(at('Install', 'Challenge')), add(at('Install', 'Challenge'), 'chr', 'bmV3')],
      ...end(),
    ],
  },
  {
    // 404 where the node has gone, and no implicit Add is made of it.
    id: 'set-again/replace',
    title: 'After the Exec a challenge is set again by Replace',
    parts: ({ enroll, at, look, end }) => [
      enroll(),
      ...look(firstExchange),
      [replace(at('Install', 'Challenge'), 'chr', 'bmV3')],
      ...end(),
    ],
  },
  {
    id: 'second-exec/without-challenge',
    title: 'A second Exec without a challenge anew',
    alsoAims: ['R-SCEP-37'],
    faults: ['Challenge was used up by the first Exec'],
    scopes: 'both',
    parts: ({ enroll, at, look, end }) => [
      enroll(),
      ...look(firstExchange),
      [atomic([exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
    twin: { parts: ({ enroll, look, again, end }) => [enroll(), ...look(firstExchange), again(), ...end()] },
  },
  {
    id: 'of-its-own-request-only',
    title: 'The challenge of a request whose Enroll is not executed stays',
    alsoAims: ['R-GEN-01'],
    others: [{ uniqueId: 'Bravo' }],
    parts: ({ enroll, end }) => [enroll({ uniqueId: 'Bravo', enroll: 'absent' }), enroll(), ...end()],
  },
];
