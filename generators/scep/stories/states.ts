import type { Operation } from '../../../pki/scep/script.ts';
import { failInfos } from '../../../pki/scep/message.ts';
import { get } from '../../command.ts';
import type { EnrollmentChange } from '../combinations/change.ts';
import { serverUrlOf } from '../enrollment.ts';
import { firstExchange } from '../settling.ts';
import type { Story } from '../story.ts';
import { transportStories, withoutFault } from './answers.ts';

const late = (operation: Operation, seconds: number): EnrollmentChange => ({
  server: { faults: [{ operation, fault: { kind: 'late', seconds } }] },
});

/** R-SCEP-30: the Exec is answered before any server can have answered. */
export const slowServers: readonly Story[] = [
  {
    id: 'not-waited-for',
    title: 'Status is asked for right behind an Exec whose server needs 25 seconds',
    scopes: 'both',
    enrollment: late('GetCACaps', 25),
    parts: ({ enroll, at, end }) => [[...enroll(), get(at('Status'))], ...end(240)],
  },
  {
    id: 'asked-at-once',
    title: 'Status is asked for right behind an Exec whose server answers at once',
    enrollment: {},
    parts: ({ enroll, at, end }) => [[...enroll(), get(at('Status')), get(at('CertThumbprint'))], ...end()],
  },
  {
    id: 'all-late',
    title: 'Every answer of the server is 10 seconds late',
    enrollment: {
      server: {
        faults: (['GetCACaps', 'GetCACert', 'PKIOperation'] as const).map((operation) => ({
          operation,
          fault: { kind: 'late', seconds: 10 },
        })),
      },
    },
    parts: ({ enroll, at, end }) => [[...enroll(), get(at('Status'))], ...end(300)],
  },
  {
    // Whoever waits for the server with the answer to the Exec has no answer here.
    id: 'nobody-answers',
    title: 'Status is asked for right behind an Exec whose server does not answer',
    scopes: 'user',
    faults: ['nobody answers at ServerURL'],
    enrollment: { serverUrl: serverUrlOf('nobody') },
    parts: ({ enroll, at, end }) => [[...enroll(), get(at('Status')), get(at('CertThumbprint'))], ...end()],
    twinId: 'asked-at-once',
  },
  {
    id: 'other-commands-meanwhile',
    title: 'Other commands are carried out while the server is slow',
    enrollment: late('PKIOperation', 20),
    parts: ({ enroll, at, end }) => [
      [...enroll(), get(at()), get(at('Install', 'SubjectName')), get(at('ErrorCode'))],
      [get(at('Status'))],
      ...end(240),
    ],
  },
];

/** R-SCEP-34: each state that Status can show. */
export const states: readonly Story[] = [
  {
    id: 'nothing-begun',
    title: 'Status of a request whose Enroll was never executed',
    scopes: 'both',
    parts: ({ enroll, end }) => [enroll({ enroll: 'absent' }), ...end()],
  },
  {
    id: 'pending-then-finished',
    title: 'Status is pending, then finished',
    scopes: 'both',
    enrollment: { server: { pending: 1 } },
    parts: ({ enroll, look, end }) => [enroll(), ...look(150), ...end()],
  },
  ...Object.keys(failInfos).flatMap((name): readonly Story[] => {
    const failure = { failInfo: name as keyof typeof failInfos };
    const common = { faults: [`the SCEP server refuses the request with ${name}`] };
    return [
      {
        ...common,
        id: `refused/${name}`,
        title: `The server refuses with ${name}`,
        scopes: name === 'badRequest' ? 'both' : 'device',
        enrollment: { server: { failure } },
        twin: { enrollment: {} },
      },
      {
        ...common,
        id: `pending-then-refused/${name}`,
        title: `The server is pending, then refuses with ${name}`,
        scopes: 'user',
        enrollment: { server: { pending: 1, failure } },
        parts: ({ enroll, look, end }) => [enroll(), ...look(150), ...end()],
        twinId: 'pending-then-finished/user',
      },
    ];
  }),
  {
    id: 'refused/stays',
    title: 'The server refuses, and Status stays as it is for a day',
    scopes: 'user',
    faults: ['the SCEP server refuses the request'],
    enrollment: { server: { failure: { failInfo: 'badRequest' } } },
    parts: ({ enroll, look, end }) => [enroll(), ...look(firstExchange), ...end(86_400)],
    twin: { enrollment: {} },
  },
  {
    id: 'refused/with-text',
    title: 'The server refuses, and says why in words',
    faults: ['the SCEP server refuses the request with a text'],
    enrollment: { server: { failure: { failInfo: 'badRequest', text: 'The challenge has expired. <密>' } } },
    twin: { enrollment: {} },
  },
  withoutFault('GetCACaps'),
  ...transportStories('GetCACaps'),
];

