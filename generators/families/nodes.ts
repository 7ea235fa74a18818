import { addressOf, requestAddress, uniqueIds } from '../address.ts';
import { get, replace } from '../command.ts';
import type { Family } from '../family.ts';
import { listFamily, type Drafts } from '../list-family.ts';
import { installFault } from '../faults/install-faults.ts';
import { openPfx, pfxOf, usualPfx } from '../fixtures.ts';
import { faultDrafts, installDraft } from '../install-draft.ts';
import { helloContainer, usualInstall, type Install } from '../install.ts';
import { formatDrafts } from '../matrix/formats.ts';
import { poorPfxDrafts } from '../matrix/pfx-forms.ts';
import { scenarioDrafts, type Scenario } from '../matrix/scenario.ts';
import { valueDrafts } from '../matrix/values.ts';
import { verbDrafts } from '../matrix/verbs.ts';

const request = 'PFXCertInstall/{UniqueID}';

/** R-PFX-01: what the interior nodes name as their children. */
const children: readonly Scenario[] = [
  {
    id: 'children-of-two-requests',
    title: 'Get of PFXCertInstall names the requests that there are',
    alsoAims: ['R-DM-02'],
    parts: ({ scope, install, bravo }) => [
      install(),
      [get(addressOf(scope, 'PFXCertInstall'))],
      install({ uniqueId: bravo, pfx: { ...usualInstall.pfx, index: 1 } }),
      [get(addressOf(scope, 'PFXCertInstall')), get(addressOf(scope))],
    ],
    watched: [uniqueIds[0], uniqueIds[1]],
  },
  {
    id: 'children-of-a-request',
    title: 'Get of UniqueID names the settings that were made',
    alsoAims: ['R-PFX-02', 'R-DM-02'],
    parts: ({ scope, alpha, install, at }) => [
      install({ exportable: 'true' }),
      [get(at()), get(requestAddress(scope, alpha, 'KeyLocation'))],
    ],
  },
];

/** R-PFX-23: Status speaks of the latest import, not of the first. */
const status: readonly Scenario[] = [
  {
    id: 'status-after-failure-and-success',
    title: 'Status tells a failed import, then the good one that replaces it',
    faults: ['the password is wrong'],
    parts: ({ install, at, pool }) => [
      install({ pfx: usualPfx, password: 'wrong' }),
      [get(at('Status')), get(at('Thumbprint'))],
      [
        replace(at('PFXCertPassword'), 'chr', usualPfx.password ?? ''),
        replace(at('PFXCertBlob'), 'chr', pfxOf(pool, usualPfx)),
      ],
    ],
    twin: ({ install, at, pool }) => [
      install({ pfx: usualPfx }),
      [get(at('Status')), get(at('Thumbprint'))],
      [
        replace(at('PFXCertPassword'), 'chr', usualPfx.password ?? ''),
        replace(at('PFXCertBlob'), 'chr', pfxOf(pool, usualPfx)),
      ],
    ],
  },
  {
    // Fails where Status is told once and then forgotten.
    id: 'status-asked-twice',
    title: 'Status of a failed import is asked for in two messages',
    faults: ['the password is wrong'],
    parts: ({ install, at }) => [
      install({ pfx: usualPfx, password: 'wrong' }),
      [get(at('Status'))],
      [get(at('Status'))],
    ],
    twin: ({ install, at }) => [install({ pfx: usualPfx }), [get(at('Status'))], [get(at('Status'))]],
  },
];

/** R-PFX-22: which of several certificates is meant. */
const thumbprint: readonly Scenario[] = [
  {
    id: 'thumbprint-follows-the-blob',
    title: 'Thumbprint is that of the certificate installed last',
    parts: ({ install, at, pool }) => [
      install(),
      [get(at('Thumbprint'))],
      [replace(at('PFXCertBlob'), 'chr', pfxOf(pool, { ...openPfx, index: 1 }))],
    ],
  },
  {
    id: 'thumbprint-with-chain',
    title: 'Thumbprint is that of the certificate with the key, not of one of its issuers',
    parts: ({ install }) => [install({ pfx: { ...usualPfx, chain: true } })],
  },
];

const sealedInStore: Install = { ...usualInstall, pfx: usualPfx, encryptionType: '2', encryptionStore: 'My' };

/** A name that is there and names no store. */
const emptyStoreDrafts: Drafts = (laboratory) => [
  installDraft(
    laboratory,
    'empty-store',
    { ...sealedInStore, encryptionStore: '' },
    {
      alsoAims: ['R-PFX-19'],
      faults: ['PFXCertPasswordEncryptionStore is empty'],
      marks: ['boundary'],
      twin: 'edition/10.0.26100',
    },
  ),
];

/** The node came with version 1511 (csp-source.txt, PFXCertPasswordEncryptionStore): before, with and after it. */
const editionDrafts: Drafts = (laboratory) =>
  (['10.0.10240', '10.0.10586', '10.0.26100'] as const).map((edition) =>
    installDraft(laboratory, `edition/${edition}`, sealedInStore, {
      edition,
      alsoAims: ['R-PFX-19'],
      marks: edition === '10.0.26100' ? [] : ['boundary'],
    }),
  );

