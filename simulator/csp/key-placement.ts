import type { CompleteAnswers } from '../answers.ts';
import { tpmTakes, type KeyShape } from '../keys/tpm.ts';
import { failure, type InstallFailure } from './failure.ts';

/** Where a key goes. */
export type Placement =
  { readonly kind: 'placed'; readonly provider: 'software' | 'tpm' | 'hello' } | InstallFailure;

/** KeyLocation (csp-source.txt, KeyLocation; R-PFX-05 to R-PFX-08). */
export interface PlacementRules {
  /**
   * The provider that takes a key.
   * @param location KeyLocation, one of 1 to 4
   * @param key undefined where the install brings no key: then only the provider has to be there
   */
  readonly placeKey: (location: number, hasTpm: boolean, key: KeyShape | undefined) => Placement;
  readonly tpmTakes: (key: KeyShape) => boolean;
  /** The Windows Hello container of a key, ContainerName being `named` (R-PFX-08). */
  readonly containerOf: (named: string | undefined) => string | undefined;
  /** Whether a Windows Hello container that does not exist is made for the key. */
  readonly createsContainer: boolean;
}

/** KeyLocation as csp-source.txt has it, on a TPM that takes what the answers say. */
export function placementRules(answers: CompleteAnswers): PlacementRules {
  const takes = (key: KeyShape | undefined): boolean => key === undefined || tpmTakes(key, answers);
  return {
    placeKey: (location, hasTpm, key) => {
      switch (location) {
        case 1:
          if (!hasTpm) return failure('settings', 'TBS_E_SERVICE_NOT_RUNNING');
          return takes(key) ? placed('tpm') : failure('settings', 'NTE_NOT_SUPPORTED');
        case 2:
          if (hasTpm && takes(key)) return placed('tpm');
          return hasTpm && answers['A-25/fallback'] === 'fails'
            ? failure('settings', 'NTE_NOT_SUPPORTED')
            : placed('software');
        case 3:
          return placed('software');
        default:
          return placed('hello');
      }
    },
    tpmTakes: takes,
    containerOf: (named) => named,
    createsContainer: answers['A-63'] === 'created',
  };
}

function placed(provider: 'software' | 'tpm' | 'hello'): Placement {
  return { kind: 'placed', provider };
}
