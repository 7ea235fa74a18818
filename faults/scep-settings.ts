import type { RequirementId } from '../csp/requirements.ts';
import { csp, together } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { assuming, reading, taking, withSetting } from './scep-changing.ts';

/** Values that make the configuration fail (csp-source.txt, KeyUsage, KeyLength, HashAlgorithm and others). */
const values: readonly Fault[] = [
  {
    id: 'key-usage-bits-not-checked',
    mistake: 'A KeyUsage with neither 0x20 nor 0x80 is enrolled with as it is.',
    breaks: ['R-SCEP-10'],
    adjust: csp(() => ({
      settingFault: (_name, _text, found) => (found === 'A-04/KeyUsage' ? undefined : found),
    })),
  },
  {
    id: 'key-usage-checked-for-any-bit',
    mistake: 'Any bit of 0xFF is enough for a KeyUsage, so that only 0 and 256 are refused.',
    breaks: ['R-SCEP-10'],
    adjust: csp(() => ({
      settingFault: (_name, text, found) =>
        found === 'A-04/KeyUsage' && (Number(text) & 0xff) !== 0 ? undefined : found,
    })),
  },
  {
    id: 'key-usage-both-bits-demanded',
    mistake: 'A KeyUsage has to have both bits, 0x20 and 0x80.',
    breaks: ['R-SCEP-09', 'R-SCEP-10'],
    adjust: csp(() => ({
      settingFault: (name, text, found) =>
        name === 'KeyUsage' && (Number(text) & 0xa0) !== 0xa0 ? 'A-04/KeyUsage' : found,
    })),
  },
  {
    id: 'key-usage-only-known-values',
    mistake: 'A KeyUsage has to be 32, 128 or 160: other bits beside these are refused.',
    breaks: ['R-SCEP-09', 'R-SCEP-10'],
    adjust: csp(() => ({
      settingFault: (name, text, found) =>
        name === 'KeyUsage' && ![32, 128, 160].includes(Number(text)) ? 'A-04/KeyUsage' : found,
    })),
  },
  {
    id: 'hash-list-refused',
    mistake: 'HashAlgorithm takes one family only: a list with plus signs is refused.',
    breaks: ['R-SCEP-21'],
    adjust: csp(() => ({
      settingFault: (name, text, found) =>
        name === 'HashAlgorithm' && text.includes('+') ? 'A-04/HashAlgorithm' : found,
    })),
  },
  {
    id: 'hash-only-first-token-read',
    mistake: 'Of HashAlgorithm only what stands before the first plus sign is looked at.',
    breaks: ['R-SCEP-21'],
    adjust: together(
      csp(({ isHashAlgorithm }) => ({
        isHashAlgorithm: (text) => isHashAlgorithm(text.split('+')[0] ?? ''),
      })),
      reading('HashAlgorithm', (text) => text.split('+')[0] ?? ''),
    ),
  },
  {
    id: 'hash-only-last-token-read',
    mistake: 'Of HashAlgorithm only what stands behind the last plus sign is looked at.',
    breaks: ['R-SCEP-21'],
    adjust: together(
      csp(({ isHashAlgorithm }) => ({
        isHashAlgorithm: (text) => isHashAlgorithm(text.split('+').at(-1) ?? ''),
      })),
      reading('HashAlgorithm', (text) => text.split('+').at(-1) ?? ''),
    ),
  },
  {
    id: 'hash-unknown-taken-for-sha-2',
    mistake: 'A HashAlgorithm that names no family is taken for SHA-2.',
    breaks: ['R-SCEP-21'],
    adjust: together(
      csp(() => ({
        settingFault: (_name, _text, found) => (found === 'A-04/HashAlgorithm' ? undefined : found),
      })),
      reading('HashAlgorithm', (text) => (/SHA-?[12]/.test(text) ? text : 'SHA-2')),
    ),
  },
  {
    id: 'custom-text-refused',
    mistake: 'CustomTextToShowInPrompt is not implemented, and refused.',
    breaks: ['R-SCEP-28'],
    adjust: csp(() => ({
      refusesChange: ({ place }) => place.definition.name === 'CustomTextToShowInPrompt',
    })),
  },
  {
    id: 'custom-text-in-ascii-only',
    mistake: 'A CustomTextToShowInPrompt with letters beyond ASCII is refused.',
    breaks: ['R-SCEP-28'],
    adjust: csp(() => ({
      refusesChange: ({ place, text }) =>
        place.definition.name === 'CustomTextToShowInPrompt' && /[^\n -~]/.test(text),
    })),
  },
  {
    id: 'container-name-refused',
    mistake: 'ContainerName is refused, as if it were for PFX installs only.',
    breaks: ['R-SCEP-27'],
    adjust: csp(() => ({ refusesChange: ({ place }) => place.definition.name === 'ContainerName' })),
  },
  {
    id: 'install-not-added-explicitly',
    mistake: 'Install is made by the settings below it, and a command that adds it itself is refused.',
    breaks: ['R-SCEP-03'],
    adjust: csp(() => ({
      refusesChange: ({ place, verb }) => place.definition.name === 'Install' && verb === 'Add',
    })),
  },
];

