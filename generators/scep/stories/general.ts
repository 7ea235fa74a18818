import type { Scope } from '../../../cases/case.ts';
import type { Command } from '../../../syncml/message.ts';
import { missingRequest, requestAddress, uniqueIds } from '../../address.ts';
import { add, atomic, get, remove, replace, withInserted } from '../../command.ts';
import type { Part } from '../../draft.ts';
import { installCommands, usualInstall } from '../../install.ts';
import type { EnrollmentChange } from '../combinations/change.ts';
import { scepAddress, serverUrlOf } from '../enrollment.ts';
import { firstExchange } from '../settling.ts';
import { bravo, type Story, type StoryTools } from '../story.ts';

/** A PFX that is installed under the name of the enrollment. */
function pfx({ pool }: StoryTools, scope: Scope): readonly Command[] {
  return installCommands({ ...usualInstall, scope }, pool);
}

function pfxStatus(scope: Scope): Command {
  return get(requestAddress(scope, uniqueIds[0], 'Status'));
}

/** R-GEN-01: requests with different ids, and a PFX beside an enrollment, leave each other alone. */
export const scepNeighbours: readonly Story[] = [
  {
    // The halves have names of their own: PFXCertInstall/Alpha is another request than SCEP/Alpha.
    id: 'pfx-and-scep/same-name',
    title: 'A PFX and an enrollment of the same name',
    scopes: 'both',
    parts: (tools) => [
      pfx(tools, tools.scope),
      tools.enroll(),
      ...tools.look(firstExchange),
      [pfxStatus(tools.scope)],
      ...tools.end(),
    ],
  },
  {
    id: 'pfx-and-scep/one-message',
    title: 'A PFX and an enrollment in one message',
    parts: (tools) => [[...pfx(tools, tools.scope), ...tools.enroll()], ...tools.end()],
  },
  {
    id: 'pfx-and-scep/pfx-deleted',
    title: 'Of a PFX and an enrollment of the same name the PFX is deleted',
    alsoAims: ['R-PFX-03'],
    scopes: 'both',
    parts: (tools) => [
      pfx(tools, tools.scope),
      tools.enroll(),
      ...tools.look(firstExchange),
      [remove(requestAddress(tools.scope, uniqueIds[0]))],
      ...tools.end(),
    ],
  },
  {
    id: 'pfx-and-scep/scep-deleted',
    title: 'Of a PFX and an enrollment of the same name the enrollment is deleted',
    alsoAims: ['R-SCEP-38'],
    scopes: 'both',
    parts: (tools) => [
      pfx(tools, tools.scope),
      tools.enroll(),
      ...tools.look(firstExchange),
      [remove(tools.at()), pfxStatus(tools.scope)],
      ...tools.end(),
    ],
  },
  {
    id: 'scep/setting-of-the-other',
    title: 'A setting of one request is replaced while the other one is pending',
    alsoAims: ['R-SCEP-04'],
    enrollment: { server: { pending: 1 } },
    others: [bravo],
    servers: { elsewhere: {} },
    parts: ({ scope, enroll, look, end }) => [
      [...enroll(), ...enroll({ ...bravo, enroll: 'absent' })],
      ...look(150),
      [replace(scepAddress(scope, bravo.uniqueId, 'Install', 'ServerURL'), 'chr', serverUrlOf('elsewhere'))],
      ...end(),
    ],
  },
  {
    id: 'scep/other-deleted-while-pending',
    title: 'A request is deleted while another one is pending',
    alsoAims: ['R-SCEP-38'],
    enrollment: { server: { pending: 1 } },
    others: [{ ...bravo, server: { pending: 1 } }],
    parts: ({ scope, enroll, look, end }) => [
      [...enroll(), ...enroll(bravo)],
      ...look(150),
      [remove(scepAddress(scope, bravo.uniqueId))],
      ...end(),
    ],
  },
];

/** Members that make an Atomic fail, for different reasons. */
const failingMembers: Readonly<Record<string, { words: string; member: (tools: StoryTools) => Command }>> = {
  'delete-missing': {
    words: 'a member deletes what does not exist',
    member: ({ scope }) => remove(scepAddress(scope, missingRequest)),
  },
  'add-read-only': {
    words: 'a member adds a node that can only be read',
    member: ({ at }) => add(at('Status'), 'int', '1'),
  },
  'unknown-node': {
    words: 'a member adds a node that the CSP does not have',
    member: ({ at }) => add(at('Install', 'NoSuchSetting'), 'chr', 'value'),
  },
  'get-in-atomic': {
    words: 'a member is a Get',
    member: ({ at }) => get(at('Install', 'KeyUsage')),
  },
  'of-the-other-half': {
    words: 'a member deletes a PFX that does not exist',
    member: ({ scope }) => remove(requestAddress(scope, missingRequest)),
  },
};

