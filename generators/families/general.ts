import type { Scope } from '../../cases/case.ts';
import { requestAddress, uniqueIds } from '../address.ts';
import { add, atomic, get, remove, replace } from '../command.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../family.ts';
import { openPfx, pfxOf, usualPfx } from '../fixtures.ts';
import { installCommands, usualInstall, type Install } from '../install.ts';
import { listFamily, type Drafts } from '../list-family.ts';
import { scenarioDrafts, type Scenario, type Tools } from '../matrix/scenario.ts';
import { enrollPositions } from '../scep/stories/enroll-position.ts';
import { failingEnrollments, scepErratum, scepNeighbours, scepScopes } from '../scep/stories/general.ts';
import { storyDrafts } from '../scep/story.ts';
import type { Command } from '../../syncml/message.ts';

const both = [uniqueIds[0], uniqueIds[1]];
const second = { uniqueId: uniqueIds[1], pfx: { ...openPfx, index: 1 } } satisfies Partial<Install>;
const third = { uniqueId: 'Charlie', pfx: { ...openPfx, index: 2 } } satisfies Partial<Install>;

/** UniqueIDs that a device mixes up which does not compare them whole (csp-source.txt, UniqueID: any text). */
const similarNames = [
  { id: 'name-within-a-name', title: 'One UniqueID begins with the other', names: ['Alpha', 'Alpha2'] },
  {
    id: 'long-names-alike',
    title: 'Two long UniqueIDs that differ in their last letter',
    names: [`${'Alpha-'.repeat(10)}1`, `${'Alpha-'.repeat(10)}2`],
  },
] as const;

/** R-GEN-01: alpha is installed; what is done to bravo must not show there. */
const neighbours: readonly Scenario[] = [
  {
    id: 'install-both',
    title: 'Two requests, each with its PFX',
    parts: ({ install }) => [install(), install(second)],
  },
  {
    id: 'both-in-one-message',
    title: 'Two requests in one message, an Atomic each',
    parts: ({ install }) => [[...install(), ...install(second)]],
  },
  {
    // The Atomic is one, the requests are two: what one says must not be used for the other.
    id: 'both-in-one-atomic',
    title: 'Two requests in one Atomic',
    parts: ({ settings }) => [[atomic([...settings(), ...settings(second)])]],
  },
  {
    id: 'delete-one',
    title: 'One of two requests is deleted',
    alsoAims: ['R-PFX-03'],
    parts: ({ install, atBravo }) => [install(), install(second), [remove(atBravo())]],
  },
  {
    id: 'replace-one',
    title: 'The blob of one of two requests is replaced',
    alsoAims: ['R-PFX-14'],
    parts: ({ install, atBravo, pool }) => [
      install(),
      install(second),
      [replace(atBravo('PFXCertBlob'), 'chr', pfxOf(pool, { ...openPfx, index: 2 }))],
    ],
  },
  {
    id: 'set-one',
    title: 'A setting of one of two requests is replaced',
    parts: ({ install, at, atBravo }) => [
      install({ exportable: 'false' }),
      install({ ...second, exportable: 'false' }),
      [replace(atBravo('PFXKeyExportable'), 'bool', 'true'), get(at('PFXKeyExportable'))],
    ],
  },
  ...similarNames.map(({ id, title, names }) => ({
    id,
    title,
    watched: names,
    parts: ({ install }: Tools) => [
      install({ uniqueId: names[0], exportable: 'false' }),
      install({ ...second, uniqueId: names[1], exportable: 'true' }),
    ],
  })),
  {
    id: 'one-fails',
    title: 'The install of the second request fails',
    faults: ['the password is wrong'],
    parts: ({ install }) => [
      install(),
      install({ ...second, pfx: { ...usualPfx, index: 1 }, password: 'wrong' }),
    ],
    twin: ({ install }) => [install(), install({ ...second, pfx: { ...usualPfx, index: 1 } })],
  },
  {
    // Fails where the device keeps the latest password for all.
    id: 'passwords-apart',
    title: 'The password of the first request is not used for the second',
    alsoAims: ['R-PFX-16'],
    faults: ['the PFX has a password and none is sent'],
    parts: ({ install }) => [
      install({ pfx: usualPfx }),
      install({ ...second, pfx: { ...usualPfx, index: 1 }, password: 'absent' }),
    ],
    twin: ({ install }) => [
      install({ pfx: usualPfx }),
      install({ ...second, pfx: { ...usualPfx, index: 1 } }),
    ],
  },
];

