import type { AnswerFault } from '../../../pki/scep/script.ts';
import type { Parameter } from '../../combinations/combination.ts';
import { helloContainer } from '../../install.ts';
import { entraKeyIdentifier, type Enrollment } from '../enrollment.ts';
import type { EnrollmentChoice } from '../faults/fault.ts';
import { alwaysPending } from '../settling.ts';
import type { EnrollmentChange, ServerChange } from './change.ts';

export { alwaysPending };

type EnrollmentParameter = Parameter<EnrollmentChoice, EnrollmentChange>;

const answerFaults: readonly AnswerFault['kind'][] = [
  'wrong-nonce',
  'no-nonce',
  'another-transaction',
  'certificate-for-another-key',
  'no-certificate',
  'unencrypted',
  'encrypted-for-another',
  'signed-by-stranger',
];

const noAnswers = [
  { kind: 'http-status', status: 500 },
  { kind: 'drop' },
  { kind: 'garbage', bytes: 64 },
] as const;

/** Outcomes of a server: it issues, it refuses, and then what can be wrong with it. */
const outcomes: readonly ServerChange[] = [
  { failure: undefined, faults: undefined },
  { failure: { failInfo: 'badRequest' }, faults: undefined },
  ...[...answerFaults.map((kind) => ({ kind })), ...noAnswers].map((fault) => ({
    failure: undefined,
    faults: [{ operation: 'PKIOperation' as const, fault }],
  })),
  ...noAnswers.map((fault) => ({
    failure: undefined,
    faults: [{ operation: 'GetCACert' as const, fault }],
  })),
];

/**
 * What is combined; valid values first. Whether a value is a fault depends on the others of its row, and
 * scep/faults.ts says so. To add a value or a parameter: here, and nowhere else. What only lengthens the list of rows,
 * such as every spelling of a name, is for the matrix.
 */
export const parameters: readonly EnrollmentParameter[] = [
  choice('scope', ['device', 'user']),
  choice('tpm', [true, false]),
  choice('keyProtection', [undefined, '4', '3', '2', '1', '5']),
  choice('containerName', [undefined, helloContainer]),
  choice('keyLength', ['2048', '1024', '4096', '512', undefined]),
  choice('hashAlgorithm', ['SHA-2', 'SHA-1', 'SHA-1+SHA-2', 'SHA256', 'MD5', undefined]),
  choice('keyUsage', ['160', '32', '128', '64', undefined]),
  choice('ekuMapping', ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.2+1.3.6.1.5.5.7.3.4', undefined]),
  choice('subjectName', ['CN=Alpha', 'CN="Contoso, Ltd",OU=Devices', 'CN=Größe 密', undefined]),
  // Formats as certenroll.h numbers them: 2 mail, 3 DNS, 7 URL, 8 IP, 11 UPN. The document's example has an empty one.
  choice('subjectAlternativeNames', [
    undefined,
    '',
    '11+tom@contoso.com;3+contoso.com',
    '2+tom@contoso.com;7+https://contoso.com/a;8+10.0.0.1',
  ]),
  choice('retryCount', [undefined, '0', '1', '5']),
  choice('retryDelay', [undefined, '1', '10']),
  choice('validPeriod', [undefined, 'Days', 'Months', 'Years', 'Weeks']),
  choice('validPeriodUnits', [undefined, '0', '3']),
  choice('templateName', [undefined, '1.3.6.1.4.1.311.21.8.7.1']),
  choice('customTextToShowInPrompt', [undefined, 'For the Wi-Fi']),
  choice('entraKeyIdentifier', [undefined, entraKeyIdentifier]),
  choice('aadKeyIdentifierList', [
    undefined,
    entraKeyIdentifier,
    `other;${entraKeyIdentifier}`,
    'no-such-key',
  ]),
  choice('serverUrl', ['own', undefined]),
  // In base64 (csp-source.txt, Challenge): what a device that decodes makes of anything else is open.
  choice('challenge', ['Y2hhbGxlbmdlLTE=', 'c2VjcmV0LTE=', undefined]),
  choice('caThumbprint', ['root', 'root-in-lower-case', 'intermediate', 'another', 'short', undefined]),
  choice('enroll', ['last', 'before-last', 'first', 'outside']),
  choice('wrapping', ['atomic', 'bare']),
  choice('uniqueIdFirst', [true, false]),
  ofServer('server.authority', [
    { authority: undefined },
    { authority: 'root' },
    { authority: 'intermediate-with-registration' },
    { authority: 'another' },
  ]),
  ofServer('server.pending', [
    { pending: undefined },
    { pending: 1 },
    { pending: 2 },
    { pending: alwaysPending },
  ]),
  ofServer('server.challenge', [
    { challenge: undefined },
    { challenge: 'Y2hhbGxlbmdlLTE=' },
    { challenge: 'c2VjcmV0LTE=' },
    { challenge: 'another-challenge' },
  ]),
  ofServer('server.outcome', outcomes),
];

function choice<Name extends Exclude<keyof Enrollment, 'server'>>(
  name: Name,
  values: readonly Enrollment[Name][],
): EnrollmentParameter {
  return { name, values: values.map((value) => ({ [name]: value })) };
}

function ofServer(
  name: Extract<EnrollmentChoice, `server.${string}`>,
  values: readonly ServerChange[],
): EnrollmentParameter {
  return { name, values: values.map((server) => ({ server })) };
}
