import type { Asking } from '../asking.ts';
import { contentOf, numberOf, textOf, truthOf, type InstallAttempt } from '../install.ts';
import { isTaken } from './key-providers.ts';
import type { Rule, Wording } from '../rule.ts';
import type { Showing } from '../state.ts';

/** The install fails, and how that shows. */
export interface InstallFailure extends Wording {
  readonly shows: Showing;
  /** Only trying to import the PFX can show it, and no check of what the commands say. */
  readonly imported?: true;
}

export type InstallRule = Rule<InstallAttempt, InstallFailure>;

const locationMissing: InstallRule = {
  id: 'key-location-missing',
  requirements: ['R-PFX-04', 'R-PFX-12'],
  ambiguities: ['A-28'],
  because: 'every install needs KeyLocation',
  decide: ({ request }, asking) => (request.settings.has('KeyLocation') ? undefined : bySettings(asking)),
};

const tpmMissing: InstallRule = {
  id: 'tpm-missing',
  requirements: ['R-PFX-05'],
  ambiguities: ['A-28'],
  because: 'KeyLocation 1 needs a TPM, and the device has none',
  decide: (attempt, asking) =>
    numberOf(attempt, 'KeyLocation') === 1 && !attempt.device.tpm ? bySettings(asking) : undefined,
};

const containerMissing: InstallRule = {
  id: 'container-missing',
  requirements: ['R-PFX-10', 'R-PFX-08'],
  ambiguities: ['A-28'],
  because: 'KeyLocation 4 needs ContainerName',
  decide: (attempt, asking) => {
    if (numberOf(attempt, 'KeyLocation') !== 4) return undefined;
    const name = textOf(attempt, 'ContainerName');
    if (name === undefined) return bySettings(asking);
    const asMissing =
      name === '' && asking.assume('an empty ContainerName', ['is none', 'is a name']) === 'is none';
    return asMissing ? bySettings(asking) : undefined;
  },
};

const containerUnknown: InstallRule = {
  id: 'container-unknown',
  requirements: ['R-PFX-08'],
  ambiguities: ['A-28', 'A-63'],
  because: 'there is no Windows Hello container of this name',
  decide: (attempt, asking) => {
    const name = textOf(attempt, 'ContainerName');
    if (numberOf(attempt, 'KeyLocation') !== 4 || name === undefined) return undefined;
    if (attempt.device.helloContainers.has(name)) return undefined;
    return asking.answer('A-63') === 'fails' ? bySettings(asking) : undefined;
  },
};

const storeNameMissing: InstallRule = {
  id: 'encryption-store-missing',
  requirements: ['R-PFX-19', 'R-PFX-24'],
  ambiguities: ['A-28'],
  because: 'encryption type 2 needs PFXCertPasswordEncryptionStore',
  decide: (attempt, asking) => {
    if (numberOf(attempt, 'PFXCertPasswordEncryptionType') !== 2) return undefined;
    const store = textOf(attempt, 'PFXCertPasswordEncryptionStore');
    if (store === undefined) return bySettings(asking);
    // An empty name may count as a missing one, or as that of a store in which there is no certificate.
    const empty =
      store === '' && asking.assume('an empty name of a store', ['missing', 'unknown store']) === 'missing';
    return empty ? bySettings(asking) : undefined;
  },
};

const exportableElsewhere: InstallRule = {
  id: 'exportable-with-location-at-trigger',
  requirements: ['R-GEN-04', 'R-PFX-21'],
  ambiguities: ['A-04'],
  because: 'PFXKeyExportable true goes with KeyLocation 3 only',
  decide: (attempt, asking) => {
    const location = numberOf(attempt, 'KeyLocation');
    if (
      location === undefined ||
      location === 2 ||
      location === 3 ||
      truthOf(attempt, 'PFXKeyExportable') !== true
    )
      return undefined;
    return { shows: asking.answer('A-04/exportable-location') === 'in-status' ? 'status' : 'command' };
  },
};

const exportableWithEither: InstallRule = {
  id: 'exportable-with-location-2',
  requirements: ['R-GEN-04'],
  ambiguities: ['A-04', 'A-09', 'A-25', 'A-28'],
  because: 'PFXKeyExportable true goes with KeyLocation 3 only',
  decide: (attempt, asking) =>
    numberOf(attempt, 'KeyLocation') === 2 &&
    truthOf(attempt, 'PFXKeyExportable') === true &&
    failsAsTrue(attempt, asking)
      ? byPair(asking)
      : undefined,
};

/** A-09 does not say whether the pair shows as settings that can not be met, or as the pair of R-GEN-04 does. */
function byPair(asking: Asking): InstallFailure {
  const asPair =
    asking.assume('the pair of A-09 shows as', ['settings', 'the pair of R-GEN-04']) !== 'settings';
  if (!asPair) return bySettings(asking);
  return { shows: asking.answer('A-04/exportable-location') === 'in-status' ? 'status' : 'command' };
}

const exportableAbsent: InstallRule = {
  id: 'exportable-absent-with-other-location',
  requirements: ['R-GEN-04'],
  ambiguities: ['A-04', 'A-09', 'A-25', 'A-28', 'A-41'],
  because: 'PFXKeyExportable is true where it is not set, and that goes with KeyLocation 3 only',
  decide: (attempt, asking) => {
    const location = numberOf(attempt, 'KeyLocation');
    if (location === undefined || location === 3 || attempt.request.settings.has('PFXKeyExportable'))
      return undefined;
    if (asking.answer('A-41') === 'installs') return undefined;
    // "As with true": with KeyLocation 2 that may go by A-09 again, or not.
    if (location === 2 && asking.assume('A-41 goes by A-09 with KeyLocation 2', ['no', 'yes']) === 'yes') {
      return failsAsTrue(attempt, asking) ? byPair(asking) : undefined;
    }
    return byPair(asking);
  },
};

function failsAsTrue(attempt: InstallAttempt, asking: Asking): boolean {
  switch (asking.answer('A-09')) {
    case 'fails-always':
      return true;
    case 'fails-with-tpm':
      return attempt.device.tpm && tpmTakesKeys(attempt, asking);
    case 'ignored':
      return false;
  }
}

/** A file that can not be opened fails in any case; one whose keys the TPM refuses goes to software (A-25/fallback). */
function tpmTakesKeys(attempt: InstallAttempt, asking: Asking): boolean {
  const content = contentOf(attempt);
  if (content.kind !== 'opened') return true;
  // With no key of a certificate, a device that looks at the keys finds none that makes the pair matter.
  if (content.keyed.length === 0)
    return asking.assume('a TPM takes keys of no certificate', ['no', 'yes']) === 'yes';
  const taken = content.keyed.filter((key) => isTaken(key, asking));
  if (taken.length === 0 || taken.length === content.keyed.length) return taken.length > 0;
  return asking.assume('a TPM takes one key of several', ['counts', 'does not']) === 'counts';
}

/** Settings that are missing or can not be met: A-28/settings says how the failure shows. */
export function bySettings(asking: Asking): InstallFailure {
  return { shows: asking.answer('A-28/settings') === 'in-status' ? 'status' : 'command' };
}

/** In order: the first that applies decides; those that ask nothing but how the failure shows come first. */
export const installSettingsRules: readonly InstallRule[] = [
  locationMissing,
  tpmMissing,
  containerMissing,
  storeNameMissing,
  containerUnknown,
];

/** Likewise. Their failures may show in another way than those of other settings (A-04/exportable-location). */
export const exportablePairRules: readonly InstallRule[] = [
  exportableElsewhere,
  exportableWithEither,
  exportableAbsent,
];
