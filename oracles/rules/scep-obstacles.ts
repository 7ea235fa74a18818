import type { Asking } from '../asking.ts';
import type { Device } from '../device.ts';
import type { FrozenSettings } from '../scep/enrollment.ts';
import { areClear, hashesOf, keyProtectionOf, listOf, numberOf, textOf } from '../scep/settings.ts';
import type { Rule, Wording } from '../rule.ts';
import type { Showing } from '../state.ts';
import { requiredSettings } from './enrollment.ts';

/** An enrollment before any server is asked. */
export interface EnrollmentSubject {
  readonly settings: FrozenSettings;
  readonly device: Device;
  /** The challenge was deleted by an earlier Exec and not set again. */
  readonly challengeUsed: boolean;
  /** Servers that earlier enrollments of the case may have asked. */
  readonly asked: readonly string[];
}

/** Why the enrollment can not succeed, whatever the servers do. `open`: some devices may succeed all the same. */
export interface Obstacle extends Wording {
  readonly kind: 'fails' | 'open';
  /** Whether a request may reach the servers all the same. */
  readonly sends: 'may' | 'never';
  /** Where it shows, where that is known; `either`: it is several, which show in different ways. */
  readonly shows?: Showing | 'either';
}

export type ObstacleRule = Rule<EnrollmentSubject, Obstacle>;

const missing: ObstacleRule = {
  id: 'enrollment-setting-missing',
  requirements: ['R-SCEP-37'],
  ambiguities: ['A-04'],
  because: 'a required setting is missing',
  decide: ({ settings, challengeUsed }) => {
    const absent = requiredSettings.filter(
      (name) => !settings.has(name) || (name === 'Challenge' && challengeUsed),
    );
    if (absent.length === 0) return undefined;
    // That a device keeps for itself what an earlier Exec took is not excluded.
    const kept = challengeUsed && absent.every((name) => name === 'Challenge');
    const because = `${absent.join(', ')} ${absent.length === 1 ? 'is' : 'are'} missing`;
    if (kept) return { kind: 'open', sends: 'may', because };
    // Where nothing is set, Install is perhaps not there, and no Enroll in it: that says nothing of other Execs.
    return { kind: 'fails', sends: 'may', because, ...(settings.size === 0 ? { shows: 'either' } : {}) };
  },
};

/** Found when it was set, the value would not be there (rules/scep-values.ts). */
const invalid: ObstacleRule = {
  id: 'enrollment-setting-invalid',
  requirements: ['R-SCEP-10', 'R-SCEP-19', 'R-SCEP-21', 'R-SCEP-12', 'R-SCEP-25', 'R-SCEP-23'],
  ambiguities: ['A-04', 'A-17'],
  because: 'a setting has a value that makes the configuration fail',
  decide: ({ settings }) => {
    const flaws = [...settings.values()].flatMap((setting) => setting.flaws);
    const [flaw] = flaws;
    if (flaw === undefined) return undefined;
    const { requirement, because } = flaw.reason;
    const shows = flaws.every((one) => one.shows === flaw.shows) ? flaw.shows : 'either';
    return { kind: 'fails', sends: 'may', requirement, because, shows };
  },
};

const challengeUndecodable: ObstacleRule = {
  id: 'enrollment-challenge-not-base64',
  requirements: ['R-SCEP-06'],
  ambiguities: ['A-15'],
  because: 'Challenge is no base64, and the device decodes it',
  decide: ({ settings }, asking) => {
    const challenge = textOf(settings, 'Challenge') ?? '';
    const isBase64 = challenge.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(challenge);
    if (isBase64 || !settings.has('Challenge') || asking.answer('A-15') === 'text') return undefined;
    // What can not be decoded is found when the request is made, and not when it is asked for.
    return { kind: 'open', sends: 'may', shows: 'status' };
  },
};

const withoutTpm: ObstacleRule = {
  id: 'enrollment-without-tpm',
  requirements: ['R-SCEP-13'],
  ambiguities: [],
  because: 'KeyProtection 1 asks for a TPM, which the device does not have',
  decide: ({ settings, device }) =>
    keyProtectionOf(settings) === 1 && !device.tpm ? { kind: 'fails', sends: 'never' } : undefined,
};

