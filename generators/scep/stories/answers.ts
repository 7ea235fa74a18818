import type { AnswerFault, AuthorityName, Operation, TransportFault } from '../../../pki/scep/script.ts';
import type { ThumbprintChoice } from '../enrollment.ts';
import type { Story } from '../story.ts';

/** Answers that a client must not believe (RFC 8894, 3.2.1 and 3.3.2), and what is wrong about them. */
const untrusted: Readonly<Record<AnswerFault['kind'], string>> = {
  'wrong-nonce': 'the answer has the nonce of another request',
  'no-nonce': 'the answer has no nonce',
  'another-transaction': 'the answer is one to another transaction',
  'certificate-for-another-key': 'the certificate is for another key',
  'no-certificate': 'the answer says success and brings no certificate',
  unencrypted: 'the certificate comes unencrypted',
  'encrypted-for-another': 'the certificate is encrypted for somebody else',
  'signed-by-stranger': 'the answer is signed by a stranger',
};

/** What can go wrong below SCEP. */
const transport: Readonly<Record<string, { words: string; fault: TransportFault }>> = {
  'not-found': { words: 'HTTP 404', fault: { kind: 'http-status', status: 404 } },
  'server-error': { words: 'HTTP 500', fault: { kind: 'http-status', status: 500 } },
  'endless-redirect': { words: 'redirects without end', fault: { kind: 'endless-redirect' } },
  dropped: { words: 'a connection that is closed', fault: { kind: 'drop' } },
  'dropped-later': { words: 'a connection that is closed early', fault: { kind: 'drop', afterBytes: 20 } },
  'endless-data': { words: 'a gigabyte', fault: { kind: 'endless-data', bytes: 1_000_000_000 } },
  'content-type': { words: 'another Content-Type', fault: { kind: 'content-type', value: 'text/html' } },
  'bit-flipped': { words: 'a flipped bit', fault: { kind: 'bit-flipped', bit: 3 } },
  truncated: { words: 'half of the answer', fault: { kind: 'truncated' } },
  garbage: { words: 'bytes without meaning', fault: { kind: 'garbage', bytes: 64 } },
  empty: { words: 'an empty body', fault: { kind: 'empty' } },
  'late-in-time': { words: 'an answer 20 seconds late', fault: { kind: 'late', seconds: 20 } },
  'too-late': { words: 'an answer 90 seconds late', fault: { kind: 'late', seconds: 90 } },
};

/** Each fault below SCEP, in all answers to an operation. */
export function transportStories(operation: Operation): readonly Story[] {
  return Object.entries(transport).map(([id, { words, fault }]): Story => ({
    id: `${operation}/${id}`,
    title: `In place of the answer to ${operation} comes ${words}`,
    scopes: 'device',
    faults: [`the answer to ${operation} is ${words}`],
    enrollment: { server: { faults: [{ operation, fault }] } },
    // Beyond the patience of any client, for the one that is late.
    parts: ({ enroll, end }) => [enroll(), ...end(300)],
    twinId: `${operation}/none`,
  }));
}

/** The twin of all of them. */
export function withoutFault(operation: Operation): Story {
  return {
    id: `${operation}/none`,
    title: `The answer to ${operation} comes as it should`,
    scopes: 'device',
    parts: ({ enroll, end }) => [enroll(), ...end(300)],
  };
}

/** The fault passes after one answer: who asks again gets along. */
function passingStory(operation: Operation): Story {
  return {
    id: `${operation}/once`,
    title: `The first answer to ${operation} is HTTP 500, the next ones are right`,
    scopes: 'device',
    faults: [`the first answer to ${operation} is HTTP 500`],
    enrollment: {
      server: { faults: [{ operation, times: 1, fault: { kind: 'http-status', status: 500 } }] },
    },
    parts: ({ enroll, end }) => [enroll(), ...end(300)],
    twinId: `${operation}/none`,
  };
}

/** R-SCEP-39: answers to the certificate request, and to the polls behind it. */
export const requestAnswers: readonly Story[] = [
  withoutFault('PKIOperation'),
  ...transportStories('PKIOperation'),
  passingStory('PKIOperation'),
  ...Object.entries(untrusted).flatMap(([kind, words]): readonly Story[] => {
    const fault = { kind: kind as AnswerFault['kind'] };
    return [
      {
        id: `first-answer/${kind}`,
        title: `Of the first answer: ${words}`,
        faults: [words],
        enrollment: { server: { faults: [{ operation: 'PKIOperation', fault }] } },
        scopes: kind === 'certificate-for-another-key' || kind === 'signed-by-stranger' ? 'both' : 'device',
        twin: { enrollment: {} },
      },
      {
        id: `answer-to-poll/${kind}`,
        title: `Of the answer to a poll: ${words}`,
        faults: [words],
        scopes: 'user',
        enrollment: { server: { pending: 1, faults: [{ operation: 'PKIOperation', from: 2, fault }] } },
        twinId: 'answer-to-poll/none',
      },
    ];
  }),
  {
    id: 'answer-to-poll/none',
    title: 'The answer to a poll is right',
    scopes: 'user',
    enrollment: { server: { pending: 1 } },
  },
];

const authorities: readonly AuthorityName[] = [
  'root',
  'root-with-registration',
  'intermediate-with-registration',
  'another',
];

/** Thumbprints beside that of the root, and why they are wrong; of an intermediate CA that is open. */
const thumbprints: readonly (readonly [ThumbprintChoice, string?])[] = [
  ['root'],
  ['root-in-lower-case'],
  ['intermediate'],
  ['another', 'CAThumbprint is that of a CA that the server does not show'],
];

/** R-SCEP-23: what the server shows beside what CAThumbprint says. */
export const authentication: readonly Story[] = [
  ...authorities.flatMap((authority) =>
    thumbprints.map(([caThumbprint, fault]): Story => ({
      id: `${authority}/${caThumbprint}`,
      title: `The server shows ${authority.replaceAll('-', ' ')}, CAThumbprint means ${caThumbprint.replaceAll('-', ' ')}`,
      scopes: authority === 'root-with-registration' ? 'both' : 'device',
      ...(fault === undefined ? {} : { faults: [fault], twinId: `${authority}/root` }),
      enrollment: { caThumbprint, server: { authority } },
    })),
  ),
  // They fail where thumbprints are compared in part.
  ...(['first-digit-changed', 'last-digit-changed'] as const).map((caThumbprint): Story => ({
    id: `root-with-registration/${caThumbprint}`,
    title: `CAThumbprint is that of the root, its ${caThumbprint.replaceAll('-', ' ')}`,
    scopes: 'both',
    faults: ['CAThumbprint is that of a CA that the server does not show'],
    twinId: 'root-with-registration/root',
    enrollment: { caThumbprint, server: { authority: 'root-with-registration' } },
  })),
  {
    // The client must not even send the request, which has the challenge in it.
    id: 'not-trusted-and-pending',
    title: 'A server with another CA would be pending',
    faults: ['CAThumbprint is that of a CA that the server does not show'],
    scopes: 'user',
    enrollment: { caThumbprint: 'another', server: { pending: 1 } },
    twin: { enrollment: { server: { pending: 1 } } },
  },
  withoutFault('GetCACert'),
  ...transportStories('GetCACert'),
  passingStory('GetCACert'),
];
