import type { ScepScript } from '../../../pki/scep/script.ts';
import type { Enrollment } from '../enrollment.ts';
import { alwaysPending } from '../settling.ts';

/** Settings that are told where they are not as usual, with the names of their nodes. */
const told: readonly (readonly [choice: keyof Enrollment, node: string])[] = [
  ['keyProtection', 'KeyProtection'],
  ['containerName', 'ContainerName'],
  ['keyLength', 'KeyLength'],
  ['hashAlgorithm', 'HashAlgorithm'],
  ['keyUsage', 'KeyUsage'],
  ['retryCount', 'RetryCount'],
  ['retryDelay', 'RetryDelay'],
  ['validPeriod', 'ValidPeriod'],
  ['validPeriodUnits', 'ValidPeriodUnits'],
  ['subjectAlternativeNames', 'SAN'],
  ['caThumbprint', 'CAThumbprint'],
  ['aadKeyIdentifierList', 'AADKeyIdentifierList'],
];

/** What an enrollment asks for, and of whom, in one sentence. */
export function describeEnrollment(enrollment: Enrollment): string {
  const settings = told.flatMap(([choice, node]) => {
    const value = enrollment[choice];
    return typeof value === 'string' ? [`${node} ${value === '' ? 'empty' : value}`] : [];
  });
  const rest = [
    ...settings,
    enrollment.tpm ? 'with TPM' : 'without TPM',
    ...(enrollment.entraKeyIdentifier === undefined ? [] : ['with Entra key']),
    ...(enrollment.enroll === 'last' ? [] : [`Enroll ${enrollment.enroll}`]),
    ...(enrollment.wrapping === 'atomic' ? [] : ['no Atomic']),
  ];
  return `Enrollment for the ${enrollment.scope}, ${rest.join(', ')}; server: ${describeServer(enrollment.server)}.`;
}

/** How a SCEP server behaves, in a few words: `root-with-registration, pending 2, issues`. */
export function describeServer(script: ScepScript): string {
  const { authority = 'root-with-registration', challenge, pending = 0, failure, faults = [] } = script;
  return [
    authority,
    ...(challenge === undefined ? [] : ['challenge']),
    ...(pending === 0 ? [] : [pending >= alwaysPending ? 'always pending' : `pending ${pending}`]),
    ...faults.map(({ operation, fault }) => `${fault.kind} at ${operation}`),
    failure === undefined ? 'issues' : `refuses with ${failure.failInfo}`,
  ].join(', ');
}
