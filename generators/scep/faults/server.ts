import type { RequirementId } from '../../../csp/requirements.ts';
import type { AnswerFault, Fault, FaultRule, Operation } from '../../../pki/scep/script.ts';
import { withServer } from '../combinations/change.ts';
import { usualEnrollment } from '../enrollment.ts';
import { alwaysPending, mostRetries, retriesOf } from '../settling.ts';
import type { EnrollmentFault } from './fault.ts';

/** A server that is in order, and says no. */
export const serverRefusals: readonly EnrollmentFault[] = [
  {
    // RFC 8894, 3.2.1.3: FAILURE ends a transaction; csp-source.txt, Status: 16.
    id: 'server-refuses',
    words: 'the SCEP server refuses the request',
    requirement: 'R-SCEP-34',
    reads: ['server.outcome'],
    isIn: ({ server }) => server.failure !== undefined,
    put: (enrollment, at) => {
      const failInfo = (['badRequest', 'badAlg', 'badMessageCheck', 'badTime'] as const)[at % 4];
      return withServer(enrollment, { failure: { failInfo: failInfo ?? 'badRequest' } });
    },
    leaveOut: (enrollment) => withServer(enrollment, { failure: undefined }),
  },
  {
    // csp-source.txt, RetryCount: how often the device asks. What Status shows when it stops asking is A-69.
    id: 'pending-too-long',
    words: 'the SCEP server is pending for longer than the device asks',
    requirement: 'R-SCEP-17',
    reads: ['retryCount', 'server.pending'],
    isIn: (enrollment) => (enrollment.server.pending ?? 0) > retriesOf(enrollment),
    put: (enrollment, at) =>
      withServer(enrollment, { pending: [retriesOf(enrollment) + 1, alwaysPending][at % 2] }),
    leaveOut: (enrollment) => {
      const { pending = 0 } = enrollment.server;
      if (pending <= mostRetries) return { ...enrollment, retryCount: String(pending) };
      const retries = retriesOf(enrollment);
      return withServer(enrollment, { pending: retries === 0 ? undefined : retries });
    },
  },
  {
    // csp-source.txt, Challenge: what the server asks for, and this one says so. Whether it is decoded is A-15.
    id: 'wrong-challenge',
    words: 'the SCEP server demands another challenge',
    requirement: 'R-SCEP-06',
    reads: ['challenge', 'server.challenge'],
    isIn: ({ challenge, server }) =>
      challenge !== undefined && server.challenge !== undefined && challenge !== server.challenge,
    put: (enrollment) => {
      const challenge = enrollment.challenge ?? usualEnrollment.challenge;
      return withServer({ ...enrollment, challenge }, { challenge: `not ${challenge ?? ''}` });
    },
    leaveOut: (enrollment) => withServer(enrollment, { challenge: enrollment.challenge }),
  },
];

/** Answers that a client must not believe (RFC 8894, 3.2.1 and 3.3.2). */
const untrustedAnswers: readonly (readonly [AnswerFault['kind'], words: string])[] = [
  ['wrong-nonce', 'the answer has the nonce of another request'],
  ['no-nonce', 'the answer has no nonce'],
  ['another-transaction', 'the answer is one to another transaction'],
  ['certificate-for-another-key', 'the certificate is for another key'],
  ['no-certificate', 'the answer says success and brings no certificate'],
  ['unencrypted', 'the certificate comes unencrypted'],
  ['encrypted-for-another', 'the certificate is encrypted for somebody else'],
  ['signed-by-stranger', 'the answer is signed by a stranger'],
];

const noAnswers: readonly (readonly [id: string, words: string, fault: Fault])[] = [
  ['http-error', 'an HTTP error', { kind: 'http-status', status: 500 }],
  ['dropped', 'a connection that is closed', { kind: 'drop' }],
  ['garbage', 'bytes without meaning', { kind: 'garbage', bytes: 64 }],
];

/** A server that is not in order. */
export const serverFaults: readonly EnrollmentFault[] = [
  ...untrustedAnswers.map(([kind, words]) =>
    serverFault(`answer-${kind}`, words, 'R-SCEP-39', 'PKIOperation', { kind }),
  ),
  ...noAnswers.map(([id, what, fault]) =>
    serverFault(`answer-${id}`, `the answer to the request is ${what}`, 'R-SCEP-39', 'PKIOperation', fault),
  ),
  // Without its certificate the CA can not be matched with CAThumbprint.
  ...noAnswers.map(([id, what, fault]) =>
    serverFault(
      `ca-${id}`,
      `in place of the CA's certificate comes ${what}`,
      'R-SCEP-23',
      'GetCACert',
      fault,
    ),
  ),
];

function serverFault(
  id: string,
  words: string,
  requirement: RequirementId,
  operation: Operation,
  fault: Fault,
): EnrollmentFault {
  const isThis = (rule: FaultRule): boolean => rule.operation === operation && rule.fault.kind === fault.kind;
  return {
    id,
    words,
    requirement,
    reads: ['server.outcome'],
    isIn: ({ server }) => server.faults?.some(isThis) === true,
    put: (enrollment, at) => {
      const { pending = 0, faults = [] } = enrollment.server;
      // From the first answer on, or from a later one of those that polls get.
      const polls = operation === 'PKIOperation' ? Math.min(pending, retriesOf(enrollment)) : 0;
      const from = 1 + (at % (polls + 1));
      const rule: FaultRule = { operation, ...(from > 1 ? { from } : {}), fault };
      return withServer(enrollment, { faults: [...faults.filter((other) => !isThis(other)), rule] });
    },
    leaveOut: (enrollment) => {
      const others = enrollment.server.faults?.filter((rule) => !isThis(rule)) ?? [];
      return withServer(enrollment, { faults: others.length === 0 ? undefined : others });
    },
  };
}
