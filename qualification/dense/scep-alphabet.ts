import type { Scope } from '../../cases/case.ts';
import { helloContainer } from '../../generators/install.ts';
import {
  entraKeyIdentifier,
  serverUrlOf,
  usualEnrollment,
  type Enrollment,
} from '../../generators/scep/enrollment.ts';
import type { FaultRule, ScepScript } from '../../pki/scep/script.ts';
import type { Choices } from './choices.ts';

/** A UniqueID of the SCEP half. */
export interface ScepRequest {
  readonly scope: Scope;
  readonly uniqueId: string;
}

const alpha: ScepRequest = { scope: 'device', uniqueId: 'Alpha' };
const bravo: ScepRequest = { scope: 'device', uniqueId: 'Bravo' };
const ofUser: ScepRequest = { scope: 'user', uniqueId: 'Alpha' };

/** Few UniqueIDs, in both scopes: every set that sessions are about. */
export const requestSets: readonly (readonly ScepRequest[])[] = [
  [alpha],
  [ofUser],
  [alpha, bravo],
  [alpha, ofUser],
  [alpha, bravo, ofUser],
];

/** Name of the server that a request has for itself. */
export function serverNameOf({ scope, uniqueId }: ScepRequest): string {
  return `${scope}-${uniqueId}`;
}

/** Servers beside those of the requests: two that answer, one at whose address nobody does. */
export const commonServers = ['shared', 'second'] as const;
export const sharedUrl = serverUrlOf('shared');
export const secondUrl = serverUrlOf('second');
export const deadUrl = serverUrlOf('dead');

/** How one server behaves: most issue what they are asked for, at once or after a while. */
export function serverScript({ chance, oneOf }: Choices): ScepScript {
  const pending = oneOf([0, 0, 0, 1, 1, 2, 99]);
  return {
    ...(pending === 0 ? {} : { pending }),
    ...(chance(0.15)
      ? {
          failure: {
            failInfo: oneOf(['badRequest', 'badTime', 'badAlg', 'badCertId', 'badMessageCheck'] as const),
          },
        }
      : {}),
    ...(chance(0.2) ? { challenge: oneOf(['challenge-1', 'secret-1', 'Y2hhbGxlbmdlLTE=']) } : {}),
    // Short enough to end, and to be renewed, within a session.
    ...(chance(0.2) ? { validitySeconds: oneOf([300, 600, 900, 3600]) } : {}),
    ...(chance(0.15)
      ? { authority: oneOf(['root', 'intermediate-with-registration', 'another'] as const) }
      : {}),
    ...(chance(0.15) ? { faults: [serverFault({ chance, oneOf })] } : {}),
  };
}

function serverFault({ chance, oneOf }: Pick<Choices, 'chance' | 'oneOf'>): FaultRule {
  const some = chance(0.4) ? { from: oneOf([1, 2, 3]), times: oneOf([1, 2]) } : {};
  if (chance(0.5)) {
    const fault = oneOf([
      { kind: 'late', seconds: oneOf([30, 100, 200, 400]) },
      { kind: 'http-status', status: oneOf([403, 500]) },
      { kind: 'drop' },
      { kind: 'garbage', bytes: 20 },
      { kind: 'empty' },
    ] as const);
    const operation = oneOf(['PKIOperation', 'PKIOperation', 'GetCACert', 'GetCACaps'] as const);
    return { operation, fault, ...some };
  }
  const kind = oneOf([
    'wrong-nonce',
    'no-certificate',
    'certificate-for-another-key',
    'unencrypted',
    'signed-by-stranger',
    'another-transaction',
  ] as const);
  return { operation: 'PKIOperation', fault: { kind }, ...some };
}

/** The text of Challenge: one that servers know more often than not, in base64 or not. */
export function anyChallenge({ oneOf }: Choices): string {
  const known = 'Y2hhbGxlbmdlLTE=';
  return oneOf([known, known, known, 'challenge-1', 'c2VjcmV0LTE=', 'Y2hhbGxlbmdlLTI=']);
}