/** Members that make an Atomic fail, for different reasons. */
const failingMembers: Readonly<Record<string, { words: string; member: (tools: Tools) => Command }>> = {
  'delete-missing': {
    words: 'a member deletes what does not exist',
    member: ({ atBravo }) => remove(atBravo()),
  },
  'add-read-only': {
    words: 'a member adds a node that can only be read',
    member: ({ atBravo }) => add(atBravo('Status'), 'int', '0'),
  },
  'replace-missing-blob': {
    words: 'a member replaces a blob where there is none',
    member: ({ atBravo, pool }) => replace(atBravo('PFXCertBlob'), 'chr', pfxOf(pool, openPfx)),
  },
  'unknown-node': {
    words: 'a member adds a node that the CSP does not have',
    member: ({ at }) => add(at('NoSuchSetting'), 'chr', 'value'),
  },
};

/** R-GEN-02: a good install with a failing member at its beginning, in its middle and at its end. */
const failingAtomics: readonly Scenario[] = Object.entries(failingMembers).flatMap(
  ([id, { words, member }]) =>
    (['first', 'before-blob', 'last'] as const).map((place): Scenario => ({
      id: `${id}/${place}`,
      // What stands before the failing member may be done already; what stands behind it must not be.
      title: `The Atomic of an install fails at a member that stands ${place}`,
      alsoAims: ['R-DM-08'],
      faults: [words],
      parts: (tools) => {
        const settings = tools.settings();
        const position = { first: 0, 'before-blob': settings.length - 1, last: settings.length }[place];
        return [[atomic([...settings.slice(0, position), member(tools), ...settings.slice(position)])]];
      },
      twin: (tools) => [tools.install()],
    })),
);

/** R-GEN-02: nothing that waited for the end of a failed Atomic comes about, or gets in the way, with the next one. */
const afterFailedAtomic: readonly Scenario[] = [
  {
    id: 'other-install-after-failed-atomic',
    title: 'A PFX is installed after the Atomic of another one has failed',
    alsoAims: ['R-DM-08'],
    faults: ['a member of the Atomic before deletes what does not exist'],
    watched: [...both, 'Charlie'],
    // The first install shows that the device takes such a PFX at all.
    parts: ({ settings, install, atBravo }) => [
      install(),
      [atomic([...settings(second), remove(atBravo('NoSuchSetting'))])],
      install(third),
    ],
    twin: ({ install }) => [install(), install(second), install(third)],
  },
];

/** Installs into both scopes: of the same name with the same PFX, or of different ones. */
function bothScopes(same: boolean): readonly [Install, Install] {
  return [usualInstall, { ...usualInstall, scope: 'user', ...(same ? {} : second) }];
}

/** Every place where a certificate of these cases could turn up. */
const watchedScopes = both.flatMap((uniqueId) => [
  { prefix: 'device' as const, uniqueId },
  { prefix: 'user' as const, uniqueId },
]);