/** Settings that every enrollment needs, and what a device does without one (csp-source.txt, their sections). */
const required: readonly Fault[] = [
  notRequired(
    'eku-mapping',
    'EKUMapping',
    '1.3.6.1.5.5.7.3.2',
    'client authentication is asked for',
    'R-SCEP-08',
  ),
  notRequired('key-usage', 'KeyUsage', '160', 'both bits are asked for', 'R-SCEP-09'),
  notRequired(
    'subject-name',
    'SubjectName',
    'CN=DESKTOP-0815',
    'the name of the device is the subject',
    'R-SCEP-11',
  ),
  notRequired('key-length', 'KeyLength', '2048', 'a key of 2048 bits is made', 'R-SCEP-19'),
  notRequired('hash-algorithm', 'HashAlgorithm', 'SHA-2', 'SHA-2 is used', 'R-SCEP-21'),
  notRequired('challenge', 'Challenge', '', 'the request has an empty one', 'R-SCEP-06'),
  {
    id: 'ca-thumbprint-not-required',
    mistake: 'Without CAThumbprint every CA is trusted.',
    breaks: ['R-SCEP-37', 'R-SCEP-23'],
    adjust: together(
      assuming('CAThumbprint', ''),
      csp(({ isThumbprint, isExpectedAuthority }) => ({
        isThumbprint: (text) => text === '' || isThumbprint(text),
        isExpectedAuthority: (certificate, thumbprint) =>
          thumbprint === '' || isExpectedAuthority(certificate, thumbprint),
      })),
    ),
  },
  {
    id: 'server-url-not-required',
    mistake: 'Without ServerURL the last one is used that was set for any request, deleted or not.',
    breaks: ['R-SCEP-37', 'R-SCEP-05'],
    adjust: (rules) => {
      let last: string | undefined;
      return csp(() => ({
        refusesChange: ({ place, text }) => {
          if (place.definition.name === 'ServerURL') last = text;
          return false;
        },
        settingsAtExec: (settings) =>
          settings.has('ServerURL') || last === undefined
            ? settings
            : withSetting(settings, 'ServerURL', last),
      }))(rules);
    },
  },
  {
    id: 'missing-settings-taken-from-the-neighbour',
    mistake: 'A setting that is missing is taken from the request that was enrolled before.',
    breaks: ['R-SCEP-37', 'R-GEN-01', 'R-SCEP-02'],
    adjust: taking(() => {
      let before: ReadonlyMap<string, string> = new Map();
      return (settings) => {
        const complete = new Map([...before, ...settings]);
        before = settings;
        return complete;
      };
    }),
  },
  demanded('retry-count', 'RetryCount', 'R-SCEP-17'),
  demanded('key-protection', 'KeyProtection', 'R-SCEP-12'),
  demanded('alternative-names', 'SubjectAlternativeNames', 'R-SCEP-24'),
  demanded('template', 'TemplateName', 'R-SCEP-18'),
];

export const scepSettingFaults: readonly Fault[] = [...values, ...required];

/** A required setting in whose place the device has a value of its own. */
function notRequired(
  id: string,
  name: string,
  text: string,
  words: string,
  requirement: RequirementId,
): Fault {
  return {
    id: `${id}-not-required`,
    mistake: `Without ${name} the enrollment goes on, and ${words}.`,
    breaks: ['R-SCEP-37', requirement],
    adjust: assuming(name, text),
  };
}

/** An optional setting without which nothing is enrolled. */
function demanded(id: string, name: string, requirement: RequirementId): Fault {
  return {
    id: `${id}-demanded`,
    mistake: `Without ${name}, which is optional, the Exec is refused.`,
    breaks: [requirement, 'R-SCEP-29'],
    adjust: csp(({ requiredSettings }) => ({ requiredSettings: [...requiredSettings, name] })),
  };
}
