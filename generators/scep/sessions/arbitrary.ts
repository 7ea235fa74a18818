import fc, { type Arbitrary } from 'fast-check';
import { uniqueIds } from '../../address.ts';
import { helloContainer } from '../../install.ts';
import type { Choices } from '../../sessions/arbitrary.ts';
import type { PlannedFault } from '../../sessions/plan.ts';
import { entraKeyIdentifier } from '../enrollment.ts';
import type {
  Action,
  EnrollmentChoices,
  Look,
  PlannedMessage,
  PlannedServer,
  ScepSessionPlan,
  Setting,
} from './plan.ts';

/** What the sessions of one family are like: how often each kind of action comes, and which faults. */
export interface ScepFlavour {
  readonly weights: Readonly<Record<Action['kind'], number>>;
  readonly faults: readonly string[];
  /** Whether most servers answer PENDING first; else few do. */
  readonly pending?: boolean;
  /** Whether some messages disturb an enrollment that is under way, of which no document says much. */
  readonly hasty?: boolean;
}

/**
 * Weighted choice that shrinks to its first entry. Shrinking goes to the front, so the simplest stands there, and
 * weights keep it from being all that is drawn.
 */
function oneOf<T>(...entries: readonly (readonly [weight: number, value: T])[]): Arbitrary<T> {
  return fc.oneof(
    { withCrossShrink: true },
    ...entries.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })),
  );
}

/** One to `most` of something, the first as it is given; shrinking drops all but that. */
function some<T>(first: Arbitrary<T>, later: Arbitrary<T>, most: number): Arbitrary<readonly T[]> {
  return fc.tuple(first, fc.array(later, { maxLength: most - 1 })).map(([one, rest]) => [one, ...rest]);
}

type Text = string | undefined;

/** Choices of enrollments. Some pairs of them are faults; scep/sessions/render.ts takes those out again. */
const enrollmentChoices: Arbitrary<EnrollmentChoices> = fc.record({
  challenge: oneOf<Text>([3, 'Y2hhbGxlbmdlLTE='], [1, 'challenge-1'], [1, 'c2VjcmV0LTE=']),
  ekuMapping: oneOf<Text>([3, '1.3.6.1.5.5.7.3.2'], [1, '1.3.6.1.5.5.7.3.2+1.3.6.1.5.5.7.3.4']),
  keyUsage: oneOf<Text>([3, '160'], [1, '128'], [1, '32']),
  subjectName: oneOf<Text>([3, 'CN=Alpha'], [1, 'CN="Contoso, Ltd",OU=Devices'], [1, 'CN=Größe 密']),
  keyLength: oneOf<Text>([6, '2048'], [2, '1024'], [1, '4096']),
  hashAlgorithm: oneOf<Text>([4, 'SHA-2'], [1, 'SHA-1+SHA-2'], [1, 'SHA-1']),
  caThumbprint: oneOf<EnrollmentChoices['caThumbprint']>(
    [6, 'root'],
    [1, 'root-in-lower-case'],
    [1, 'intermediate'],
  ),
  keyProtection: oneOf<Text>([4, undefined], [2, '3'], [2, '2'], [2, '1'], [1, '4']),
  containerName: oneOf<Text>([5, undefined], [1, helloContainer]),
  // Multiples of five minutes, so that looks fall into the middle of every wait (scep/sessions/session.ts).
  retryDelay: oneOf<Text>([3, undefined], [2, '5'], [2, '10'], [1, '60']),
  retryCount: oneOf<Text>([4, undefined], [1, '0'], [2, '1'], [1, '5']),
  templateName: oneOf<Text>([6, undefined], [1, '1.3.6.1.4.1.311.21.8.7.1']),
  subjectAlternativeNames: oneOf<Text>([3, undefined], [1, ''], [1, '11+tom@contoso.com;3+contoso.com']),
  validPeriod: oneOf<Text>([4, undefined], [1, 'Days'], [1, 'Years']),
  validPeriodUnits: oneOf<Text>([4, undefined], [1, '30']),
  customTextToShowInPrompt: oneOf<Text>([8, undefined], [1, 'For the Wi-Fi']),
  aadKeyIdentifierList: oneOf<Text>([6, undefined], [1, `other;${entraKeyIdentifier}`]),
  uniqueIdFirst: oneOf([1, false], [3, true]),
});

/** Changes to settings that are valid for themselves. */
const settings: readonly Setting[] = [
  { choice: 'subjectName', name: 'SubjectName', format: 'chr', text: 'CN=Changed' },
  { choice: 'keyUsage', name: 'KeyUsage', format: 'int', text: '32' },
  { choice: 'ekuMapping', name: 'EKUMapping', format: 'chr', text: '1.3.6.1.5.5.7.3.4' },
  { choice: 'keyLength', name: 'KeyLength', format: 'int', text: '1024' },
  { choice: 'hashAlgorithm', name: 'HashAlgorithm', format: 'chr', text: 'SHA-1+SHA-2' },
  { choice: 'retryCount', name: 'RetryCount', format: 'int', text: '0' },
  { choice: 'retryCount', name: 'RetryCount', format: 'int', text: '5' },
  { choice: 'retryDelay', name: 'RetryDelay', format: 'int', text: '10' },
  {
    choice: 'subjectAlternativeNames',
    name: 'SubjectAlternativeNames',
    format: 'chr',
    text: '3+changed.com',
  },
];

