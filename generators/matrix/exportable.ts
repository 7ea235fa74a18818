import { uniqueIds } from '../address.ts';
import { add, atomic } from '../command.ts';
import type { Draft, Part } from '../draft.ts';
import { installFault } from '../faults/install-faults.ts';
import { openPfx, type PfxFixture } from '../fixtures.ts';
import { faultDrafts, installDraft } from '../install-draft.ts';
import { helloContainer, usualInstall, type Install } from '../install.ts';
import type { Drafts } from '../list-family.ts';
import type { Scenario, Tools } from './scenario.ts';

const scopes = ['device', 'user'] as const;

/** R-GEN-04: exportable true everywhere; where the key is in software it is right. */
export const exportableDrafts: Drafts = (laboratory) =>
  scopes.flatMap((scope) =>
    [true, false].flatMap((tpm) =>
      ['1', '2', '3', '4'].flatMap((keyLocation): readonly Draft[] => {
        // Without TPM a KeyLocation of 1 fails for a reason of its own (R-PFX-05).
        if (keyLocation === '1' && !tpm) return [];
        const install: Install = {
          ...usualInstall,
          scope,
          tpm,
          keyLocation,
          containerName: keyLocation === '4' ? helloContainer : undefined,
          exportable: 'true',
        };
        const id = `${scope}/${tpm ? 'tpm' : 'no-tpm'}/location-${keyLocation}`;
        if (keyLocation === '3') return [installDraft(laboratory, id, install)];
        return faultDrafts(laboratory, id, install, installFault('exportable-elsewhere'));
      }),
    ),
  );

/** R-GEN-04: the half of the pair that is set last is the KeyLocation. */
function locationBehindExportable(keyLocation: '1' | '4'): Scenario {
  return exportableStory({
    id: `location-behind-exportable/${keyLocation}`,
    title: `PFXKeyExportable is there when KeyLocation ${keyLocation} is set`,
    device: { tpm: true, helloContainers: [helloContainer] },
    parts: (exportable, { settings, at }) => {
      const commands = settings({ exportable, keyLocation: undefined, containerName: helloContainer });
      return [
        [atomic(commands.slice(0, -1))],
        [atomic([add(at('KeyLocation'), 'int', keyLocation)])],
        [atomic(commands.slice(-1))],
      ];
    },
  });
}

/**
 * R-GEN-04: where a TPM does not take a key and the pair is wrong only where one does, the key goes elsewhere,
 * whoever issued its certificate.
 */
const exportableWithIssuers: Scenario = exportableStory({
  id: 'issuers',
  title: 'Keys that may be too long for the TPM, first without issuers, then with them',
  device: { tpm: true },
  watched: [uniqueIds[0], uniqueIds[1]],
  parts: (exportable, { install, bravo }) => {
    const pfx: PfxFixture = { ...openPfx, keyKind: 'rsa-4096' };
    const choices: Partial<Install> = { keyLocation: '2', exportable };
    return [
      install({ ...choices, pfx }),
      install({ ...choices, uniqueId: bravo, pfx: { ...pfx, index: 1, chain: true } }),
    ];
  },
});

/** A story with PFXKeyExportable true, and its twin with false. */
function exportableStory({
  parts,
  ...told
}: Pick<Scenario, 'id' | 'title' | 'device' | 'watched'> & {
  readonly parts: (exportable: 'true' | 'false', tools: Tools) => readonly Part[];
}): Scenario {
  return {
    ...told,
    faults: [installFault('exportable-elsewhere').words],
    parts: (tools) => parts('true', tools),
    twin: (tools) => parts('false', tools),
  };
}

/** R-GEN-04: the pair where it comes about in another way than by one install. */
export const exportableStories: readonly Scenario[] = [
  locationBehindExportable('1'),
  locationBehindExportable('4'),
  exportableWithIssuers,
];
