import type { Item, TreeCommand } from '../../syncml/message.ts';
import { addressOf, requestAddress, uniqueIds } from '../address.ts';
import { add, command, get, itemOf, remove, replace, sequence } from '../command.ts';
import type { Draft } from '../draft.ts';
import { usualPfx } from '../fixtures.ts';
import { helloContainer, installCommands, usualInstall } from '../install.ts';
import type { Drafts } from '../list-family.ts';
import type { Scenario, Tools } from './scenario.ts';
import { verbs } from './verbs.ts';

/** Every leaf of a request, in the order of csp-source.txt. */
const leaves = [
  'KeyLocation',
  'ContainerName',
  'PFXCertBlob',
  'PFXCertPassword',
  'PFXCertPasswordEncryptionType',
  'PFXCertPasswordEncryptionStore',
  'PFXKeyExportable',
  'Thumbprint',
  'Status',
];

/** Every setting that there is, so that every leaf can be asked for. */
const everything = {
  pfx: usualPfx,
  containerName: helloContainer,
  encryptionType: '0',
  encryptionStore: 'My',
  exportable: 'true',
} as const;

/** Of two Items of one command, what becomes of each is another thing. */
const unlikeItems: Readonly<
  Record<'Add' | 'Replace' | 'Delete' | 'Get', (at: Tools['at']) => readonly Item[]>
> = {
  Add: (at) => [itemOf(at('KeyLocation'), 'int', '3'), itemOf(at('Status'), 'int', '0')],
  Replace: (at) => [itemOf(at('NoSuchSetting'), 'chr', 'text'), itemOf(at('Status'), 'int', '0')],
  Delete: (at) => [itemOf(at('NoSuchSetting')), itemOf(at('ContainerName'))],
  Get: (at) => [itemOf(at('KeyLocation')), itemOf(at('NoSuchSetting'))],
};

/** R-DM-01 and R-DM-02: a Status for every command, Results for every Get. */
export const answerScenarios: readonly Scenario[] = [
  {
    id: 'one-of-each',
    title: 'Every kind of command in one message',
    parts: ({ settings, install, at, atBravo, bravo }) => [
      install(),
      [
        get(at('KeyLocation')),
        replace(at('ContainerName'), 'chr', 'C'),
        add(atBravo(), 'node'),
        add(atBravo('ContainerName'), 'chr', 'C'),
        sequence([get(atBravo('ContainerName')), remove(atBravo())]),
        ...install({ uniqueId: bravo, pfx: { ...usualInstall.pfx, index: 1 } }),
        remove(at()),
        ...settings({ wrapping: 'bare' }).slice(0, 2),
      ],
    ],
    watched: [uniqueIds[0], uniqueIds[1]],
  },
  {
    id: 'get-everything',
    title: 'Get of every leaf after an install that set all of them',
    alsoAims: ['R-DM-02'],
    parts: ({ install, at }) => [install(everything), leaves.map((leaf) => get(at(leaf)))],
  },
  {
    // Optional leaves with a default may answer with it, Status and Thumbprint may be there.
    id: 'get-nothing',
    title: 'Get of every leaf of a request that has none',
    alsoAims: ['R-DM-03'],
    parts: ({ at }) => [[add(at(), 'node')], leaves.map((leaf) => get(at(leaf)))],
  },
  ...(['Add', 'Replace', 'Delete', 'Get'] as const).map((verb): Scenario => ({
    // Fails where one Status is sent for all Items, or with the TargetRef of another.
    id: `unlike-items-${verb.toLowerCase()}`,
    title: `One ${verb} with two Items, one of which can not be done`,
    marks: ['negative'],
    parts: ({ install, at }) => [
      install({ containerName: 'C' }),
      [{ kind: verb, items: unlikeItems[verb](at) }],
    ],
  })),
  {
    id: 'get-interior',
    title: 'Get of every interior node, without and with requests',
    alsoAims: ['R-DM-02'],
    parts: ({ scope, install, at }) => [
      [get(addressOf(scope)), get(addressOf(scope, 'PFXCertInstall'))],
      install(),
      [get(addressOf(scope)), get(addressOf(scope, 'PFXCertInstall')), get(at())],
    ],
  },
];

