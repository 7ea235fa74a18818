import { add, atomic, command, exec, get, remove, replace } from '../../generators/command.ts';
import {
  enrollmentCommands,
  scepAddress,
  scepSettings,
  serverUrlOf,
  thumbprintText,
  type Enrollment,
} from '../../generators/scep/enrollment.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Command, TreeCommand } from '../../syncml/message.ts';
import type { Choices } from './choices.ts';
import {
  anyChallenge,
  anyEnrollment,
  deadUrl,
  secondUrl,
  serverNameOf,
  sharedUrl,
  type EnrollmentStyle,
  type ScepRequest,
} from './scep-alphabet.ts';

/** What the operations of one session choose from. */
export interface Scene {
  readonly choices: Choices;
  readonly pool: Pool;
  readonly style: EnrollmentStyle;
}

/** One thing done to one request. */
export interface Operation {
  readonly weight: number;
  /** Whether the request is there when all is right: the next operation is chosen accordingly. */
  readonly leaves?: 'there' | 'gone';
  readonly commands: (request: ScepRequest, scene: Scene) => readonly Command[];
}

type Commands = Operation['commands'];

const at = ({ scope, uniqueId }: ScepRequest, ...below: readonly string[]): string =>
  scepAddress(scope, uniqueId, ...below);

const enroll = (request: ScepRequest): TreeCommand => exec(at(request, 'Install', 'Enroll'));

const enrollment = (request: ScepRequest, { choices, style }: Scene): Enrollment =>
  anyEnrollment(choices, request, style);

const enrolling: Commands = (request, scene) => enrollmentCommands(enrollment(request, scene), scene.pool);

/** Settings and Exec without an Atomic around them, to stand in another one. */
const bareEnrolling: Commands = (request, scene) =>
  enrollmentCommands({ ...enrollment(request, scene), wrapping: 'bare' }, scene.pool);

const withoutExec: Commands = (request, scene) =>
  enrollmentCommands({ ...enrollment(request, scene), enroll: 'absent' }, scene.pool);

/** csp-source.txt, Challenge: it is gone after the enrollment, so that a further one has to bring it again. */
const challengeAgain = (request: ScepRequest, { choices }: Scene): TreeCommand =>
  choices.oneOf([replace, replace, add])(at(request, 'Install', 'Challenge'), 'chr', anyChallenge(choices));

const again: Commands = (request, scene) =>
  scene.choices.oneOf<readonly Command[]>([
    [challengeAgain(request, scene), enroll(request)],
    [challengeAgain(request, scene), enroll(request)],
    [atomic([challengeAgain(request, scene), enroll(request)])],
    [remove(at(request, 'Install', 'Challenge')), atomic([challengeAgain(request, scene), enroll(request)])],
    [enroll(request)],
    [atomic([enroll(request)])],
  ]);

/** What does not work, so that the Atomic around it is undone. */
const failing: Commands = (request, { choices }) => [
  choices.oneOf([
    add(at(request, 'Install', 'Nonsense'), 'int', '1'),
    remove(at(request, 'Install', 'Nonsense')),
    get(at(request, 'Install', 'Nonsense')),
    exec(at(request, 'Status')),
    remove(at({ ...request, uniqueId: 'Missing' })),
  ]),
];

const change: Commands = (request, { choices, pool }) => {
  const { oneOf } = choices;
  const [name, format, text] = oneOf<readonly [string, string, string]>([
    ['SubjectName', 'chr', oneOf(['CN=Changed', 'CN=Alpha'])],
    ['RetryCount', 'int', oneOf(['0', '1', '5'])],
    ['RetryDelay', 'int', oneOf(['1', '10'])],
    ['Challenge', 'chr', anyChallenge(choices)],
    [
      'ServerURL',
      'chr',
      oneOf([sharedUrl, serverUrlOf(serverNameOf(request)), `${deadUrl};${sharedUrl}`, secondUrl]),
    ],
    ['KeyProtection', 'int', oneOf(['1', '2', '3', '4'])],
    [
      'CAThumbprint',
      'chr',
      oneOf(['A'.repeat(40), thumbprintText({ caThumbprint: 'root', server: {} }, pool) ?? '', 'AABB']),
    ],
    ['KeyUsage', 'int', oneOf(['128', '1'])],
    ['KeyLength', 'int', oneOf(['1024', '2048', '777'])],
    ['HashAlgorithm', 'chr', oneOf(['SHA-1', 'SHA-2', 'MD5'])],
  ]);
  return [oneOf([replace, replace, replace, add])(at(request, 'Install', name), format, text)];
};

