import { atomic, exec } from '../../command.ts';
import type { EnrollmentChange } from '../combinations/change.ts';
import { serverUrlOf } from '../enrollment.ts';
import { firstExchange } from '../settling.ts';
import type { Story, StoryTools } from '../story.ts';
import type { Part } from '../../draft.ts';

const pendingOnce: EnrollmentChange = { server: { pending: 1 } };
const whilePending = 150;

/** A second Exec, with changed settings, at half of the first RetryDelay. */
const againWhilePending =
  (change: EnrollmentChange = {}) =>
  ({ enroll, look, again, end }: StoryTools): readonly Part[] => [
    enroll(),
    ...look(whilePending),
    again(change),
    ...end(),
  ];

/** R-SCEP-04: a second Exec while the first enrollment is under way. */
export const execsWhileUnderWay: readonly Story[] = [
  {
    id: 'exec-while-pending/bare',
    title: 'A second Exec, and nothing else, while the server is pending',
    enrollment: pendingOnce,
    parts: ({ enroll, look, at, end }) => [
      enroll(),
      ...look(whilePending),
      [atomic([exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
  },
  {
    id: 'exec-while-pending/new-challenge',
    title: 'A second Exec with a challenge anew while the server is pending',
    scopes: 'both',
    enrollment: pendingOnce,
    parts: againWhilePending(),
  },
  {
    id: 'exec-while-pending/other-settings',
    title: 'A second Exec with another subject and key length while the server is pending',
    enrollment: pendingOnce,
    parts: ({ enroll, look, again, end }) => [
      enroll(),
      ...look(whilePending),
      again({ subjectName: 'CN=Second', keyLength: '1024' }),
      ...end(),
    ],
  },
  {
    id: 'exec-at-once',
    title: 'A second Exec in the message behind that of the first',
    parts: ({ enroll, again, end }) => [enroll(), again({ subjectName: 'CN=Second' }), ...end()],
  },
  {
    id: 'exec-in-same-message',
    title: 'A second Exec in the message of the first',
    parts: ({ enroll, again, end }) => [[...enroll(), ...again()], ...end()],
  },
  {
    id: 'exec-while-pending/wrong-settings',
    title: 'A second Exec with a CAThumbprint of another CA while the server is pending',
    alsoAims: ['R-SCEP-23'],
    faults: ['CAThumbprint is that of a CA that the server does not show'],
    enrollment: pendingOnce,
    scopes: 'device',
    parts: againWhilePending({ caThumbprint: 'another' }),
    twin: { parts: againWhilePending({ caThumbprint: 'root-in-lower-case' }) },
  },
  {
    // A device may accept it and reject it then. Where it begins again, the first enrollment is given up.
    id: 'exec-while-pending/no-thumbprint',
    title: 'A second Exec with a CAThumbprint that is no SHA-1 hash while the server is pending',
    alsoAims: ['R-SCEP-23'],
    faults: ['CAThumbprint has 16 bytes'],
    enrollment: pendingOnce,
    scopes: 'both',
    parts: againWhilePending({ caThumbprint: 'short' }),
    twin: { parts: againWhilePending({ caThumbprint: 'root-in-lower-case' }) },
  },
];

const renewing =
  (change: EnrollmentChange = {}) =>
  ({ enroll, look, again, end }: StoryTools): readonly Part[] => [
    enroll(),
    ...look(firstExchange),
    again(change),
    ...end(),
  ];

/** What a server does only from its second certificate request on. */
const secondIsBroken: EnrollmentChange = {
  server: { faults: [{ operation: 'PKIOperation', from: 2, fault: { kind: 'http-status', status: 500 } }] },
};

/** R-SCEP-32: an Exec after a success, which brings another certificate. */
export const renewals: readonly Story[] = [
  { id: 'renewal', title: 'A second enrollment after a success', scopes: 'both', parts: renewing() },
  {
    id: 'renewal/other-settings',
    title: 'A second enrollment after a success, with other settings',
    parts: renewing({ subjectName: 'CN=Second', keyLength: '1024', keyUsage: '128' }),
  },
  {
    id: 'renewal/another-server',
    title: 'A second enrollment after a success, at another server',
    alsoAims: ['R-SCEP-36'],
    servers: { elsewhere: {} },
    parts: renewing({ serverUrl: serverUrlOf('elsewhere') }),
  },
  {
    id: 'renewal/pending',
    title: 'A second enrollment after a success, pending like the first',
    enrollment: pendingOnce,
    parts: ({ enroll, look, again, end }) => [
      enroll(),
      ...look(720),
      again(),
      ...look(whilePending),
      ...end(),
    ],
  },
  {
    id: 'renewal/three-times',
    title: 'Three enrollments one after the other',
    parts: ({ enroll, look, again, end }) => [
      enroll(),
      ...look(firstExchange),
      again({ subjectName: 'CN=Second' }),
      ...look(firstExchange),
      again({ subjectName: 'CN=Third' }),
      ...end(),
    ],
  },
  {
    // What is left of the first certificate is not said.
    id: 'renewal/broken',
    title: 'A second enrollment after a success, whose server gives no answer any more',
    alsoAims: ['R-SCEP-39'],
    faults: ['the answer to the second request is an HTTP error'],
    enrollment: secondIsBroken,
    parts: renewing(),
    twin: { enrollment: {} },
  },
  {
    id: 'renewal/not-trusted',
    title: 'A second enrollment after a success, with the thumbprint of another CA',
    alsoAims: ['R-SCEP-23'],
    faults: ['CAThumbprint is that of a CA that the server does not show'],
    parts: renewing({ caThumbprint: 'another' }),
    twin: { parts: renewing({ caThumbprint: 'root-in-lower-case' }) },
  },
];

/** Enrollments that fail, and what mends them. */
const mended: Readonly<
  Record<string, { words: string; wrong: EnrollmentChange; mending: EnrollmentChange }>
> = {
  'another-ca': {
    words: 'CAThumbprint is that of a CA that the server does not show',
    wrong: { caThumbprint: 'another' },
    mending: { caThumbprint: 'root' },
  },
  'no-server': {
    words: 'nobody answers at ServerURL',
    wrong: { serverUrl: serverUrlOf('nobody') },
    mending: { serverUrl: 'own' },
  },
  'no-tpm': {
    words: 'KeyProtection 1 on a device without TPM',
    wrong: { keyProtection: '1' },
    mending: { keyProtection: '3' },
  },
  'wrong-challenge': {
    words: 'the SCEP server demands another challenge',
    wrong: { challenge: 'wrong-challenge', server: { challenge: 'right-challenge' } },
    mending: { challenge: 'right-challenge' },
  },
  'setting-missing': {
    words: 'EKUMapping is missing',
    wrong: { ekuMapping: undefined },
    mending: { ekuMapping: '1.3.6.1.5.5.7.3.2' },
  },
  'no-entra-key-listed': {
    words: "AADKeyIdentifierList does not have the device's key",
    wrong: { aadKeyIdentifierList: 'other' },
    mending: { aadKeyIdentifierList: undefined },
  },
};

/** R-SCEP-34: an Exec after a failure, with the settings corrected. */
export const correctedEnrollments: readonly Story[] = Object.entries(mended).map(
  ([id, { words, wrong, mending }]): Story => ({
    id: `corrected/${id}`,
    title: `An enrollment fails (${words}), and a second one has the settings corrected`,
    faults: [words],
    enrollment: wrong,
    parts: renewing(mending),
    // The first one is right already.
    twin: { enrollment: { ...wrong, ...mending }, parts: renewing() },
  }),
);