/** R-GEN-02: an Atomic that fails with the Exec in it. No server may be asked, though the Exec is right. */
export const failingEnrollments: readonly Story[] = [
  { id: 'scep/complete', title: 'An enrollment whose Atomic does not fail', scopes: 'both' },
  ...Object.entries(failingMembers).flatMap(([id, { words, member }], number) =>
    (['first', 'before-exec', 'behind-exec'] as const).map((place): Story => {
      const scope: Scope = number % 2 === 0 ? 'device' : 'user';
      return {
        id: `scep/${id}/${place}`,
        title: `The Atomic of an enrollment fails at a member that stands ${place.replace('-', ' ')}`,
        alsoAims: ['R-DM-08', 'R-SCEP-29'],
        scopes: scope,
        faults: [words],
        parts: (tools) => {
          const members = tools.enroll({ wrapping: 'bare' });
          const position = { first: 0, 'before-exec': members.length - 1, 'behind-exec': members.length }[
            place
          ];
          return [[atomic(withInserted(members, position, member(tools)))], ...tools.end()];
        },
        twinId: `scep/complete/${scope}`,
      };
    }),
  ),
  {
    // The Atomic that fails is not the one with the Exec.
    id: 'scep/another-atomic-fails',
    title: 'An Atomic beside that of the enrollment fails',
    alsoAims: ['R-DM-08'],
    scopes: 'device',
    faults: ['a member of the other Atomic fails'],
    parts: ({ scope, enroll, end }) => [
      [atomic([remove(scepAddress(scope, missingRequest))]), ...enroll()],
      ...end(),
    ],
    twinId: 'scep/complete/device',
  },
];

const forUser = { scope: 'user' } as const satisfies EnrollmentChange;
const forUserToo: EnrollmentChange = { ...forUser, ...bravo };

/** R-GEN-05: the store of the device, and that of the user. Both are looked at, whatever is enrolled. */
export const scepScopes: readonly Story[] = (
  [
    ['same-name', forUser],
    ['other-name', forUserToo],
  ] as const
).flatMap(([name, user]): readonly Story[] => {
  const told = (id: string, title: string, parts: (tools: StoryTools) => readonly Part[]): Story => ({
    id: `scep/${name}/${id}`,
    title,
    scopes: 'device',
    others: [user],
    parts,
  });
  return [
    told('device', 'An enrollment for the device only', ({ enroll, end }) => [enroll(), ...end()]),
    told('user', 'An enrollment for the user only', ({ enroll, end }) => [enroll(user), ...end()]),
    told('device-then-user', 'Enrollments for device, then user', ({ enroll, end }) => [
      enroll(),
      enroll(user),
      ...end(),
    ]),
    told('user-then-device', 'Enrollments for user, then device', ({ enroll, end }) => [
      enroll(user),
      enroll(),
      ...end(),
    ]),
    {
      ...told('both-in-one-message', 'Enrollments for device and user in one message', ({ enroll, end }) => [
        [...enroll(), ...enroll(user)],
        ...end(),
      ]),
      alsoAims: ['R-GEN-06'],
    },
    {
      ...told(
        'delete-one',
        'Enrollments for device and user; the one for the device is deleted',
        ({ enroll, at, look, end }) => [
          enroll(),
          enroll(user),
          ...look(firstExchange),
          [remove(at())],
          ...end(),
        ],
      ),
      alsoAims: ['R-SCEP-38'],
    },
  ];
});

/**
 * R-GEN-06: the erratum of version 1511, which speaks of certificates, whether from a PFX or from a server. A PFX is in
 * each of the messages, since that is how a case shows that it needs the edition (cases/needs.ts).
 */
export const scepErratum: readonly Story[] = (
  [
    {
      id: 'scep/device-with-pfx-for-user',
      title: 'An enrollment for the device and a PFX for the user in one message',
      parts: (tools) => [[...tools.enroll(), ...pfx(tools, 'user')], ...tools.end()],
    },
    {
      id: 'scep/user-with-pfx-for-device',
      title: 'An enrollment for the user and a PFX for the device in one message',
      enrollment: forUser,
      parts: (tools) => [[...pfx(tools, 'device'), ...tools.enroll()], ...tools.end()],
    },
    {
      id: 'scep/both-with-pfx',
      title: 'Enrollments for device and user and a PFX for the user in one message',
      others: [forUserToo],
      parts: (tools) => [
        [...tools.enroll(), ...tools.enroll(forUserToo), ...pfx(tools, 'user')],
        ...tools.end(),
      ],
    },
    {
      id: 'scep/two-messages',
      title: 'Enrollments for device and user, a message each',
      others: [forUserToo],
      parts: ({ enroll, end }) => [enroll(), enroll(forUserToo), ...end()],
    },
  ] satisfies readonly Story[]
).map((story): Story => ({
  ...story,
  scopes: 'device',
  edition: '10.0.10586',
  alsoAims: ['R-GEN-05'],
}));