/** Settings that every list of verbs lets a server delete: SubjectName is not among them. */
const deletable = [
  { choice: 'retryCount', name: 'RetryCount' },
  { choice: 'keyUsage', name: 'KeyUsage' },
  { choice: 'ekuMapping', name: 'EKUMapping' },
  { choice: 'caThumbprint', name: 'CAThumbprint' },
  { choice: 'keyLength', name: 'KeyLength' },
] as const;

const leaves: readonly (readonly string[])[] = [
  ['Status'],
  ['Install', 'Challenge'],
  ['CertThumbprint'],
  ['ErrorCode'],
  ['RespondentServerUrl'],
  ['Install', 'SubjectName'],
  ['Install', 'RetryCount'],
];

/** Sessions of one flavour, without any fault that the flavour does not name. */
export function sessionPlans(flavour: ScepFlavour, { scopes, tpm }: Choices): Arbitrary<ScepSessionPlan> {
  const { weights } = flavour;
  // There is little to do before the first enrollment.
  const first = messages({ ...flavour, weights: { ...weights, enroll: 6 * weights.enroll } });
  const later = messages(flavour);
  return fc
    .record({
      // Mostly one scope: what is done in the other has nothing to do with the requests that are there.
      scope: fc.nat(scopes.length - 1),
      // A device without TPM is the simpler one.
      tpm: fc.constantFrom(...[...tpm].sort((left, right) => Number(left) - Number(right))),
      entraKey: oneOf([3, false], [1, true]),
      servers: fc.array(servers(flavour), { minLength: uniqueIds.length, maxLength: uniqueIds.length }),
      // Short sessions are most of them: they find most, and they cost least.
      messages: fc.oneof(
        { withCrossShrink: true },
        { weight: 4, arbitrary: some(first, later, 2) },
        { weight: 3, arbitrary: some(first, later, 3) },
        { weight: 1, arbitrary: some(first, later, 4) },
      ),
      faults: plannedFaults(flavour.faults),
    })
    .map(({ scope, messages: drawn, ...plan }) => ({
      ...plan,
      messages: drawn.map(({ elsewhere, ...message }) => ({
        ...message,
        scope: scopes[(scope + Number(elsewhere)) % scopes.length] ?? 'device',
      })),
    }));
}

function servers({ pending = false }: ScepFlavour): Arbitrary<PlannedServer> {
  return fc.record({
    authority: oneOf<PlannedServer['authority']>(
      [5, 'root-with-registration'],
      [1, 'root'],
      [1, 'intermediate-with-registration'],
      [1, 'another'],
    ),
    pending: pending ? oneOf([1, 0], [3, 1], [3, 2], [2, 3]) : oneOf([8, 0], [2, 1], [1, 2]),
    demandsChallenge: oneOf([3, false], [1, true]),
  });
}

type DrawnMessage = Omit<PlannedMessage, 'scope'> & { readonly elsewhere: boolean };

function messages(flavour: ScepFlavour): Arbitrary<DrawnMessage> {
  const action = actions(flavour);
  return fc.record({
    elsewhere: oneOf([5, false], [1, true]),
    actions: some(action, action, 3),
    hasty: flavour.hasty === true ? oneOf([4, false], [1, true]) : fc.constant(false),
    thenLook: oneOf<Look | undefined>(
      [3, undefined],
      [2, { intervals: 0, stores: false }],
      [1, { intervals: 1, stores: false }],
      [1, { intervals: 0, stores: true }],
      [1, { intervals: 3, stores: true }],
    ),
  });
}

function actions({ weights }: ScepFlavour): Arbitrary<Action> {
  const request = oneOf([4, 0], [2, 1], [1, 2]);
  const byKind: Readonly<Record<Action['kind'], Arbitrary<Action>>> = {
    get: fc.record({ request, kind: fc.constant('get'), below: fc.constantFrom(...leaves) }),
    set: fc.record({ request, kind: fc.constant('set'), setting: fc.constantFrom(...settings) }),
    unset: fc.record({ request, kind: fc.constant('unset'), setting: fc.constantFrom(...deletable) }),
    delete: fc.record({ request, kind: fc.constant('delete') }),
    enroll: fc.record({ request, kind: fc.constant('enroll'), choices: enrollmentChoices }),
    prepare: fc.record({ request, kind: fc.constant('prepare'), choices: enrollmentChoices }),
    exec: fc.record({ request, kind: fc.constant('exec') }),
  };
  const kinds = ['get', 'set', 'unset', 'delete', 'exec', 'prepare', 'enroll'] as const;
  return fc.oneof(
    { withCrossShrink: true },
    ...kinds.map((kind) => ({ weight: weights[kind], arbitrary: byKind[kind] })),
  );
}

/** Mostly one fault, often none, sometimes two: the second often hides behind the first. */
function plannedFaults(ids: readonly string[]): Arbitrary<readonly PlannedFault[]> {
  if (ids.length === 0) return fc.constant([]);
  const one = fc.record({ action: fc.nat(11), fault: fc.constantFrom(...ids), at: fc.nat(11) });
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant<readonly PlannedFault[]>([]) },
    { weight: 5, arbitrary: fc.array(one, { minLength: 1, maxLength: 1 }) },
    { weight: 2, arbitrary: fc.array(one, { maxLength: 2 }) },
  );
}
