import type { Family, Laboratory } from '../family.ts';
import { installFault } from '../faults/install-faults.ts';
import { openPfx, usualPfx, type PfxFixture } from '../fixtures.ts';
import { get } from '../command.ts';
import { faultDrafts, installDraft } from '../install-draft.ts';
import { helloContainer, usualInstall, type Install } from '../install.ts';
import { listFamily, type Drafts } from '../list-family.ts';
import { passwordDrafts } from '../matrix/pfx-forms.ts';
import { formatDrafts } from '../matrix/formats.ts';
import { verbDrafts } from '../matrix/verbs.ts';
import { exportableDrafts, exportableStories } from '../matrix/exportable.ts';
import { scenarioDrafts, type Scenario } from '../matrix/scenario.ts';

const scopes = ['device', 'user'] as const;

/** Kinds of keys that a TPM may take or refuse; software takes them all. */
const keyKinds = ['rsa-2048', 'rsa-1024', 'rsa-4096', 'ec-p256'] as const;

/** Every scope and kind of key at one place for the key, on devices with and without TPM. */
function locationDrafts(keyLocation: string): Drafts {
  return (laboratory) =>
    scopes.flatMap((scope) =>
      [true, false].flatMap((tpm) =>
        keyKinds.map((keyKind) =>
          installDraft(
            laboratory,
            `${scope}/${tpm ? 'tpm' : 'no-tpm'}/${keyKind}`,
            { ...usualInstall, scope, tpm, keyLocation, pfx: { ...openPfx, keyKind } },
            { twin: `${scope}/tpm/${keyKind}` },
          ),
        ),
      ),
    );
}

/** One fault in the same install for device and user, each with its twin. */
function faultsOf(faults: readonly string[], changes: Partial<Install> = {}): Drafts {
  return (laboratory) =>
    scopes.flatMap((scope) =>
      faults.flatMap((id) =>
        faultDrafts(laboratory, scope, { ...usualInstall, scope, ...changes }, installFault(id)),
      ),
    );
}

/** R-PFX-21: what keeps keys in a TPM, with each way to say that they can be exported. */
const tpmExportDrafts: Drafts = (laboratory) =>
  scopes.flatMap((scope) =>
    ['1', '2'].flatMap((keyLocation) =>
      [undefined, 'false', 'true'].map((exportable) =>
        installDraft(
          laboratory,
          `${scope}/location-${keyLocation}/${exportable ?? 'absent'}`,
          { ...usualInstall, scope, tpm: true, keyLocation, exportable },
          { twin: `${scope}/location-${keyLocation}/false` },
        ),
      ),
    ),
  );

/** R-PFX-08: a container that is there and one that is not. */
const helloDrafts: Drafts = (laboratory) =>
  scopes.flatMap((scope) =>
    [helloContainer, 'NoSuchContainer'].flatMap((containerName) =>
      [undefined, 'false'].map((exportable) =>
        installDraft(
          laboratory,
          `${scope}/${containerName}/exportable-${exportable ?? 'absent'}`,
          { ...usualInstall, scope, keyLocation: '4', containerName, exportable },
          containerName === helloContainer
            ? {}
            : {
                faults: ['the container does not exist'],
                twin: `${scope}/${helloContainer}/exportable-${exportable ?? 'absent'}`,
              },
        ),
      ),
    ),
  );

/** R-PFX-12: the settings in each order, with UniqueID added or implied, in an Atomic or bare. */
const orderDrafts: Drafts = (laboratory) =>
  scopes.flatMap((scope) =>
    (['last', 'before-last', 'first'] as const).flatMap((blobPosition) =>
      (['atomic', 'bare'] as const).flatMap((wrapping) =>
        [true, false].map((uniqueIdFirst) => {
          const circumstances = `${wrapping}/${uniqueIdFirst ? 'added' : 'implied'}`;
          return installDraft(
            laboratory,
            `${scope}/blob-${blobPosition}/${circumstances}`,
            {
              ...usualInstall,
              scope,
              pfx: usualPfx,
              exportable: 'true',
              blobPosition,
              wrapping,
              uniqueIdFirst,
            },
            {
              twin: `${scope}/blob-last/${circumstances}`,
              marks: blobPosition === 'first' ? [] : ['boundary'],
            },
          );
        }),
      ),
    ),
  );

/** R-PFX-12: that it is the blob that triggers, and not the end of an Atomic. */
const trigger: readonly Scenario[] = [
  {
    id: 'settings-in-one-message-blob-in-the-next',
    title: 'Settings are sent first, the blob in a later message triggers the install',
    parts: ({ settings, at }) => {
      const commands = settings({ pfx: usualPfx });
      return [commands.slice(0, -1), [get(at('Status'))], commands.slice(-1)];
    },
  },
  {
    id: 'settings-without-blob',
    title: 'Settings alone install nothing',
    parts: ({ settings }) => [settings({ pfx: usualPfx }).slice(0, -1)],
  },
];

/** Types 1 and 2, right and with each thing that can be wrong about an encrypted password. */
function sealedDrafts(encryptionType: '1' | '2', faults: readonly string[]): Drafts {
  const install = (scope: Install['scope'], pfx: PfxFixture): Install => ({
    ...usualInstall,
    scope,
    pfx,
    encryptionType,
    encryptionStore: encryptionType === '2' ? 'My' : undefined,
  });
  return (laboratory: Laboratory) =>
    scopes.flatMap((scope) => [
      installDraft(laboratory, `${scope}/3des`, install(scope, { ...usualPfx, protection: '3des-sha1' })),
      installDraft(laboratory, `${scope}/empty-password`, install(scope, { ...usualPfx, password: '' })),
      ...['wrong-password', ...faults].flatMap((id) =>
        faultDrafts(laboratory, scope, install(scope, usualPfx), installFault(id)),
      ),
    ]);
}

/** What an install does with the key, the password and the order of its settings. */
export const installFamilies: readonly Family[] = [
  listFamily('R-GEN-04', 'matrix', exportableDrafts, scenarioDrafts(exportableStories)),
  listFamily('R-PFX-05', 'matrix', locationDrafts('1'), faultsOf(['tpm-missing'])),
  // Both have no fault of their own: with and without TPM the key has its place.
  listFamily('R-PFX-06', 'matrix', locationDrafts('2')),
  listFamily('R-PFX-07', 'matrix', locationDrafts('3')),
  listFamily('R-PFX-08', 'matrix', helloDrafts),
  listFamily(
    'R-PFX-12',
    'matrix',
    orderDrafts,
    faultsOf(['settings-after-blob', 'pfx-incomplete'], { pfx: usualPfx }),
    scenarioDrafts(trigger),
  ),
  listFamily(
    'R-PFX-16',
    'matrix',
    verbDrafts('PFXCertInstall/{UniqueID}/PFXCertPassword', 'device', 'user'),
    formatDrafts('PFXCertInstall/{UniqueID}/PFXCertPassword'),
    passwordDrafts,
    faultsOf(['wrong-password', 'password-missing'], { pfx: usualPfx }),
  ),
  listFamily(
    'R-PFX-18',
    'matrix',
    sealedDrafts('1', ['password-sealed-for-stranger', 'password-sent-plain']),
  ),
  listFamily(
    'R-PFX-19',
    'matrix',
    sealedDrafts('2', [
      'password-sealed-for-stranger',
      'password-sent-plain',
      'encryption-store-missing',
      'encryption-store-elsewhere',
    ]),
  ),
  listFamily('R-PFX-21', 'matrix', tpmExportDrafts),
];
