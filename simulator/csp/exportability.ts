import type { KeyProvider } from '../../cases/observation.ts';
import type { CompleteAnswers } from '../answers.ts';

/** PFXKeyExportable against KeyLocation (csp-source.txt, intro and PFXKeyExportable; R-GEN-04, R-PFX-20, R-PFX-21). */
export interface ExportabilityRules {
  /**
   * Whether PFXKeyExportable true is forbidden with this KeyLocation.
   * @param tpmTakesKey whether a TPM is there that takes the key; matters with KeyLocation 2 only
   */
  readonly forbidsExportable: (location: number, tpmTakesKey: boolean) => boolean;
  /** Whether PFXKeyExportable, absent, counts as true against KeyLocation. */
  readonly absentCountsAsTrue: boolean;
  /** Whether an installed key can be exported. `wanted` is undefined where PFXKeyExportable is absent. */
  readonly isExportable: (provider: KeyProvider, location: number, wanted: boolean | undefined) => boolean;
}

/** The rules of csp-source.txt, and the answers where it leaves them open. */
export function exportabilityRules(answers: CompleteAnswers): ExportabilityRules {
  return {
    forbidsExportable: (location, tpmTakesKey) => {
      if (location === 3) return false;
      if (location !== 2) return true;
      switch (answers['A-09']) {
        case 'fails-always':
          return true;
        case 'fails-with-tpm':
          return tpmTakesKey;
        case 'ignored':
          return false;
      }
    },
    absentCountsAsTrue: answers['A-41'] === 'fails',
    isExportable: (provider, location, wanted) => {
      if (provider !== 'software') return false;
      if (wanted === undefined) return answers['A-12'] === 'exportable';
      return wanted && !(location === 2 && answers['A-09'] === 'ignored');
    },
  };
}