/** What all enrollments of one session have in common. */
export interface EnrollmentStyle {
  readonly tpm: boolean;
  /** All requests go to one server. */
  readonly sharing: boolean;
  /** All settings but those of polling and ServerURL are the usual ones. */
  readonly usual: boolean;
  readonly scripts: ReadonlyMap<string, ScepScript>;
}

/** One enrollment, with settings that make no sense among them. */
export function anyEnrollment(choices: Choices, request: ScepRequest, style: EnrollmentStyle): Enrollment {
  const { chance, oneOf } = choices;
  const serverUrl = anyServerUrl(choices, request, style);
  const enrollment: Enrollment = {
    ...usualEnrollment,
    ...request,
    tpm: style.tpm,
    serverUrl,
    server: style.scripts.get(serverNameIn(serverUrl, request)) ?? {},
    keyLength: '1024',
    challenge: anyChallenge(choices),
    retryDelay: chance(0.9) ? oneOf(['1', '5', '5', '10', undefined]) : oneOf(['0', '60']),
    retryCount: chance(0.9) ? oneOf(['0', '1', '2', '5', undefined]) : oneOf(['40', '-1']),
    wrapping: chance(0.75) ? 'atomic' : 'bare',
    enroll: chance(0.85) ? 'last' : oneOf(['before-last', 'first', 'outside'] as const),
    uniqueIdFirst: chance(0.85),
  };
  return style.usual ? enrollment : { ...enrollment, ...unusualSettings(choices) };
}

function anyServerUrl({ chance, oneOf }: Choices, request: ScepRequest, style: EnrollmentStyle): string {
  const own = serverUrlOf(serverNameOf(request));
  if (style.sharing)
    return oneOf([sharedUrl, sharedUrl, sharedUrl, `${deadUrl};${sharedUrl}`, `${sharedUrl};${secondUrl}`]);
  if (style.usual || chance(0.7)) return own;
  return oneOf([
    sharedUrl,
    deadUrl,
    `${deadUrl};${own}`,
    `${own};${secondUrl}`,
    `${deadUrl};${secondUrl}`,
    '',
    'not a url',
  ]);
}

/** Whose root CAThumbprint means: the server that ServerURL names first among those that answer. */
function serverNameIn(serverUrl: string, request: ScepRequest): string {
  return commonServers.find((name) => serverUrl.includes(serverUrlOf(name))) ?? serverNameOf(request);
}

/** Values beside the usual ones, most of which make an enrollment fail. */
const unusual: { readonly [Setting in keyof Enrollment]?: readonly Enrollment[Setting][] } = {
  caThumbprint: ['another', 'intermediate', 'root-in-lower-case', 'short', undefined],
  keyProtection: ['1', '2', '3', '4'],
  containerName: [helloContainer],
  subjectName: ['CN=Bravo', 'CN=', 'Alpha'],
  keyUsage: ['128', '32', '1'],
  keyLength: ['2048', '512'],
  hashAlgorithm: ['SHA-1', 'SHA-1+SHA-2', 'SHA-3', 'SHA256'],
  ekuMapping: ['1.3.6.1.5.5.7.3.2+1.3.6.1.5.5.7.3.4'],
  validPeriod: ['Days', 'Years'],
  validPeriodUnits: ['1', '30'],
  aadKeyIdentifierList: [`other;${entraKeyIdentifier}`, 'other'],
  subjectAlternativeNames: ['', '3+contoso.com'],
};

/** One setting in six, so that what is wrong is one thing more often than several. */
function unusualSettings({ chance, oneOf }: Choices): Partial<Enrollment> {
  return Object.fromEntries(
    Object.entries(unusual)
      .filter(() => chance(1 / 6))
      .map(([name, values]) => [name, oneOf<unknown>(values)]),
  );
}
