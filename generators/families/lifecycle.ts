import { get, remove } from '../command.ts';
import type { Family } from '../family.ts';
import { openPfx, pfxOf, usualPfx, type PfxFixture } from '../fixtures.ts';
import { listFamily } from '../list-family.ts';
import { scenarioDrafts, type Scenario, type Tools } from '../matrix/scenario.ts';
import { deletedWhereAdded } from '../matrix/told-apart.ts';
import { add, atomic, replace } from '../command.ts';
import { uniqueIds } from '../address.ts';

const otherPfx: PfxFixture = { ...openPfx, index: 1 };
/** The requests that a scenario with a neighbour looks at. */
const both = [uniqueIds[0], uniqueIds[1]];

const addBlob = ({ at, pool }: Tools, pfx: PfxFixture) => add(at('PFXCertBlob'), 'chr', pfxOf(pool, pfx));
const replaceBlob = ({ at, pool }: Tools, pfx: PfxFixture) =>
  replace(at('PFXCertBlob'), 'chr', pfxOf(pool, pfx));

/** R-PFX-03: what goes when a request is deleted. */
const deletes: readonly Scenario[] = [
  {
    id: 'delete-installed',
    title: 'Delete of a request whose PFX is installed',
    parts: ({ install, at }) => [install(), [remove(at()), get(at())]],
  },
  {
    id: 'delete-with-chain',
    title: 'Delete of a request whose PFX brought its issuers along',
    parts: ({ install, at }) => [install({ pfx: { ...usualPfx, chain: true } }), [remove(at())]],
  },
  {
    // Whoever remembers one thumbprint only leaves the other certificate behind.
    id: 'delete-several-identities',
    title: 'Delete of a request whose PFX holds two identities',
    parts: ({ install, at }) => [install({ pfx: { ...usualPfx, several: 2 } }), [remove(at())]],
  },
  {
    id: 'delete-after-replace',
    title: 'Delete after the blob was replaced: neither certificate is left',
    alsoAims: ['R-PFX-14'],
    parts: (tools) => [tools.install(), [replaceBlob(tools, otherPfx)], [remove(tools.at())]],
  },
  {
    id: 'delete-twice',
    title: 'The second Delete finds nothing',
    alsoAims: ['R-DM-03'],
    faults: ['the node does not exist'],
    parts: ({ install, at }) => [install(), [remove(at())], [remove(at())]],
    twin: ({ install, at }) => [install(), [remove(at())]],
  },
  {
    // Fails where the Delete left the key container behind.
    id: 'delete-then-install-again',
    title: 'After Delete the same PFX can be installed again under the same name',
    parts: ({ install, at }) => [install(), [remove(at())], install()],
  },
  {
    // Fails where the second install is taken for the first one, which is gone already.
    id: 'delete-the-second-install',
    title: 'Install and Delete, twice, under the same name',
    parts: ({ install, at }) => [install(), [remove(at())], install({ pfx: otherPfx }), [remove(at())]],
  },
  {
    // The order of the PFX example of csp-source.txt.
    id: 'delete-and-install-in-one-message',
    title: 'Delete and a new install in the same message, as MDM servers renew certificates',
    parts: ({ install, at }) => [install(), [remove(at()), ...install({ pfx: otherPfx })]],
  },
  {
    id: 'delete-failed-install',
    title: 'Delete of a request whose import failed',
    faults: ['the password is wrong'],
    parts: ({ install, at }) => [install({ pfx: usualPfx, password: 'wrong' }), [remove(at())]],
    twin: ({ install, at }) => [install({ pfx: usualPfx }), [remove(at())]],
  },
  {
    // A Delete that is rolled back has to bring certificate and key back.
    id: 'delete-rolled-back',
    title: 'Delete inside an Atomic that fails',
    alsoAims: ['R-DM-08'],
    faults: ['a member of the Atomic fails'],
    parts: ({ install, at, atBravo }) => [install(), [atomic([remove(at()), remove(atBravo())])]],
    twin: ({ install, at }) => [install(), [atomic([remove(at())])]],
  },
  {
    // Whether the certificate stays for the other request is open; that nothing else happens is not.
    id: 'same-certificate-twice',
    title: 'The same certificate under two names, one of them deleted',
    parts: ({ install, at, bravo }) => [install(), install({ uniqueId: bravo }), [remove(at())]],
    watched: both,
  },
  {
    id: 'same-certificate-twice-both-deleted',
    title: 'The same certificate under two names, both deleted',
    parts: ({ install, at, atBravo, bravo }) => [
      install(),
      install({ uniqueId: bravo }),
      [remove(at()), remove(atBravo())],
    ],
    watched: both,
  },
  {
    id: 'delete-bare-request',
    title: 'Delete of a request that has settings and no PFX',
    parts: ({ settings, at }) => [[atomic(settings().slice(0, -1))], [remove(at())]],
  },
];