const unset: Commands = (request, { choices }) => [
  remove(
    at(
      request,
      'Install',
      choices.oneOf([
        'Challenge',
        'RetryCount',
        'ServerURL',
        'CAThumbprint',
        'KeyUsage',
        'SubjectName',
        'KeyLength',
      ]),
    ),
  ),
];

const refill = (request: ScepRequest, scene: Scene): readonly Command[] =>
  scepSettings(enrollment(request, scene), scene.pool).map(([name, format, text]) =>
    command('Replace', at(request, 'Install', name), format, text),
  );

/** What is done to a request that is not there yet. */
export const beginnings: readonly Operation[] = [
  { weight: 6, leaves: 'there', commands: enrolling },
  { weight: 1, leaves: 'there', commands: withoutExec },
];

/** What is done to one that is there. */
export const continuations: readonly Operation[] = [
  { weight: 2, commands: again },
  { weight: 1, commands: (request, scene) => [...again(request, scene), ...again(request, scene)] },
  {
    weight: 1,
    commands: (request, scene) => {
      const once = (): readonly Command[] => [challengeAgain(request, scene), enroll(request)];
      return [atomic([...once(), ...once()])];
    },
  },
  { weight: 2, leaves: 'gone', commands: (request) => [remove(at(request))] },
  { weight: 2, commands: withoutExec },
  { weight: 3, commands: (request, scene) => [remove(at(request)), ...enrolling(request, scene)] },
  {
    weight: 1,
    commands: (request, scene) => [atomic([remove(at(request)), ...bareEnrolling(request, scene)])],
  },
  {
    weight: 1,
    commands: (request, scene) => [
      atomic([challengeAgain(request, scene), enroll(request), ...failing(request, scene)]),
    ],
  },
  { weight: 1, commands: (request, scene) => [atomic([remove(at(request)), ...failing(request, scene)])] },
  {
    weight: 1,
    commands: (request, scene) => [
      atomic([remove(at(request)), ...bareEnrolling(request, scene), ...failing(request, scene)]),
    ],
  },
  { weight: 3, commands: change },
  { weight: 1, commands: unset },
  { weight: 1, commands: (request, scene) => [...unset(request, scene), ...again(request, scene)] },
  { weight: 1, commands: (request, scene) => [...change(request, scene), ...again(request, scene)] },
  {
    weight: 1,
    commands: (request, scene) => [
      atomic([...change(request, scene), challengeAgain(request, scene), enroll(request)]),
    ],
  },
  { weight: 1, commands: (request, scene) => [...again(request, scene), ...change(request, scene)] },
  { weight: 1, commands: (request, scene) => [atomic([...refill(request, scene), enroll(request)])] },
  { weight: 1, commands: enrolling },
  { weight: 1, commands: (request) => [remove(at(request, 'Install'))] },
  {
    weight: 1,
    leaves: 'gone',
    commands: (request, scene) => [
      atomic([challengeAgain(request, scene), enroll(request), remove(at(request))]),
    ],
  },
];

/** Everything that can be read of a request. */
export function reading(request: ScepRequest): readonly Command[] {
  return [
    ['Status'],
    ['CertThumbprint'],
    ['ErrorCode'],
    ['RespondentServerUrl'],
    ['Install', 'Challenge'],
  ].map((below) => get(at(request, ...below)));
}
