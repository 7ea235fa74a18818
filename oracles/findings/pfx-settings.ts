import type { FindingRule } from './finding.ts';
import type { Install } from './install.ts';
import type { Payload } from './payload.ts';
import type { Setting } from './setting.ts';
import { counterpartOf } from './torn.ts';
import { intOf } from './value.ts';

/** Parameters of a PFX install that are missing, or do not go together (csp-source.txt, PFXCertInstall). */
export const pfxSettingFindings: readonly FindingRule[] = [
  {
    // csp-source.txt, KeyLocation: required. It is the only parameter that always is.
    id: 'key-location-missing',
    severity: 'error',
    requirement: 'R-PFX-04',
    *find(payload) {
      for (const [install, trigger] of startedPfxInstalls(payload)) {
        if (install.value('KeyLocation') !== undefined) continue;
        // Where it stands under another UniqueID, that is the finding (torn-install).
        if (counterpartOf(install, payload.installs) !== undefined) continue;
        yield {
          position: trigger.positions.locUri,
          message:
            'KeyLocation is required and missing: the install fails. Set it to 1, 2, 3 or 4 before PFXCertBlob.',
        };
      }
    },
  },
  {
    // csp-source.txt, ContainerName.
    id: 'container-name-missing',
    severity: 'error',
    requirement: 'R-PFX-10',
    *find(payload) {
      for (const [install, trigger] of startedPfxInstalls(payload)) {
        if (keyLocation(install) !== 4 || install.value('ContainerName') !== undefined) continue;
        yield {
          position: (install.value('KeyLocation')?.setting ?? trigger).positions.data,
          message:
            'KeyLocation 4 (Windows Hello for Business) needs ContainerName, which is missing: the install fails. Add it, or choose another KeyLocation.',
        };
      }
    },
  },
  {
    // csp-source.txt, ContainerName, only says that the name has to be given.
    id: 'container-unknown',
    severity: 'information',
    requirement: 'R-PFX-08',
    ambiguity: 'A-63',
    *find(payload) {
      for (const [install] of startedPfxInstalls(payload)) {
        const container = install.value('ContainerName');
        if (keyLocation(install) !== 4 || container?.text === undefined || container.setting === undefined)
          continue;
        if (payload.given.helloContainers.includes(container.text)) continue;
        yield {
          position: container.setting.positions.data,
          message: `The given device has no Windows Hello container of this name; the documents do not say what then happens.`,
        };
      }
    },
  },
  {
    // csp-source.txt, KeyLocation: 1 fails where there is no TPM.
    id: 'tpm-missing',
    severity: 'warning',
    requirement: 'R-PFX-05',
    *find(payload) {
      for (const [install, trigger] of startedPfxInstalls(payload)) {
        if (keyLocation(install) !== 1 || payload.given.tpm) continue;
        yield {
          position: (install.value('KeyLocation')?.setting ?? trigger).positions.data,
          message:
            'KeyLocation 1 needs a TPM, and the given device has none: the install fails. KeyLocation 2 falls back to software.',
        };
      }
    },
  },
  {
    // csp-source.txt, intro. Its PFX example and a sample of Microsoft have the pair with KeyLocation 2.
    id: 'exportable-outside-software',
    severity: 'error',
    requirement: 'R-GEN-04',
    ambiguity: 'A-09',
    *find(payload) {
      for (const [install, trigger] of startedPfxInstalls(payload)) {
        const location = keyLocation(install);
        const exportable = install.value('PFXKeyExportable');
        if (location === undefined || location === 3 || !isTrue(exportable?.text)) continue;
        const devices =
          location === 2 ? ' Devices may differ: a sample of Microsoft does it with KeyLocation 2.' : '';
        yield {
          position: (exportable?.setting ?? trigger).positions.data,
          message: `PFXKeyExportable may be true with KeyLocation 3 only, and here KeyLocation is ${location}: the install fails.${devices} Set it to false, or KeyLocation to 3.`,
          ambiguity: location === 2 ? 'A-09' : 'A-04',
        };
      }
    },
  },
  {
    // DDF, PFXKeyExportable: default true, which depends on KeyLocation 3.
    id: 'exportable-absent',
    severity: 'warning',
    requirement: 'R-GEN-04',
    ambiguity: 'A-41',
    *find(payload) {
      for (const [install, trigger] of startedPfxInstalls(payload)) {
        const location = keyLocation(install);
        if (location === undefined || location === 3 || install.value('PFXKeyExportable') !== undefined)
          continue;
        yield {
          position: (install.value('KeyLocation')?.setting ?? trigger).positions.data,
          message: `PFXKeyExportable is absent with KeyLocation ${location}. Its default is true by the DDF, and true is not allowed here, so that devices may differ. Set it to false.`,
        };
      }
    },
  },
  {
    // csp-source.txt, PFXCertPasswordEncryptionType.
    id: 'encryption-store-missing',
    severity: 'error',
    requirement: 'R-PFX-19',
    *find(payload) {
      for (const [install, trigger] of startedPfxInstalls(payload)) {
        const type = install.value('PFXCertPasswordEncryptionType');
        if (type?.text?.trim() !== '2' || install.value('PFXCertPasswordEncryptionStore') !== undefined)
          continue;
        yield {
          position: (type.setting ?? trigger).positions.data,
          message:
            'PFXCertPasswordEncryptionType 2 needs PFXCertPasswordEncryptionStore, which is missing: the install fails. Name the store of the certificate, such as My.',
        };
      }
    },
  },
  {
    // A sample of Microsoft names a store with encryption type 0.
    id: 'encryption-store-unused',
    severity: 'information',
    requirement: 'R-PFX-24',
    *find(payload) {
      for (const [install] of startedPfxInstalls(payload)) {
        const store = install.value('PFXCertPasswordEncryptionStore')?.setting;
        const type = install.value('PFXCertPasswordEncryptionType');
        if (
          store === undefined ||
          (type !== undefined && (type.text === undefined || type.text.trim() === '2'))
        )
          continue;
        yield {
          position: store.positions.locUri,
          message: `PFXCertPasswordEncryptionStore has a meaning only with PFXCertPasswordEncryptionType 2, and here that is ${type?.text ?? 'absent (0)'}.`,
        };
      }
    },
  },
];

/** The PFX installs that the payload starts, each with the command that starts it last. */
export function startedPfxInstalls({ installs }: Payload): readonly (readonly [Install, Setting])[] {
  return installs.flatMap((install) => {
    const trigger = install.half === 'pfx' ? install.triggers.at(-1) : undefined;
    return trigger === undefined ? [] : [[install, trigger] as const];
  });
}

/** KeyLocation as a number; undefined where it is absent, unfilled or no number. */
export function keyLocation(install: Install): number | undefined {
  const text = install.value('KeyLocation')?.text;
  return text === undefined ? undefined : intOf(text);
}

function isTrue(text: string | undefined): boolean {
  return text !== undefined && /^(?:true|1)$/i.test(text);
}
