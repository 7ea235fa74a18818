import { helloContainer } from '../../install.ts';
import {
  entraKeyIdentifier,
  usualEnrollment,
  type Enrollment,
  type ThumbprintChoice,
} from '../enrollment.ts';
import type { EnrollmentFault } from './fault.ts';

type RequiredChoice =
  | 'serverUrl'
  | 'challenge'
  | 'ekuMapping'
  | 'keyUsage'
  | 'subjectName'
  | 'keyLength'
  | 'hashAlgorithm'
  | 'caThumbprint';

/** csp-source.txt: the nodes that are "Required for SCEP certificate enrollment", or "Required" and a setting. */
const required: readonly (readonly [choice: RequiredChoice, node: string, id: string])[] = [
  ['serverUrl', 'ServerURL', 'server-url'],
  ['challenge', 'Challenge', 'challenge'],
  ['ekuMapping', 'EKUMapping', 'eku-mapping'],
  ['keyUsage', 'KeyUsage', 'key-usage'],
  ['subjectName', 'SubjectName', 'subject-name'],
  ['keyLength', 'KeyLength', 'key-length'],
  ['hashAlgorithm', 'HashAlgorithm', 'hash-algorithm'],
  ['caThumbprint', 'CAThumbprint', 'ca-thumbprint'],
];

/** Names of the settings that every enrollment needs. */
export const requiredSettings: readonly string[] = required.map(([, node]) => node);

/** Settings that every enrollment needs and that are left out (csp-source.txt, the sections of these nodes). */
export const missingSettings = required.map(([choice, node, id]): EnrollmentFault => ({
  id: `${id}-missing`,
  words: `${node} is missing`,
  requirement: 'R-SCEP-37',
  reads: [choice],
  isIn: (enrollment) => enrollment[choice] === undefined,
  put: (enrollment) => ({ ...enrollment, [choice]: undefined }),
  leaveOut: (enrollment) => ({
    ...enrollment,
    [choice]: choice === 'challenge' ? acceptedChallenge(enrollment) : usualEnrollment[choice],
  }),
}));