/** R-PFX-13: Add of a blob where there is one. */
const secondAdds: readonly Scenario[] = [
  {
    id: 'add-other-blob',
    title: 'Add of another blob where one is installed',
    faults: ['a blob exists already'],
    parts: (tools) => [tools.install(), [addBlob(tools, otherPfx)]],
    twin: (tools) => [[atomic(tools.settings().slice(0, -1))], [addBlob(tools, otherPfx)]],
  },
  {
    // The blob is the same, so a device that compares contents might take it for done.
    id: 'add-same-blob',
    title: 'Add of the very same blob again',
    faults: ['a blob exists already'],
    parts: (tools) => [tools.install(), [addBlob(tools, openPfx)]],
    twin: (tools) => [[atomic(tools.settings().slice(0, -1))], [addBlob(tools, openPfx)]],
  },
  {
    id: 'install-again',
    title: 'The whole Atomic of an install is sent a second time',
    faults: ['a blob exists already'],
    alsoAims: ['R-DM-05', 'R-DM-08'],
    parts: ({ install }) => [install(), install({ pfx: otherPfx })],
    twin: ({ install }) => [install({ pfx: otherPfx })],
  },
  {
    id: 'add-in-atomic',
    title: 'Add of another blob in an Atomic of its own',
    faults: ['a blob exists already'],
    alsoAims: ['R-DM-08'],
    parts: (tools) => [tools.install(), [atomic([addBlob(tools, otherPfx)])]],
    twin: (tools) => [[atomic(tools.settings().slice(0, -1))], [atomic([addBlob(tools, otherPfx)])]],
  },
  {
    // Two faults: the blob is refused for being there, or for being damaged.
    id: 'add-damaged-blob',
    title: 'Add of a damaged blob where one is installed',
    faults: ['a blob exists already', 'the PFX is damaged'],
    parts: (tools) => [tools.install(), [addBlob(tools, { ...otherPfx, damage: 'truncated' })]],
    twinId: 'add-other-blob',
  },
];

