import type { Device } from '../device.ts';
import type { FrozenSettings } from '../scep/enrollment.ts';
import { keyProtectionOf, textOf } from '../scep/settings.ts';
import type { Rule } from '../rule.ts';
import { isMadeByTpm } from './scep-obstacles.ts';

/** The key of an enrollment that nothing hinders. */
export interface ScepKeySubject {
  readonly settings: FrozenSettings;
  readonly device: Device;
}

export interface ScepKeyPlace {
  readonly provider: 'software' | 'tpm' | 'hello';
  readonly container?: string;
}

export type ScepKeyRule = Rule<ScepKeySubject, ScepKeyPlace>;

const inTpm: ScepKeyRule = {
  id: 'scep-key-in-tpm',
  requirements: ['R-SCEP-13'],
  ambiguities: ['A-25'],
  because: 'KeyProtection 1 keeps the key in the TPM',
  decide: ({ settings }) => (keyProtectionOf(settings) === 1 ? { provider: 'tpm' } : undefined),
};

const inTpmOrSoftware: ScepKeyRule = {
  id: 'scep-key-in-tpm-or-software',
  requirements: ['R-SCEP-14'],
  ambiguities: ['A-25'],
  because: 'KeyProtection 2 keeps the key in the TPM where there is one, else in software',
  decide: ({ settings, device }, asking) => {
    if (keyProtectionOf(settings) !== 2) return undefined;
    return { provider: device.tpm && isMadeByTpm(settings, asking) ? 'tpm' : 'software' };
  },
};

const inHello: ScepKeyRule = {
  id: 'scep-key-in-hello',
  requirements: ['R-SCEP-15', 'R-SCEP-27'],
  ambiguities: ['A-63'],
  because: 'KeyProtection 4 keeps the key in the Windows Hello container that ContainerName names',
  decide: ({ settings }) =>
    keyProtectionOf(settings) === 4
      ? { provider: 'hello', container: textOf(settings, 'ContainerName') ?? '' }
      : undefined,
};

const inSoftware: ScepKeyRule = {
  id: 'scep-key-in-software',
  requirements: ['R-SCEP-12'],
  ambiguities: [],
  because: 'KeyProtection 3, the default, keeps the key in software',
  decide: () => ({ provider: 'software' }),
};

/** In order: the first that applies decides. */
export const scepKeyRules: readonly ScepKeyRule[] = [inTpm, inTpmOrSoftware, inHello, inSoftware];