/** Values that no device takes, or that this one can not take. */
export const badSettings: readonly EnrollmentFault[] = [
  {
    // csp-source.txt, KeyUsage: with neither bit the configuration fails.
    id: 'key-usage-without-bits',
    words: 'KeyUsage has neither 0x20 nor 0x80',
    requirement: 'R-SCEP-10',
    reads: ['keyUsage'],
    isIn: ({ keyUsage }) => keyUsage !== undefined && (Number(keyUsage) & 0xa0) === 0,
    put: (enrollment, at) => ({ ...enrollment, keyUsage: ['64', '0', '16'][at % 3] }),
    leaveOut: (enrollment) => ({ ...enrollment, keyUsage: '160' }),
  },
  {
    // csp-source.txt, KeyLength: the valid values.
    id: 'key-length-unknown',
    words: 'KeyLength is none of 1024, 2048, 4096',
    requirement: 'R-SCEP-19',
    reads: ['keyLength'],
    isIn: ({ keyLength }) => keyLength !== undefined && !keyLengths.includes(keyLength),
    put: (enrollment, at) => ({ ...enrollment, keyLength: ['512', '3072', '2047'][at % 3] }),
    leaveOut: (enrollment) => ({ ...enrollment, keyLength: '2048' }),
  },
  {
    // csp-source.txt, KeyProtection: the table ends at 4.
    id: 'key-protection-unknown',
    words: 'KeyProtection is none of 1, 2, 3, 4',
    requirement: 'R-SCEP-12',
    reads: ['keyProtection'],
    isIn: ({ keyProtection }) => keyProtection !== undefined && !/^[1-4]$/.test(keyProtection),
    put: (enrollment) => ({ ...enrollment, keyProtection: '5' }),
    leaveOut: (enrollment) => ({ ...enrollment, keyProtection: undefined }),
  },
  {
    // csp-source.txt, KeyProtection 1. The fault lies in the device.
    id: 'key-protection-without-tpm',
    words: 'KeyProtection 1 on a device without TPM',
    requirement: 'R-SCEP-13',
    reads: ['keyProtection', 'tpm'],
    isIn: ({ keyProtection, tpm }) => keyProtection === '1' && !tpm,
    put: (enrollment) => ({ ...enrollment, keyProtection: '1', tpm: false }),
    leaveOut: (enrollment) => ({ ...enrollment, tpm: true }),
  },
  {
    // csp-source.txt, KeyProtection 4 and ContainerName: without it the enrollment fails.
    id: 'hello-without-container',
    words: 'KeyProtection 4 without ContainerName',
    requirement: 'R-SCEP-15',
    reads: ['keyProtection', 'containerName'],
    isIn: ({ keyProtection, containerName }) => keyProtection === '4' && containerName === undefined,
    put: (enrollment) => ({ ...enrollment, keyProtection: '4', containerName: undefined }),
    leaveOut: (enrollment) => ({ ...enrollment, containerName: helloContainer }),
  },
  {
    // csp-source.txt, KeyLength: for Windows Hello only 2048.
    id: 'hello-key-length',
    words: 'KeyProtection 4 with a KeyLength other than 2048',
    requirement: 'R-SCEP-20',
    reads: ['keyProtection', 'keyLength'],
    isIn: ({ keyProtection, keyLength = '2048' }) =>
      keyProtection === '4' && keyLength !== '2048' && keyLengths.includes(keyLength),
    put: (enrollment, at) => ({ ...withHello(enrollment), keyLength: ['4096', '1024'][at % 2] }),
    leaveOut: (enrollment) => ({ ...enrollment, keyLength: '2048' }),
  },
  {
    // csp-source.txt, HashAlgorithm: for Windows Hello only SHA256, which is of the family SHA-2.
    id: 'hello-hash',
    words: 'KeyProtection 4 with a HashAlgorithm that leaves SHA256 out',
    requirement: 'R-SCEP-22',
    reads: ['keyProtection', 'hashAlgorithm'],
    isIn: ({ keyProtection, hashAlgorithm = '' }) =>
      keyProtection === '4' &&
      familiesIn(hashAlgorithm).length > 0 &&
      !familiesIn(hashAlgorithm).some((family) => family === '2' || family === '256'),
    put: (enrollment) => ({ ...withHello(enrollment), hashAlgorithm: 'SHA-1' }),
    leaveOut: (enrollment) => ({ ...enrollment, hashAlgorithm: 'SHA-2' }),
  },
  {
    // csp-source.txt, HashAlgorithm: three families. Their spellings are another question.
    id: 'hash-unknown',
    words: 'HashAlgorithm names no family of SHA',
    requirement: 'R-SCEP-21',
    reads: ['hashAlgorithm'],
    isIn: ({ hashAlgorithm }) => hashAlgorithm !== undefined && familiesIn(hashAlgorithm).length === 0,
    put: (enrollment) => ({ ...enrollment, hashAlgorithm: 'MD5' }),
    leaveOut: (enrollment) => ({ ...enrollment, hashAlgorithm: 'SHA-2' }),
  },
  {
    // csp-source.txt, ValidPeriod: the valid values.
    id: 'valid-period-unknown',
    words: 'ValidPeriod is none of Days, Months, Years',
    requirement: 'R-SCEP-25',
    reads: ['validPeriod'],
    isIn: ({ validPeriod }) => validPeriod !== undefined && !/^(Days|Months|Years)$/.test(validPeriod),
    put: (enrollment) => ({ ...enrollment, validPeriod: 'Weeks' }),
    leaveOut: (enrollment) => ({ ...enrollment, validPeriod: 'Days' }),
  },
  {
    // csp-source.txt, CAThumbprint: no match, and the authentication of the server fails.
    id: 'another-ca',
    words: 'CAThumbprint is that of a CA that the server does not show',
    requirement: 'R-SCEP-23',
    reads: ['caThumbprint'],
    isIn: ({ caThumbprint }) => caThumbprint === 'another',
    put: (enrollment) => ({ ...enrollment, caThumbprint: 'another' }),
    leaveOut: (enrollment) => ({ ...enrollment, caThumbprint: 'root' }),
  },
  {
    // csp-source.txt, CAThumbprint: 20 bytes; its own SCEP example has 16.
    id: 'malformed-thumbprint',
    words: 'CAThumbprint is not 20 bytes in hex',
    requirement: 'R-SCEP-23',
    reads: ['caThumbprint'],
    isIn: ({ caThumbprint }) => caThumbprint !== undefined && malformed.includes(caThumbprint),
    put: (enrollment, at) => ({ ...enrollment, caThumbprint: malformed[at % malformed.length] }),
    leaveOut: (enrollment) => ({ ...enrollment, caThumbprint: 'root' }),
  },
  {
    // csp-source.txt, AADKeyIdentifierList: no match at Enroll, and the enrollment fails.
    id: 'entra-key-not-listed',
    words: "AADKeyIdentifierList does not have the device's key",
    requirement: 'R-SCEP-31',
    reads: ['aadKeyIdentifierList', 'entraKeyIdentifier'],
    isIn: ({ aadKeyIdentifierList, entraKeyIdentifier: own }) =>
      aadKeyIdentifierList !== undefined &&
      (own === undefined || !aadKeyIdentifierList.split(';').includes(own)),
    put: (enrollment, at) => ({
      ...enrollment,
      aadKeyIdentifierList: ['no-such-key', 'no-such-key;another-key'][at % 2],
    }),
    leaveOut: (enrollment) => ({
      ...enrollment,
      entraKeyIdentifier,
      aadKeyIdentifierList: entraKeyIdentifier,
    }),
  },
  {
    // csp-source.txt, intro: wrapped in an Atomic, Enroll the last item of it. What comes of it else is open.
    id: 'enroll-not-last',
    words: 'Enroll does not end an Atomic that holds the settings',
    requirement: 'R-GEN-03',
    reads: ['enroll', 'wrapping'],
    isIn: ({ enroll, wrapping }) => enroll !== 'absent' && (enroll !== 'last' || wrapping !== 'atomic'),
    put: (enrollment, at) => ({
      ...enrollment,
      enroll: (['before-last', 'first', 'outside'] as const)[at % 3] ?? 'first',
    }),
    leaveOut: (enrollment) => ({ ...enrollment, enroll: 'last', wrapping: 'atomic' }),
  },
];

/** No reading of these is the hash of a certificate; blanks and colons between the bytes are another question. */
const malformed: readonly ThumbprintChoice[] = ['short', 'long', 'odd', 'not-hex', 'empty'];

const keyLengths = ['1024', '2048', '4096'];

/** The hash families, and single hashes of SHA-2, that a HashAlgorithm names: 1, 2, 3, 256 and so on. */
function familiesIn(hashAlgorithm: string): readonly string[] {
  return hashAlgorithm
    .split(/[+;]/)
    .flatMap((name) => /^SHA-?(1|2|3|224|256|384|512)$/.exec(name)?.slice(1) ?? []);
}

/** The enrollment with its key in Windows Hello for Business, and the container that it needs. */
function withHello(enrollment: Enrollment): Enrollment {
  return {
    ...enrollment,
    keyProtection: '4',
    containerName: enrollment.containerName ?? helloContainer,
  };
}

/** A challenge that the server takes. */
function acceptedChallenge({ server }: Enrollment): string | undefined {
  return server.challenge ?? usualEnrollment.challenge;
}
