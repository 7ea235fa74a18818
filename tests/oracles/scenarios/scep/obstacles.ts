import type { Answers } from '../../../../cases/case.ts';
import type { RequirementId } from '../../../../csp/requirements.ts';
import { shows } from '../../support/edits.ts';
import {
  enrolls,
  gets,
  getsOfBravo,
  node,
  nodeOf,
  readsLog,
  soon,
  type Changes,
} from '../../support/enrolling.ts';
import type { ExecutedScenario, FaultyRules, Wrong } from '../../support/executed.ts';

/** An enrollment that can not succeed, on a device on which it does. */
function succeedsAllTheSame(
  rule: string,
  title: string,
  changes: Changes,
  blamed: RequirementId,
  broken: Wrong,
  answers: Answers = {},
): ExecutedScenario {
  return {
    rule,
    title,
    enrollments: [changes],
    parts: [enrolls(changes), soon, gets('Status'), readsLog],
    answers,
    broken,
    blamed,
  };
}

const rules = (rule: FaultyRules): Wrong => ({ rules: rule });
const finished: Wrong = { edits: [shows(node('Status'), '1')] };

const inSoftware: FaultyRules = () => ({ placeKey: () => ({ kind: 'placed', provider: 'software' }) });
const anyHello: FaultyRules = () => ({ helloTakes: () => true });
const inHello: Changes = { keyProtection: '4', containerName: 'WorkContainer' };
const withTpm: Changes = { tpm: true, keyProtection: '1', keyLength: '4096' };

/** Found when it was to enroll, so that the value is there, and Status tells. */
const foundLater: Answers = {
  'A-04/KeyUsage': 'in-status',
  'A-04/KeyLength': 'in-status',
  'A-04/KeyProtection': 'in-status',
  'A-04/ValidPeriod': 'in-status',
  'A-04/HashAlgorithm': 'in-status',
  'A-17': 'enrollment-fails',
};

/** What is missing is found as late. */
const inStatus: Answers = { 'A-28/settings': 'in-status' };

/** Settings and a device with which no enrollment can succeed. */
export const obstacleScenarios: readonly ExecutedScenario[] = [
  succeedsAllTheSame(
    'enrollment-setting-missing',
    'enrolls without a challenge',
    { challenge: undefined },
    'R-SCEP-37',
    rules(() => ({ requiredSettings: [] })),
  ),
  succeedsAllTheSame(
    'enrollment-setting-missing',
    'enrolls without extended key usages',
    { ekuMapping: undefined },
    'R-SCEP-37',
    finished,
    inStatus,
  ),
  {
    rule: 'enrollment-setting-missing',
    title: 'accepts the Exec of a second enrollment without challenge, and says that it has succeeded',
    parts: [enrolls(), soon, enrolls({ uniqueId: 'Bravo', challenge: undefined }), getsOfBravo('Status')],
    answers: inStatus,
    broken: { edits: [shows(nodeOf('device', 'Bravo', 'Status'), '1')] },
    blamed: 'R-SCEP-37',
  },
  succeedsAllTheSame(
    'enrollment-setting-invalid',
    'enrolls with a KeyUsage of neither bit',
    { keyUsage: '64' },
    'R-SCEP-10',
    finished,
    foundLater,
  ),
  succeedsAllTheSame(
    'enrollment-setting-invalid',
    'enrolls with a key of 512 bits',
    { keyLength: '512' },
    'R-SCEP-19',
    finished,
    foundLater,
  ),
  succeedsAllTheSame(
    'enrollment-setting-invalid',
    'enrolls with a hash that nobody knows',
    { hashAlgorithm: 'MD5' },
    'R-SCEP-21',
    finished,
    foundLater,
  ),
  succeedsAllTheSame(
    'enrollment-setting-invalid',
    'enrolls with a thumbprint of 16 bytes',
    { caThumbprint: 'short' },
    'R-SCEP-23',
    finished,
    foundLater,
  ),
  succeedsAllTheSame(
    'enrollment-setting-invalid',
    'enrolls with a validity in weeks',
    { validPeriod: 'Weeks', validPeriodUnits: '1' },
    'R-SCEP-25',
    finished,
    foundLater,
  ),
  succeedsAllTheSame(
    'enrollment-without-tpm',
    'falls back to software',
    { keyProtection: '1' },
    'R-SCEP-13',
    rules(inSoftware),
  ),
  {
    rule: 'enrollment-key-refused-by-tpm',
    title: 'refuses a key of 4096 bits once, and takes the next',
    enrollments: [withTpm, { ...withTpm, uniqueId: 'Bravo' }],
    parts: [
      enrolls(withTpm),
      soon,
      gets('Status'),
      enrolls({ ...withTpm, uniqueId: 'Bravo' }),
      soon,
      getsOfBravo('Status'),
    ],
    answers: { 'A-25/4096': 'refused' },
    broken: { edits: [shows(nodeOf('device', 'Bravo', 'Status'), '1')] },
    blamed: 'R-SCEP-13',
  },
  succeedsAllTheSame(
    'enrollment-without-container',
    'enrolls without the name of a container',
    { keyProtection: '4' },
    'R-SCEP-15',
    finished,
    inStatus,
  ),
  succeedsAllTheSame(
    'enrollment-hello-key-length',
    'puts a key of 4096 bits into Windows Hello',
    { ...inHello, keyLength: '4096' },
    'R-SCEP-20',
    rules(anyHello),
  ),
  succeedsAllTheSame(
    'enrollment-hello-hash',
    'uses SHA-1 with Windows Hello',
    { ...inHello, hashAlgorithm: 'SHA-1' },
    'R-SCEP-22',
    rules(anyHello),
  ),
  succeedsAllTheSame(
    'enrollment-entra-key-mismatch',
    'does not look at the list of Entra keys',
    { aadKeyIdentifierList: 'one;another', entraKeyIdentifier: 'the-third' },
    'R-SCEP-31',
    rules(() => ({ matchesEntraKey: () => true })),
  ),
  succeedsAllTheSame(
    'enrollment-entra-key-mismatch',
    'takes a list of Entra keys without having one',
    { aadKeyIdentifierList: 'one' },
    'R-SCEP-31',
    rules(() => ({ matchesEntraKey: () => true })),
  ),
];