const refusedByTpm: ObstacleRule = {
  id: 'enrollment-key-refused-by-tpm',
  requirements: ['R-SCEP-13', 'R-SCEP-14'],
  ambiguities: ['A-25'],
  because: 'the TPM does not make keys of this length',
  decide: ({ settings, device }, asking) => {
    const protection = keyProtectionOf(settings);
    if (!device.tpm || (protection !== 1 && protection !== 2) || isMadeByTpm(settings, asking))
      return undefined;
    if (protection === 1) return { kind: 'fails', sends: 'never' };
    return asking.answer('A-25/fallback') === 'software'
      ? undefined
      : { kind: 'fails', sends: 'never', requirement: 'R-SCEP-14' };
  },
};

/** TPMs differ in the lengths that they take; 2048 all of them do. */
export function isMadeByTpm(settings: FrozenSettings, asking: Asking): boolean {
  const bits = numberOf(settings, 'KeyLength');
  if (bits === 1024) return asking.answer('A-25/1024') === 'taken';
  return bits !== 4096 || asking.answer('A-25/4096') === 'taken';
}

const helloWithoutContainer: ObstacleRule = {
  id: 'enrollment-without-container',
  requirements: ['R-SCEP-15', 'R-SCEP-27'],
  ambiguities: ['A-63'],
  because: 'KeyProtection 4 needs the name of a Windows Hello container',
  decide: ({ settings, device }, asking) => {
    if (keyProtectionOf(settings) !== 4) return undefined;
    const container = textOf(settings, 'ContainerName') ?? '';
    if (container === '') return { kind: 'fails', sends: 'never' };
    return device.helloContainers.has(container) || asking.answer('A-63') === 'created'
      ? undefined
      : { kind: 'fails', sends: 'never', because: `there is no Windows Hello container ${container}` };
  },
};

const helloKeyLength: ObstacleRule = {
  id: 'enrollment-hello-key-length',
  requirements: ['R-SCEP-20'],
  ambiguities: [],
  because: 'Windows Hello for Business takes keys of 2048 bits only',
  decide: ({ settings }) => {
    const bits = numberOf(settings, 'KeyLength');
    return keyProtectionOf(settings) === 4 && bits !== undefined && bits !== 2048
      ? { kind: 'fails', sends: 'never' }
      : undefined;
  },
};

const helloHash: ObstacleRule = {
  id: 'enrollment-hello-hash',
  requirements: ['R-SCEP-22'],
  ambiguities: ['A-16'],
  because: 'Windows Hello for Business takes SHA256 only',
  decide: ({ settings }) => {
    if (keyProtectionOf(settings) !== 4) return undefined;
    const hashes = hashesOf(settings);
    if (hashes.length === 0) return undefined;
    if (!hashes.includes('sha256')) return { kind: 'fails', sends: 'never' };
    // Whether SHA-256 has to be the only one is a matter of reading.
    return hashes.includes('sha1') ? { kind: 'open', sends: 'may' } : undefined;
  },
};

const entraKey: ObstacleRule = {
  id: 'enrollment-entra-key-mismatch',
  requirements: ['R-SCEP-31'],
  ambiguities: [],
  because: 'no value of AADKeyIdentifierList is the key of the device',
  decide: ({ settings, device }) => {
    const list = listOf(textOf(settings, 'AADKeyIdentifierList') ?? '', ';');
    const { entraKeyIdentifier } = device;
    if (list.length === 0 || (entraKeyIdentifier !== undefined && list.includes(entraKeyIdentifier)))
      return undefined;
    // In what case the identifier is written is nowhere said.
    const alike = list.some((one) => one.toLowerCase() === entraKeyIdentifier?.toLowerCase());
    return { kind: alike ? 'open' : 'fails', sends: 'may' };
  },
};

export const unclearSetting: ObstacleRule = {
  id: 'enrollment-setting-unclear',
  requirements: ['R-SCEP-37'],
  ambiguities: ['A-37'],
  because: 'no document says what is to be asked for with such a setting',
  decide: ({ settings }) => (areClear(settings) ? undefined : { kind: 'open', sends: 'may' }),
};

/** Each of them is enough; where several apply, which one a device finds is not specified. */
export const obstacleRules: readonly ObstacleRule[] = [
  missing,
  invalid,
  challengeUndecodable,
  withoutTpm,
  helloWithoutContainer,
  helloKeyLength,
  helloHash,
  entraKey,
  refusedByTpm,
  unclearSetting,
];
