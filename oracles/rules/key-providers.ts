import type { KeyProvider } from '../../cases/observation.ts';
import type { Asking } from '../asking.ts';
import { numberOf, textOf, truthOf, type InstallAttempt } from '../install.ts';
import type { KeyedEntry } from '../pfx-content.ts';
import type { Rule, Wording } from '../rule.ts';
import type { Exportable } from '../state.ts';

/** One key of a PFX, on its way to a provider. */
export interface KeySubject {
  readonly attempt: InstallAttempt;
  readonly key: KeyedEntry;
}

/** `fails`: no provider takes the key, and the install fails. */
export type Provider =
  | ({ readonly kind: 'provider'; readonly provider: KeyProvider; readonly container?: string } & Wording)
  | ({ readonly kind: 'fails' } & Wording);

export type ProviderRule = Rule<KeySubject, Provider>;

const toTpm: ProviderRule = {
  id: 'key-to-tpm',
  requirements: ['R-PFX-05'],
  ambiguities: ['A-25', 'A-28'],
  because: 'KeyLocation 1 puts the key into the TPM',
  decide: ({ attempt, key }, asking) => {
    if (numberOf(attempt, 'KeyLocation') !== 1) return undefined;
    return isTaken(key, asking)
      ? { kind: 'provider', provider: 'tpm' }
      : { kind: 'fails', because: 'the TPM does not take keys of this kind' };
  },
};

const toEither: ProviderRule = {
  id: 'key-to-tpm-or-software',
  requirements: ['R-PFX-06'],
  ambiguities: ['A-25', 'A-28'],
  because: 'KeyLocation 2 puts the key into the TPM where there is one, else into software',
  decide: ({ attempt, key }, asking) => {
    if (numberOf(attempt, 'KeyLocation') !== 2) return undefined;
    if (!attempt.device.tpm) return { kind: 'provider', provider: 'software' };
    if (isTaken(key, asking)) return { kind: 'provider', provider: 'tpm' };
    return asking.answer('A-25/fallback') === 'software'
      ? { kind: 'provider', provider: 'software' }
      : { kind: 'fails', because: 'the TPM does not take keys of this kind' };
  },
};

const toSoftware: ProviderRule = {
  id: 'key-to-software',
  requirements: ['R-PFX-07'],
  ambiguities: [],
  because: 'KeyLocation 3 puts the key into software',
  decide: ({ attempt }) =>
    numberOf(attempt, 'KeyLocation') === 3 ? { kind: 'provider', provider: 'software' } : undefined,
};

const toHello: ProviderRule = {
  id: 'key-to-hello',
  requirements: ['R-PFX-08'],
  ambiguities: ['A-63'],
  because: 'KeyLocation 4 puts the key into the Windows Hello container that ContainerName names',
  decide: ({ attempt, key }, asking) => {
    const container = textOf(attempt, 'ContainerName');
    if (numberOf(attempt, 'KeyLocation') !== 4 || container === undefined) return undefined;
    // csp-source.txt allows Windows Hello RSA 2048 only, though it says so of SCEP alone.
    const usual = key.keyAlgorithm === 'RSA' && key.keyBits === 2048;
    const doubt = `keys of ${key.keyAlgorithm} ${key.keyBits} in Windows Hello`;
    return usual || asking.assume(doubt, ['taken', 'refused']) === 'taken'
      ? { kind: 'provider', provider: 'hello', container }
      : { kind: 'fails', because: 'Windows Hello does not take keys of this kind' };
  },
};

/** TPMs differ in the keys that they take; RSA 2048 all of them do. */
export function isTaken({ keyAlgorithm, keyBits }: KeyedEntry, asking: Asking): boolean {
  if (keyAlgorithm === 'EC') return asking.answer('A-25/ec') === 'taken';
  if (keyAlgorithm === 'RSA' && keyBits === 1024) return asking.answer('A-25/1024') === 'taken';
  if (keyAlgorithm === 'RSA' && keyBits === 4096) return asking.answer('A-25/4096') === 'taken';
  if (keyAlgorithm === 'RSA' && keyBits === 2048) return true;
  return asking.assume(`keys of ${keyAlgorithm} ${keyBits} in the TPM`, ['taken', 'refused']) === 'taken';
}

/** One of them applies to every install whose settings hold; the settings' own rules see to that. */
export const providerRules: readonly ProviderRule[] = [toTpm, toEither, toSoftware, toHello];

/** A key where it was put. */
export interface PlacedKey extends KeySubject {
  readonly provider: KeyProvider;
}

export type ExportableRule = Rule<PlacedKey, { readonly exportable: Exportable }>;

const neverFromHardware: ExportableRule = {
  id: 'key-in-tpm-not-exportable',
  requirements: ['R-PFX-21'],
  ambiguities: [],
  because: 'a key in the TPM or in Windows Hello can not be exported',
  decide: ({ provider }) => (provider === 'software' ? undefined : { exportable: false }),
};

const exportableIgnored: ExportableRule = {
  id: 'exportable-ignored-with-location-2',
  requirements: ['R-GEN-04', 'R-PFX-20'],
  ambiguities: ['A-09'],
  because: 'PFXKeyExportable true is passed over with KeyLocation 2',
  decide: ({ attempt }, asking) => {
    if (numberOf(attempt, 'KeyLocation') !== 2 || truthOf(attempt, 'PFXKeyExportable') !== true)
      return undefined;
    return asking.answer('A-09') === 'ignored' ? { exportable: false } : undefined;
  },
};

const asSet: ExportableRule = {
  id: 'exportable-as-set',
  requirements: ['R-PFX-20'],
  ambiguities: [],
  because: 'PFXKeyExportable decides whether the key can be exported',
  decide: ({ attempt }) => {
    const exportable = truthOf(attempt, 'PFXKeyExportable');
    return exportable === undefined ? undefined : { exportable };
  },
};

const whenAbsent: ExportableRule = {
  id: 'exportable-absent',
  requirements: ['R-PFX-20'],
  ambiguities: ['A-12'],
  because: 'PFXKeyExportable is not set',
  decide: () => ({ exportable: { decides: 'A-12', yes: 'exportable', no: 'not-exportable' } }),
};

/** In order: the first that applies decides. */
export const exportableRules: readonly ExportableRule[] = [
  neverFromHardware,
  exportableIgnored,
  asSet,
  whenAbsent,
];
