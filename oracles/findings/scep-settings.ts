import { requiredSettings } from '../rules/enrollment.ts';
import type { FindingRule } from './finding.ts';
import type { Install } from './install.ts';
import type { Payload } from './payload.ts';
import type { Setting } from './setting.ts';
import { sets } from './setting.ts';
import { intOf } from './value.ts';

/** Settings of a SCEP enrollment that are missing, or do not go together (csp-source.txt, SCEP). */
export const scepSettingFindings: readonly FindingRule[] = [
  {
    // csp-source.txt: "Required" in the section of each of these nodes.
    id: 'required-setting-missing',
    severity: 'error',
    requirement: 'R-SCEP-37',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        const missing = requiredSettings.filter((name) => install.value(name) === undefined);
        if (missing.length === 0) continue;
        const [are, them] = missing.length === 1 ? ['is', 'it'] : ['are', 'them'];
        yield {
          position: trigger.positions.locUri,
          message: `${missing.join(', ')} ${are} required and missing: the enrollment does not succeed. Set ${them} before Enroll.`,
        };
      }
    },
  },
  {
    // csp-source.txt, KeyProtection.
    id: 'scep-container-name-missing',
    severity: 'error',
    requirement: 'R-SCEP-15',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        if (keyProtection(install) !== 4 || install.value('ContainerName') !== undefined) continue;
        yield {
          position: (install.value('KeyProtection')?.setting ?? trigger).positions.data,
          message:
            'KeyProtection 4 (Windows Hello for Business) needs ContainerName, which is missing: the enrollment fails. Add it, or choose another KeyProtection.',
        };
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
          message: 'With KeyProtection 4 (Windows Hello for Business) KeyLength has to be 2048.',
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
          message: 'With KeyProtection 4 (Windows Hello for Business) HashAlgorithm has to be SHA256.',
        };
      }
    },
  },
  {
    // What a TPM makes is a matter of the hardware.
    id: 'tpm-key-length',
    severity: 'information',
    requirement: 'R-SCEP-19',
    ambiguity: 'A-25',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        const length = install.value('KeyLength');
        const protection = keyProtection(install);
        if (!payload.given.tpm || (protection !== 1 && protection !== 2)) continue;
        if (length?.text === undefined || !['1024', '4096'].includes(length.text.trim())) continue;
        yield {
          position: (length.setting ?? trigger).positions.data,
          message: `Not every TPM makes RSA keys of ${length.text.trim()} bits; all that Windows asks for make 2048.`,
        };
      }
    },
  },
  {
    // csp-source.txt, Install, Note.
    id: 'enrollment-under-way',
    severity: 'warning',
    requirement: 'R-SCEP-04',
    *find({ installs }) {
      for (const install of installs) {
        const status = install.half === 'scep' ? install.value('Status')?.text : undefined;
        const change = install.settings.find((setting) => sets(setting) && setting.node?.format !== 'node');
        if (change === undefined || (status !== '2' && status !== '32')) continue;
        yield {
          position: change.positions.locUri,
          message: `The enrollment is under way on the given device (Status ${status}): its settings should not be changed before it has ended (the CSP page, Install).`,
        };
      }
    },
  },
];

/** The enrollments that the payload starts, each with the Exec that starts it last. */
function startedScepInstalls({ installs }: Payload): readonly (readonly [Install, Setting])[] {
  return installs.flatMap((install) => {
    const trigger = install.half === 'scep' ? install.triggers.at(-1) : undefined;
    return trigger === undefined ? [] : [[install, trigger] as const];
  });
}

/** KeyProtection as a number, 3 where it is absent; undefined where it is unfilled or no number. */
function keyProtection(install: Install): number | undefined {
  const value = install.value('KeyProtection');
  if (value === undefined) return 3;
  return value.text === undefined ? undefined : intOf(value.text);
}