/** R-GEN-05: each scope alone, both one after the other, and one of them deleted. */
const scopeDrafts: Drafts = ({ pool }) =>
  [true, false].flatMap((same): readonly Draft[] => {
    const [forDevice, forUser] = bothScopes(same);
    const name = same ? 'same-name' : 'other-name';
    const first = installCommands(forDevice, pool);
    const then = installCommands(forUser, pool);
    const common = { watched: watchedScopes };
    return [
      { ...common, id: `${name}/device`, title: 'Install for the device only.', parts: [first] },
      { ...common, id: `${name}/user`, title: 'Install for the user only.', parts: [then] },
      {
        ...common,
        id: `${name}/device-then-user`,
        title: 'Install for device, then user.',
        parts: [first, then],
      },
      {
        ...common,
        id: `${name}/user-then-device`,
        title: 'Install for user, then device.',
        parts: [then, first],
      },
      {
        ...common,
        id: `${name}/both-in-one-message`,
        title: 'Installs for device and user in one message.',
        alsoAims: ['R-GEN-06'],
        parts: [[...first, ...then]],
      },
      {
        ...common,
        id: `${name}/delete-one`,
        title: 'Installs for device and user; the one for the device is deleted.',
        alsoAims: ['R-PFX-03'],
        parts: [first, then, [remove(requestAddress('device', forDevice.uniqueId))]],
      },
    ];
  });

/** R-GEN-05: what is in one scope is not there under the address of the other. */
const otherScopeDrafts: Drafts = ({ pool }) =>
  (['device', 'user'] as const).flatMap((scope): readonly Draft[] => {
    const install: Install = { ...usualInstall, scope };
    const draft = (asked: Scope): Omit<Draft, 'id'> => ({
      title: `Install for the ${scope}, then Get and Delete of the request of the ${asked}.`,
      parts: [
        installCommands(install, pool),
        [get(requestAddress(asked, install.uniqueId)), remove(requestAddress(asked, install.uniqueId))],
      ],
      watched: watchedScopes,
    });
    const other = scope === 'device' ? 'user' : 'device';
    return [
      {
        ...draft(other),
        id: `asked-in-other-scope/${scope}`,
        alsoAims: ['R-DM-03'],
        faults: ['the node does not exist'],
        twin: `asked-in-its-scope/${scope}`,
      },
      { ...draft(scope), id: `asked-in-its-scope/${scope}` },
    ];
  });

/** R-GEN-06: the erratum of version 1511, and the same in two messages, where it does not show. */
const erratumDrafts: Drafts = ({ pool }) =>
  [true, false].flatMap((same): readonly Draft[] => {
    const [forDevice, forUser] = bothScopes(same).map((install) => installCommands(install, pool)) as [
      readonly Command[],
      readonly Command[],
    ];
    const name = same ? 'same-name' : 'other-name';
    const common = { edition: '10.0.10586', watched: watchedScopes, alsoAims: ['R-GEN-05'] } as const;
    return [
      {
        ...common,
        id: `${name}/one-message`,
        title: 'Both scopes in one message.',
        parts: [[...forDevice, ...forUser]],
      },
      {
        ...common,
        id: `${name}/user-first`,
        title: 'Both scopes, user first.',
        parts: [[...forUser, ...forDevice]],
      },
      {
        ...common,
        id: `${name}/two-messages`,
        title: 'Both scopes, a message each.',
        parts: [forDevice, forUser],
      },
    ];
  });

/** The rules of the intro of csp-source.txt, which hold for every install. */
export const generalFamilies: readonly Family[] = [
  listFamily(
    'R-GEN-01',
    'matrix',
    scenarioDrafts(neighbours.map((scenario) => ({ watched: both, ...scenario }))),
    storyDrafts(scepNeighbours),
  ),
  listFamily(
    'R-GEN-02',
    'matrix',
    scenarioDrafts([...failingAtomics, ...afterFailedAtomic]),
    storyDrafts(failingEnrollments),
  ),
  listFamily('R-GEN-03', 'matrix', storyDrafts(enrollPositions)),
  listFamily('R-GEN-05', 'matrix', scopeDrafts, otherScopeDrafts, storyDrafts(scepScopes)),
  listFamily('R-GEN-06', 'matrix', erratumDrafts, storyDrafts(scepErratum)),
];