/** R-PFX-14: Replace of a blob that exists. */
const replaces: readonly Scenario[] = [
  {
    id: 'replace-with-other',
    title: 'Replace of the blob by another certificate',
    parts: (tools) => [tools.install(), [replaceBlob(tools, otherPfx)]],
  },
  {
    // Overwriting a certificate by itself must not delete it.
    id: 'replace-with-same',
    title: 'Replace of the blob by itself',
    parts: (tools) => [tools.install(), [replaceBlob(tools, openPfx)]],
  },
  {
    id: 'replace-in-atomic',
    title: 'Replace of the blob in an Atomic, with another password before it',
    parts: (tools) => {
      const pfx: PfxFixture = { ...usualPfx, index: 1, password: 'Secret-2' };
      return [
        tools.install({ pfx: usualPfx }),
        [atomic([replace(tools.at('PFXCertPassword'), 'chr', 'Secret-2'), replaceBlob(tools, pfx)])],
      ];
    },
  },
  {
    // The setting comes with the new blob, though not in a command of its own.
    id: 'replace-with-setting-in-one-command',
    title: 'Replace of a setting and of the blob by one command with two Items, in an Atomic',
    alsoAims: ['R-PFX-20', 'R-DM-01'],
    parts: (tools) => {
      const blob = replaceBlob(tools, otherPfx);
      const setting = replace(tools.at('PFXKeyExportable'), 'bool', 'true');
      return [
        tools.install({ exportable: 'false' }),
        [atomic([{ ...setting, items: [...setting.items, ...blob.items] }])],
      ];
    },
  },
  {
    // Nothing but the blob is sent, so password and exportability are those of before.
    id: 'replace-keeps-settings',
    title: 'Replace of the blob alone uses the settings of the first install',
    alsoAims: ['R-PFX-20'],
    parts: (tools) => [
      tools.install({ pfx: usualPfx, exportable: 'true' }),
      [replaceBlob(tools, { ...usualPfx, index: 1 })],
    ],
  },
  {
    id: 'replace-several-by-one',
    title: 'Replace of a PFX with two identities by one with one',
    parts: (tools) => [
      tools.install({ pfx: { ...openPfx, several: 2 } }),
      [replaceBlob(tools, { ...openPfx, index: 2 })],
    ],
  },
  {
    id: 'replace-twice',
    title: 'Two Replaces of the blob, one message each',
    parts: (tools) => [
      tools.install(),
      [replaceBlob(tools, otherPfx)],
      [replaceBlob(tools, { ...openPfx, index: 2 })],
    ],
  },
  {
    // Whether the old certificate stays is open.
    id: 'replace-with-damaged',
    title: 'Replace of the blob by a damaged one',
    faults: ['the PFX is damaged'],
    parts: (tools) => [tools.install(), [replaceBlob(tools, { ...otherPfx, damage: 'truncated' })]],
    twin: (tools) => [tools.install(), [replaceBlob(tools, otherPfx)]],
  },
  {
    id: 'replace-with-other-password',
    title: 'Replace of the blob by one with another password, which is not sent',
    faults: ['the password is wrong'],
    alsoAims: ['R-PFX-16'],
    parts: (tools) => [
      tools.install({ pfx: usualPfx }),
      [replaceBlob(tools, { ...usualPfx, index: 1, password: 'Secret-2' })],
    ],
    twin: (tools) => [tools.install({ pfx: usualPfx }), [replaceBlob(tools, { ...usualPfx, index: 1 })]],
  },
  {
    // Only the blob triggers, so the key stays as it was installed.
    id: 'settings-after-install',
    title: 'A setting is replaced after the install, without a new blob',
    alsoAims: ['R-PFX-20'],
    parts: ({ install, at }) => [
      install({ exportable: 'false' }),
      [replace(at('PFXKeyExportable'), 'bool', 'true'), get(at('PFXKeyExportable'))],
    ],
  },
  {
    id: 'settings-after-install-beside-atomic',
    title: 'A setting is replaced after the install in an Atomic, which holds another Atomic too',
    alsoAims: ['R-DM-09', 'R-PFX-20'],
    faults: ['an Atomic in an Atomic'],
    parts: ({ install, at }) => [
      install({ exportable: 'false' }),
      [
        atomic([
          replace(at('PFXKeyExportable'), 'bool', 'true'),
          atomic([replace(at('ContainerName'), 'chr', 'Elsewhere')]),
        ]),
      ],
    ],
    twin: ({ install, at }) => [
      install({ exportable: 'false' }),
      [replace(at('PFXKeyExportable'), 'bool', 'false')],
    ],
  },
];

/** R-PFX-15: Replace where there is no blob. */
const lonelyReplaces: readonly Scenario[] = [
  {
    id: 'replace-without-blob',
    title: 'Replace of the blob where the settings are there and no blob',
    faults: ['there is no blob'],
    parts: (tools) => [[atomic(tools.settings().slice(0, -1))], [replaceBlob(tools, openPfx)]],
    twin: (tools) => [[atomic(tools.settings().slice(0, -1))], [addBlob(tools, openPfx)]],
  },
  {
    id: 'replace-in-new-request',
    title: 'An install that says Replace instead of Add for the blob',
    faults: ['there is no blob'],
    alsoAims: ['R-DM-08'],
    parts: (tools) => [[atomic([...tools.settings().slice(0, -1), replaceBlob(tools, openPfx)])]],
    twin: (tools) => [tools.install()],
  },
  {
    id: 'replace-without-request',
    title: 'Replace of the blob of a request that was never made',
    faults: ['there is no blob'],
    parts: (tools) => [[replaceBlob(tools, openPfx)]],
    twinId: 'replace-after-delete/twin',
  },
  {
    // Fails only where the Delete forgot that there was a blob.
    id: 'replace-after-delete',
    title: 'Replace of the blob after the request was deleted',
    faults: ['there is no blob'],
    parts: (tools) => [tools.install(), [remove(tools.at())], [replaceBlob(tools, otherPfx)]],
    twin: (tools) => [tools.install(), [replaceBlob(tools, otherPfx)]],
  },
];

/** What happens to an install after it was made (csp-source.txt, UniqueID and PFXCertBlob). */
export const lifecycleFamilies: readonly Family[] = [
  listFamily('R-PFX-03', 'matrix', scenarioDrafts(deletes), deletedWhereAdded),
  listFamily('R-PFX-13', 'matrix', scenarioDrafts(secondAdds)),
  listFamily('R-PFX-14', 'matrix', scenarioDrafts(replaces)),
  listFamily('R-PFX-15', 'matrix', scenarioDrafts(lonelyReplaces)),
];
