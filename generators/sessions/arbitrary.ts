import fc, { type Arbitrary } from 'fast-check';
import type { Scope } from '../../cases/case.ts';
import { helloContainer } from '../install.ts';
import { openPfx, usualPfx, type PfxFixture } from '../fixtures.ts';
import type {
  Action,
  InstallChoices,
  PlannedFault,
  PlannedMessage,
  SessionPlan,
  Setting,
  SingleAction,
} from './plan.ts';

/**
 * What the sessions of one family are like: how often each kind of action comes, and which faults. Features that are
 * left out can not hide others (swarm testing, Groce et al., ISSTA 2012).
 */
export interface Flavour {
  readonly weights: Readonly<Record<SingleAction['kind'] | 'group', number>>;
  readonly faults: readonly string[];
  /** Whether one message may act on both scopes (R-GEN-05, R-GEN-06). */
  readonly mixedScopes?: boolean;
}

/** What a device can be had with. */
export interface Choices {
  readonly scopes: readonly Scope[];
  readonly tpm: readonly boolean[];
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

/**
 * One to `most` of something. An array with a minimal length never drops its last entry when it shrinks; this drops
 * all but the first, which shrinks to an action that is left out where there is another (sessions/render.ts).
 */
function some<T>(entry: Arbitrary<T>, most: number): Arbitrary<readonly T[]> {
  return fc.tuple(entry, fc.array(entry, { maxLength: most - 1 })).map(([first, rest]) => [first, ...rest]);
}

/** PFX files: the cheapest key and the simplest form first. */
export const pfxFixtures: Arbitrary<PfxFixture> = fc
  .record({
    keyKind: oneOf<PfxFixture['keyKind']>(
      [1, 'ec-p256'],
      [4, 'rsa-1024'],
      [6, 'rsa-2048'],
      [1, 'ec-p384'],
      [1, 'rsa-4096'],
    ),
    index: fc.nat(2),
    several: oneOf([6, 1], [1, 2]),
    chain: oneOf([4, false], [1, true]),
    form: oneOf<Pick<PfxFixture, 'protection' | 'password'>>(
      [3, { protection: 'none', password: null }],
      [4, { protection: 'aes256-sha256', password: usualPfx.password }],
      [2, { protection: '3des-sha1', password: usualPfx.password }],
      [1, { protection: 'rc2-40-sha1', password: usualPfx.password }],
      [1, { protection: 'none', password: usualPfx.password }],
      [1, { protection: 'aes256-sha256', password: '' }],
      [1, { protection: '3des-sha1', password: 'Pässwörd-密-1' }],
    ),
  })
  .map(({ form, ...fixture }) => ({ ...openPfx, ...fixture, ...form }));

/** Choices of installs. Many pairs of them are faults; sessions/render.ts takes those out again. */
const installChoices: Arbitrary<InstallChoices> = fc.record({
  pfx: pfxFixtures,
  blobFormat: fc.constantFrom('chr', 'b64', 'bin'),
  blobText: fc.constant('base64'),
  keyLocation: oneOf([6, '3'], [2, '2'], [2, '1'], [1, '4']),
  containerName: oneOf<string | undefined>([6, undefined], [1, helloContainer], [1, 'NoSuchContainer']),
  exportable: oneOf<string | undefined>([2, undefined], [2, 'true'], [1, 'false']),
  encryptionType: oneOf<string | undefined>([6, undefined], [1, '0'], [2, '1'], [2, '2']),
  encryptionStore: oneOf<string | undefined>([3, undefined], [1, 'My']),
  password: fc.constant('right'),
  sealedFor: fc.constant('as-type'),
  blobPosition: fc.constant('last'),
  uniqueIdFirst: oneOf([1, false], [3, true]),
  wrapping: oneOf<InstallChoices['wrapping']>([1, 'bare'], [4, 'atomic']),
});

/** Changes to settings that are valid for themselves, whatever the device has. */
const settings: readonly Setting[] = [
  { choice: 'keyLocation', name: 'KeyLocation', format: 'int', text: '3' },
  { choice: 'keyLocation', name: 'KeyLocation', format: 'int', text: '2' },
  { choice: 'exportable', name: 'PFXKeyExportable', format: 'bool', text: 'false' },
  { choice: 'exportable', name: 'PFXKeyExportable', format: 'bool', text: 'true' },
  { choice: 'containerName', name: 'ContainerName', format: 'chr', text: 'FirstContainer' },
  { choice: 'containerName', name: 'ContainerName', format: 'chr', text: 'SecondContainer' },
  { choice: 'encryptionStore', name: 'PFXCertPasswordEncryptionStore', format: 'chr', text: 'My' },
];

const leaves = [
  'Status',
  'Thumbprint',
  'KeyLocation',
  'PFXKeyExportable',
  'PFXCertBlob',
  'PFXCertPassword',
  'ContainerName',
  'PFXCertPasswordEncryptionType',
  'PFXCertPasswordEncryptionStore',
];

/** Sessions of one flavour, without any fault that the flavour does not name. */
export function sessionPlans(flavour: Flavour, { scopes, tpm }: Choices): Arbitrary<SessionPlan> {
  const scope = fc.constantFrom(...scopes);
  return fc.record({
    // A device without TPM is the simpler one.
    tpm: fc.constantFrom(...[...tpm].sort((left, right) => Number(left) - Number(right))),
    // Short sessions are most of them: they find most, and they cost least.
    messages: fc.oneof(
      { withCrossShrink: true },
      { weight: 4, arbitrary: some(messages(flavour, scope), 2) },
      { weight: 2, arbitrary: some(messages(flavour, scope), 3) },
      { weight: 1, arbitrary: some(messages(flavour, scope), 5) },
    ),
    faults: plannedFaults(flavour.faults),
  });
}

function messages(flavour: Flavour, scope: Arbitrary<Scope>): Arbitrary<PlannedMessage> {
  return fc.record({
    scope,
    actions: some(actions(flavour, scope), 3),
    thenReadStores: oneOf([3, false], [1, true]),
  });
}

function actions(flavour: Flavour, scopes: Arbitrary<Scope>): Arbitrary<Action> {
  const scope = flavour.mixedScopes === true ? scopes : fc.constant(undefined);
  const request = fc.nat(2);
  const single: Readonly<Record<SingleAction['kind'], Arbitrary<SingleAction>>> = {
    get: fc.record({ scope, kind: fc.constant('get'), request, leaf: fc.constantFrom(...leaves) }),
    set: fc.record({ scope, kind: fc.constant('set'), request, setting: fc.constantFrom(...settings) }),
    delete: fc.record({ scope, kind: fc.constant('delete'), request }),
    install: fc.record({ scope, kind: fc.constant('install'), request, choices: installChoices }),
    'replace-blob': fc.record({ scope, kind: fc.constant('replace-blob'), request, pfx: pfxFixtures }),
  };
  const kinds = ['get', 'set', 'delete', 'install', 'replace-blob'] as const;
  const weighted = kinds.map((kind) => ({ weight: flavour.weights[kind], arbitrary: single[kind] }));
  // Containers hold single actions only: an Atomic in an Atomic is a fault (R-DM-09).
  const members = fc.oneof({ withCrossShrink: true }, ...weighted);
  const group: Arbitrary<Action> = fc.record({
    kind: fc.constant('group'),
    container: oneOf<'Atomic' | 'Sequence'>([2, 'Atomic'], [1, 'Sequence']),
    members: some(members, 3),
  });
  return fc.oneof<{ weight: number; arbitrary: Arbitrary<Action> }[]>(
    { withCrossShrink: true },
    ...weighted,
    { weight: flavour.weights.group, arbitrary: group },
  );
}

/** Mostly one fault, often none, sometimes two: the second often hides behind the first. */
function plannedFaults(ids: readonly string[]): Arbitrary<readonly PlannedFault[]> {
  if (ids.length === 0) return fc.constant([]);
  const one = fc.record({ action: fc.nat(14), fault: fc.constantFrom(...ids), at: fc.nat(9) });
  // An array that may be empty, so that shrinking can drop either of two faults.
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant<readonly PlannedFault[]>([]) },
    { weight: 5, arbitrary: fc.array(one, { minLength: 1, maxLength: 1 }) },
    { weight: 3, arbitrary: fc.array(one, { maxLength: 2 }) },
  );
}