/** What each node of PFXCertInstall takes: verbs, Formats, values (csp-source.txt, the node's own section). */
export const nodeFamilies: readonly Family[] = [
  listFamily(
    'R-PFX-01',
    'matrix',
    verbDrafts('.', 'device', 'user'),
    verbDrafts('PFXCertInstall', 'device', 'user'),
    scenarioDrafts(children),
  ),
  // The Format of a request is node, and its verbs differ between csp-source.txt and the DDF.
  listFamily('R-PFX-02', 'matrix', verbDrafts(request, 'device', 'user'), formatDrafts(request)),
  listFamily(
    'R-PFX-04',
    'matrix',
    verbDrafts(`${request}/KeyLocation`, 'device', 'user'),
    formatDrafts(`${request}/KeyLocation`),
    // The four values themselves; all that is none of them is R-PFX-09.
    valueDrafts('KeyLocation', (_, allowed) => allowed),
    (laboratory) => faultDrafts(laboratory, 'install', usualInstall, installFault('key-location-missing')),
    // A name that is there does not say that the key is to go into Windows Hello.
    (laboratory) =>
      faultDrafts(
        laboratory,
        'beside-container',
        { ...usualInstall, containerName: helloContainer },
        installFault('key-location-missing'),
      ),
  ),
  listFamily(
    'R-PFX-09',
    'matrix',
    valueDrafts('KeyLocation', (_, allowed) => !allowed),
    (laboratory) => faultDrafts(laboratory, 'install', usualInstall, installFault('key-location-unknown')),
  ),
  listFamily(
    'R-PFX-10',
    'matrix',
    verbDrafts(`${request}/ContainerName`, 'device', 'user'),
    formatDrafts(`${request}/ContainerName`),
    (laboratory) =>
      (['device', 'user'] as const).flatMap((scope) => [
        ...faultDrafts(laboratory, scope, { ...usualInstall, scope }, installFault('container-missing')),
        // An empty name is there and names nothing; without KeyLocation 4 a name has no use and does no harm.
        installDraft(laboratory, `${scope}/empty-name`, {
          ...usualInstall,
          scope,
          keyLocation: '4',
          containerName: '',
        }),
        installDraft(laboratory, `${scope}/name-without-need`, {
          ...usualInstall,
          scope,
          containerName: 'FirstContainer',
        }),
      ]),
  ),
  listFamily(
    'R-PFX-11',
    'matrix',
    verbDrafts(`${request}/PFXCertBlob`, 'device', 'user'),
    formatDrafts(`${request}/PFXCertBlob`),
    (laboratory) =>
      (['device', 'user'] as const).flatMap((scope) =>
        (['chr', 'b64', 'bin'] as const).flatMap((blobFormat) =>
          faultDrafts(
            laboratory,
            `${scope}/${blobFormat}`,
            { ...usualInstall, scope, blobFormat },
            installFault('blob-not-base64'),
          ),
        ),
      ),
  ),
  listFamily(
    'R-PFX-17',
    'matrix',
    verbDrafts(`${request}/PFXCertPasswordEncryptionType`, 'device', 'user'),
    formatDrafts(`${request}/PFXCertPasswordEncryptionType`),
    valueDrafts('PFXCertPasswordEncryptionType', () => true),
    (laboratory) =>
      // Faults of the type itself; those of encrypted passwords are R-PFX-18 and R-PFX-19.
      ['encryption-type-unknown', 'password-sealed-unasked'].flatMap((id) =>
        faultDrafts(laboratory, 'install', { ...usualInstall, pfx: usualPfx }, installFault(id)),
      ),
  ),
  listFamily(
    'R-PFX-20',
    'matrix',
    verbDrafts(`${request}/PFXKeyExportable`, 'device', 'user'),
    formatDrafts(`${request}/PFXKeyExportable`),
    valueDrafts('PFXKeyExportable', () => true),
    (laboratory) => [
      ...(['device', 'user'] as const).flatMap((scope) =>
        // KeyLocation 3, where each is allowed; what absence means is A-12.
        [undefined, 'true', 'false'].map((exportable) =>
          installDraft(laboratory, `${scope}/exportable-${exportable ?? 'absent'}`, {
            ...usualInstall,
            scope,
            pfx: usualPfx,
            exportable,
          }),
        ),
      ),
      ...faultDrafts(laboratory, 'install', usualInstall, installFault('exportable-unknown')),
    ],
  ),
  listFamily(
    'R-PFX-22',
    'matrix',
    verbDrafts(`${request}/Thumbprint`, 'device', 'user'),
    scenarioDrafts(thumbprint),
  ),
  listFamily(
    'R-PFX-23',
    'matrix',
    verbDrafts(`${request}/Status`, 'device', 'user'),
    poorPfxDrafts,
    scenarioDrafts(status),
  ),
  listFamily(
    'R-PFX-24',
    'matrix',
    verbDrafts(`${request}/PFXCertPasswordEncryptionStore`, 'device', 'user'),
    formatDrafts(`${request}/PFXCertPasswordEncryptionStore`),
    editionDrafts,
    emptyStoreDrafts,
  ),
];