const unreachable: EnrollmentChange = { serverUrl: serverUrlOf('nobody') };

/** R-SCEP-35: an error for each way to fail, and what becomes of it. */
export const errors: readonly Story[] = [
  {
    id: 'none-before-exec',
    title: 'ErrorCode of a request whose Enroll was never executed',
    parts: ({ enroll, end }) => [enroll({ enroll: 'absent' }), ...end()],
  },
  { id: 'none-after-success', title: 'ErrorCode after a success', scopes: 'both' },
  ...(
    [
      ['refused', 'the SCEP server refuses the request', { server: { failure: { failInfo: 'badAlg' } } }],
      ['unreachable', 'nobody answers at ServerURL', unreachable],
      ['no-url', 'ServerURL is no URL', { serverUrl: 'no url' }],
      [
        'not-trusted',
        'CAThumbprint is that of a CA that the server does not show',
        { caThumbprint: 'another' },
      ],
      ['no-tpm', 'KeyProtection 1 on a device without TPM', { keyProtection: '1' }],
      ['wrong-challenge', 'the SCEP server demands another challenge', { server: { challenge: 'other' } }],
    ] as const
  ).map(([id, words, enrollment]): Story => ({
    id,
    title: `ErrorCode after a failure: ${words}`,
    scopes: 'user',
    faults: [words],
    enrollment,
    twinId: 'none-after-success/user',
  })),
  {
    id: 'success-after-failure',
    title: 'A success after a failure: the last error may be shown still',
    faults: ['nobody answers at ServerURL'],
    enrollment: unreachable,
    parts: ({ enroll, look, again, end }) => [
      enroll(),
      ...look(firstExchange),
      again({ serverUrl: 'own' }),
      ...end(),
    ],
    twin: {
      enrollment: {},
      parts: ({ enroll, look, again, end }) => [enroll(), ...look(firstExchange), again(), ...end()],
    },
  },
];

/** R-SCEP-21: servers that do not have every algorithm, or answer with one of their own. */
export const algorithms: readonly Story[] = (
  [
    ['sha-1-only', 'SHA-1+SHA-2', { capabilities: ['POSTPKIOperation', 'SHA-1', 'AES'] }],
    ['sha-256-only', 'SHA-1+SHA-2', { capabilities: ['POSTPKIOperation', 'SHA-256', 'AES'] }],
    ['sha-512-too', 'SHA-2', { capabilities: ['POSTPKIOperation', 'SHA-256', 'SHA-512', 'AES'] }],
    ['sha-1-not-allowed', 'SHA-2', { capabilities: ['POSTPKIOperation', 'SHA-1', 'AES'] }],
    ['no-capabilities', 'SHA-2', { capabilities: [] }],
    ['no-post', 'SHA-2', { capabilities: ['SHA-256', 'AES'] }],
    ['answers-with-sha-512', 'SHA-2', { hash: 'sha512' }],
    ['answers-with-3des', 'SHA-2', { cipher: '3des-cbc' }],
  ] as const
).map(([id, hashAlgorithm, server]): Story => ({
  id: `server/${id}`,
  title: `HashAlgorithm ${hashAlgorithm} at a server: ${id.replaceAll('-', ' ')}`,
  enrollment: { hashAlgorithm, server },
}));
