import { get, remove } from '../../command.ts';
import type { EnrollmentChange } from '../combinations/change.ts';
import { firstExchange } from '../settling.ts';
import { bravo, type Story } from '../story.ts';

/** R-SCEP-32: the thumbprint of the certificate that was enrolled. Renewals are in again.ts. */
export const thumbprints: readonly Story[] = [
  { id: 'success', title: 'CertThumbprint after a success', scopes: 'both' },
  {
    id: 'nothing-enrolled',
    title: 'CertThumbprint of a request whose Enroll was never executed',
    scopes: 'both',
    parts: ({ enroll, end }) => [enroll({ enroll: 'absent' }), ...end()],
  },
  {
    id: 'pending',
    title: 'CertThumbprint while the server is pending, and then',
    enrollment: { server: { pending: 1 } },
    parts: ({ enroll, look, end }) => [enroll(), ...look(150), ...end()],
  },
  {
    id: 'failure',
    title: 'CertThumbprint after a failure',
    faults: ['the SCEP server refuses the request'],
    enrollment: { server: { failure: { failInfo: 'badRequest' } } },
    twin: { enrollment: {} },
  },
  {
    // The chain that comes along is not what is meant.
    id: 'from-an-intermediate-ca',
    title: 'CertThumbprint of a certificate that an intermediate CA issued',
    enrollment: { server: { authority: 'intermediate-with-registration' } },
  },
  {
    id: 'of-two-requests',
    title: 'CertThumbprint of two requests, each of its own certificate',
    alsoAims: ['R-SCEP-02'],
    others: [bravo],
    parts: ({ enroll, end }) => [[...enroll(), ...enroll(bravo)], ...end()],
  },
];

/** A certificate for an hour, whatever the request wishes. */
const anHour: EnrollmentChange = { server: { validitySeconds: 3600, honoursValidityWish: false } };

/** R-SCEP-33: expired, or without its key. That the chain ends takes the CA years. */
export const invalidities: readonly Story[] = [
  {
    id: 'expired',
    title: 'A certificate for an hour, looked at after two',
    scopes: 'both',
    marks: ['negative'],
    enrollment: anHour,
    parts: ({ enroll, look, end }) => [enroll(), ...look(firstExchange), ...end(7200)],
  },
  {
    id: 'not-yet-expired',
    title: 'A certificate for an hour, looked at after half of it',
    enrollment: anHour,
    parts: ({ enroll, look, end }) => [enroll(), ...look(firstExchange), ...end(1800)],
  },
  {
    id: 'not-yet-expired/nearly',
    title: 'A certificate for an hour, looked at some minutes before its end',
    marks: ['boundary'],
    enrollment: anHour,
    parts: ({ enroll, look, end }) => [enroll(), ...look(firstExchange), ...end(3300)],
  },
  {
    id: 'expired/just',
    title: 'A certificate for an hour, looked at some minutes after its end',
    marks: ['negative', 'boundary'],
    enrollment: anHour,
    parts: ({ enroll, look, end }) => [enroll(), ...look(firstExchange), ...end(3700)],
  },
  {
    id: 'expired/then-deleted',
    title: 'A certificate that has expired stays so, and its request is deleted',
    alsoAims: ['R-SCEP-38'],
    marks: ['negative'],
    enrollment: anHour,
    parts: ({ enroll, look, at, end }) => [
      enroll(),
      ...look(firstExchange),
      ...look(7200),
      ...look(600),
      [remove(at()), get(at())],
      ...end(),
    ],
  },
  {
    id: 'expired/as-wished',
    title: 'A certificate for a day as was wished, looked at after three',
    marks: ['negative'],
    enrollment: { validPeriod: 'Days', validPeriodUnits: '1', server: { validitySeconds: 3600 } },
    parts: ({ enroll, look, end }) => [enroll(), ...look(firstExchange), ...end(3 * 86_400)],
  },
  {
    id: 'expired/then-renewed',
    title: 'A certificate that has expired is followed by another',
    marks: ['negative'],
    alsoAims: ['R-SCEP-32'],
    enrollment: anHour,
    parts: ({ enroll, look, again, end }) => [
      enroll(),
      ...look(firstExchange),
      ...look(7200),
      again(),
      ...end(),
    ],
  },
  {
    id: 'expired/neighbour-is-not',
    title: 'Of two certificates one has expired',
    marks: ['negative'],
    alsoAims: ['R-GEN-01'],
    enrollment: anHour,
    others: [bravo],
    parts: ({ enroll, look, end }) => [[...enroll(), ...enroll(bravo)], ...look(firstExchange), ...end(7200)],
  },
  {
    id: 'key-gone',
    title: 'Somebody deletes the private key',
    scopes: 'both',
    marks: ['negative'],
    parts: ({ scope, enroll, look, end }) => [
      enroll(),
      ...look(firstExchange),
      { kind: 'remove-keys', scope },
      ...end(600),
    ],
  },
  {
    id: 'key-gone/in-the-other-scope',
    title: 'Somebody deletes the private keys of the other scope',
    alsoAims: ['R-GEN-05'],
    scopes: 'both',
    parts: ({ scope, enroll, look, end }) => [
      enroll(),
      ...look(firstExchange),
      { kind: 'remove-keys', scope: scope === 'device' ? 'user' : 'device' },
      ...end(600),
    ],
  },
  {
    id: 'key-gone/tpm',
    title: 'Somebody deletes the private key, which was in the TPM',
    marks: ['negative'],
    alsoAims: ['R-SCEP-13'],
    scopes: 'device',
    enrollment: { tpm: true, keyProtection: '1' },
    parts: ({ scope, enroll, look, end }) => [
      enroll(),
      ...look(firstExchange),
      { kind: 'remove-keys', scope },
      ...end(600),
    ],
  },
  {
    id: 'key-gone/then-renewed',
    title: 'After its private key was deleted another certificate is enrolled',
    marks: ['negative'],
    alsoAims: ['R-SCEP-32'],
    parts: ({ scope, enroll, look, again, end }) => [
      enroll(),
      ...look(firstExchange),
      { kind: 'remove-keys', scope },
      ...look(600),
      again(),
      ...end(),
    ],
  },
];