/** R-DM-07: nothing is left below a node that was deleted. */
export const subtreeScenarios: readonly Scenario[] = [
  {
    id: 'settings-gone',
    title: 'Delete of a request with settings, then Get of each',
    parts: ({ settings, at }) => [
      settings(everything).slice(0, -1),
      [remove(at()), get(at()), ...leaves.map((leaf) => get(at(leaf)))],
    ],
  },
  {
    id: 'install-gone',
    title: 'Delete of a request with an install, then Get of each leaf',
    alsoAims: ['R-PFX-03'],
    parts: ({ install, at }) => [
      install(everything),
      [remove(at()), get(at()), ...leaves.map((leaf) => get(at(leaf)))],
    ],
  },
  {
    // Fails where the Delete hid the subtree and did not remove it.
    id: 'added-again-empty',
    title: 'A request that was deleted and added again has no settings',
    parts: ({ install, at }) => [
      install(everything),
      [remove(at()), add(at(), 'node'), ...leaves.map((leaf) => get(at(leaf)))],
    ],
  },
  {
    id: 'neighbour-stays',
    title: 'Delete of a request leaves the settings of another',
    alsoAims: ['R-GEN-01'],
    parts: ({ settings, at, atBravo, bravo }) => [
      settings().slice(0, -1),
      settings({ uniqueId: bravo }).slice(0, -1),
      [remove(at()), get(atBravo('KeyLocation'))],
    ],
    watched: [uniqueIds[0], uniqueIds[1]],
  },
];

/** Places below ClientCertificateInstall and beside it where there is no node. */
const nowhere: Readonly<Record<string, readonly string[]>> = {
  'no-such-half': ['NoSuchInstall'],
  'no-such-request': ['PFXCertInstall', 'Missing'],
  'leaf-of-no-such-request': ['PFXCertInstall', 'Missing', 'KeyLocation'],
  'no-such-setting': ['PFXCertInstall', uniqueIds[0], 'NoSuchSetting'],
  'below-a-leaf': ['PFXCertInstall', uniqueIds[0], 'KeyLocation', 'Below'],
};

/** R-DM-03: every verb where there is no node. Scopes take turns. */
export const unknownNodeDrafts: Drafts = ({ pool }) =>
  Object.entries(nowhere).flatMap(([id, segments], number) => {
    const scope = number % 2 === 0 ? ('device' as const) : ('user' as const);
    const draft = (verb: TreeCommand['kind'], below: readonly string[]): Omit<Draft, 'id'> => ({
      title: `${verb} on ${below.join('/')}, with a request installed.`,
      parts: [
        installCommands({ ...usualInstall, scope }, pool),
        [
          verb === 'Add' || verb === 'Replace'
            ? command(verb, addressOf(scope, ...below), 'int', '3')
            : command(verb, addressOf(scope, ...below)),
          get(addressOf(scope, ...below)),
        ],
      ],
      watched: [{ prefix: scope, uniqueId: uniqueIds[0] }],
    });
    const known = ['PFXCertInstall', uniqueIds[0], 'KeyLocation'];
    const twin = `${id}/known`;
    return [
      { ...draft('Get', known), id: twin },
      ...verbs
        // Adding a leaf below a request that is missing is implicit Add, which is R-DM-06.
        .filter((verb) => verb !== 'Add' || !id.endsWith('no-such-request'))
        .map((verb) => ({
          ...draft(verb, segments),
          id: `${id}/${verb}`,
          twin,
          faults: ['the node does not exist'],
        })),
    ];
  });

/** R-DM-15: other ways to begin an address, each with what the device's tree has there. */
export const addressDrafts: Drafts = ({ pool }) => {
  const full = requestAddress('none', uniqueIds[0], 'KeyLocation');
  const beginnings: Readonly<Record<string, string>> = {
    'no-dot': full.replace('./', ''),
    'no-dot-device': requestAddress('device', uniqueIds[0], 'KeyLocation').replace('./', ''),
  };
  return Object.entries(beginnings).map(([id, address]) => ({
    id: `beginning/${id}`,
    title: `Get under an address that begins with ${address.split('/')[0] ?? ''}/.`,
    parts: [installCommands(usualInstall, pool), [get(address), get(full)]],
    watched: [{ prefix: 'device', uniqueId: uniqueIds[0] }],
  }));
};
