import type { FindingRule } from './finding.ts';
import type { Install } from './install.ts';
import { keyProtection, startedScepInstalls } from './scep-install.ts';
import type { Setting } from './setting.ts';
import { intOf } from './value.ts';

/** KeyProtection, and what has to go with it. */
export const scepProviderFindings: readonly FindingRule[] = [
  {
    // csp-source.txt, KeyProtection.
    id: 'scep-container-name-missing',
    severity: 'error',
    requirement: 'R-SCEP-15',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        const container = install.value('ContainerName');
        // A placeholder will be filled in.
        const isNamed =
          container !== undefined && (container.text === undefined || container.text.trim() !== '');
        if (keyProtection(install) !== 4 || isNamed) continue;
        yield {
          position: (container?.setting ?? install.value('KeyProtection')?.setting ?? trigger).positions.data,
          message: `KeyProtection 4 (Windows Hello for Business) needs ContainerName, which is ${container === undefined ? 'missing' : 'empty'}: the enrollment fails. Name the container, or choose another KeyProtection.`,
        };
      }
    },
  },
  {
    // csp-source.txt, ContainerName and CustomTextToShowInPrompt: for Windows Hello for Business.
    id: 'hello-setting-unused',
    severity: 'information',
    requirement: 'R-SCEP-27',
    *find(payload) {
      for (const [install] of startedScepInstalls(payload)) {
        const protection = keyProtection(install);
        if (protection === undefined || protection === 4) continue;
        for (const name of ['ContainerName', 'CustomTextToShowInPrompt']) {
          const { setting } = install.value(name) ?? {};
          if (setting === undefined) continue;
          yield {
            position: setting.positions.locUri,
            message: `${name} has a meaning only with KeyProtection 4 (Windows Hello for Business), and here that is ${protection}. Leave it out, or set KeyProtection to 4.`,
            requirement: setting.node?.requirements.at(-1),
          };
        }
      }
    },
  },
  {
    // csp-source.txt, KeyProtection: 1 is the TPM.
    id: 'scep-tpm-missing',
    severity: 'warning',
    requirement: 'R-SCEP-13',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        if (keyProtection(install) !== 1 || payload.given.tpm) continue;
        yield {
          position: (install.value('KeyProtection')?.setting ?? trigger).positions.data,
          message:
            'KeyProtection 1 needs a TPM, and the given device has none: the enrollment fails. KeyProtection 2 falls back to software.',
        };
      }
    },
  },
  {
    // csp-source.txt, KeyLength.
    id: 'hello-key-length',
    severity: 'error',
    requirement: 'R-SCEP-20',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        const length = install.value('KeyLength');
        if (keyProtection(install) !== 4 || length?.text === undefined || intOf(length.text) === 2048)
          continue;
        yield {
          position: (length.setting ?? trigger).positions.data,
          message: `With KeyProtection 4 (Windows Hello for Business) KeyLength has to be 2048, and is ${length.text.trim()}: the enrollment fails.`,
        };
      }
    },
  },
  {
    // csp-source.txt, HashAlgorithm.
    id: 'hello-hash-algorithm',
    severity: 'error',
    requirement: 'R-SCEP-22',
    ambiguity: 'A-16',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        const hash = install.value('HashAlgorithm');
        if (keyProtection(install) !== 4 || hash?.text === undefined) continue;
        // SHA-2 is the family that SHA256 belongs to; the documents mix the two ways of naming.
        if (/^\s*SHA-?(?:2|256)\s*$/i.test(hash.text)) continue;
        yield {
          position: (hash.setting ?? trigger).positions.data,
          message:
            'With KeyProtection 4 (Windows Hello for Business) HashAlgorithm has to be SHA256 and nothing else. Write SHA256.',
        };
      }
    },
  },
  {
    // Microsoft, Intune, SCEP certificate profiles: on Windows only the software provider stores keys of 4096 bits.
    id: 'tpm-key-length',
    severity: 'warning',
    requirement: 'R-SCEP-19',
    ambiguity: 'A-25',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        const setting = lengthForTpm(install, trigger, 4096, payload.given.tpm);
        if (setting === undefined) continue;
        const outcome =
          keyProtection(install) === 1
            ? 'the enrollment fails then'
            : 'whether software takes it then is not said';
        yield {
          position: setting.positions.data,
          message: `KeyLength 4096 with KeyProtection ${keyProtection(install) ?? ''}: TPMs mostly refuse RSA keys of that length, and Microsoft's Intune says so of all; ${outcome}. Use 2048, or KeyProtection 3 (software).`,
        };
      }
    },
  },
  {
    // TPMs have to make RSA 2048 (TCG, PC Client Platform TPM Profile); a software TPM of revision 1.64 makes 1024 too.
    id: 'tpm-short-key',
    severity: 'information',
    requirement: 'R-SCEP-19',
    ambiguity: 'A-25',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        const setting = lengthForTpm(install, trigger, 1024, payload.given.tpm);
        if (setting === undefined) continue;
        yield {
          position: setting.positions.data,
          message: 'Not every TPM makes RSA keys of 1024 bits; all that Windows asks for make 2048.',
        };
      }
    },
  },
];

/** Where the length stands, of a key that goes into the TPM if that makes it; undefined for every other enrollment. */
function lengthForTpm(install: Install, trigger: Setting, bits: number, tpm: boolean): Setting | undefined {
  const length = install.value('KeyLength');
  const protection = keyProtection(install);
  if (!tpm || (protection !== 1 && protection !== 2)) return undefined;
  return length?.text !== undefined && intOf(length.text) === bits ? (length.setting ?? trigger) : undefined;
}
