import type { AnswerKey } from '../../csp/ambiguities.ts';
import type { Asking } from '../asking.ts';
import type { Device } from '../device.ts';
import { requirementOfNode } from '../node-requirements.ts';
import type { Rule } from '../rule.ts';
import type { Value, ValueFault } from '../value.ts';

export type ValueRule = Rule<Value, ValueFault>;

const notAnInt: ValueRule = {
  id: 'value-is-no-int',
  requirements: ['R-PFX-09', 'R-PFX-17'],
  ambiguities: ['A-04', 'A-05', 'A-37'],
  because: 'the value is no int',
  decide: ({ place, name, read }, asking) => {
    if (place.node.format !== 'int' || read !== undefined) return undefined;
    const requirement = name === 'KeyLocation' ? 'R-PFX-09' : requirementOfNode(place.node, 'Add');
    return { ...found('A-04/not-an-int', asking), requirement };
  },
};

const keyLocation: ValueRule = {
  id: 'key-location-unknown',
  requirements: ['R-PFX-09'],
  ambiguities: ['A-04', 'A-05'],
  because: 'a KeyLocation other than 1, 2, 3 and 4 has no meaning',
  decide: ({ name, read }, asking) =>
    name === 'KeyLocation' && isOutside(read, 1, 4) ? found('A-04/KeyLocation', asking) : undefined,
};

const encryptionType: ValueRule = {
  id: 'encryption-type-unknown',
  requirements: ['R-PFX-17'],
  ambiguities: ['A-04', 'A-05'],
  because: 'a PFXCertPasswordEncryptionType other than 0, 1 and 2 has no meaning',
  decide: ({ name, read }, asking) =>
    name === 'PFXCertPasswordEncryptionType' && isOutside(read, 0, 2)
      ? found('A-04/PFXCertPasswordEncryptionType', asking)
      : undefined,
};

const exportableText: ValueRule = {
  id: 'exportable-is-no-bool',
  requirements: ['R-PFX-20'],
  ambiguities: ['A-04', 'A-05', 'A-36'],
  because: 'PFXKeyExportable is neither true nor false',
  decide: ({ name, read }, asking) =>
    name === 'PFXKeyExportable' && read === undefined ? found('A-04/PFXKeyExportable', asking) : undefined,
};

/** The pair is found when its second half is set, or else at the trigger (rules/install-settings.ts). */
const exportableLocation: ValueRule = {
  id: 'exportable-with-location-when-set',
  requirements: ['R-GEN-04'],
  ambiguities: ['A-04', 'A-05', 'A-09'],
  because: 'PFXKeyExportable true goes with KeyLocation 3 only',
  decide: ({ name, read, request, device }, asking) => {
    if (name !== 'KeyLocation' && name !== 'PFXKeyExportable') return undefined;
    const location = name === 'KeyLocation' ? read : request?.settings.get('KeyLocation')?.value;
    const exportable = name === 'PFXKeyExportable' ? read : request?.settings.get('PFXKeyExportable')?.value;
    if (exportable !== true) return undefined;
    if (typeof location === 'number' && location !== 2 && location !== 3) {
      return asking.answer('A-04/exportable-location') === 'when-set' ? { found: 'when-set' } : undefined;
    }
    return location === 2 && isFoundWithLocation2(device, asking) ? { found: 'when-set' } : undefined;
  },
};

/** A-09 says that the install fails; a device that finds forbidden pairs when they are set may well say so at once. */
function isFoundWithLocation2(device: Device, asking: Asking): boolean {
  const fails = asking.answer('A-09');
  if (fails === 'ignored' || (fails === 'fails-with-tpm' && !device.tpm)) return false;
  const when = asking.known('A-04/exportable-location');
  if (when !== undefined && when !== 'when-set') return false;
  return asking.assume('exportable true with KeyLocation 2 is found when set', ['no', 'yes']) === 'yes';
}

function isOutside(read: number | boolean | undefined, minimum: number, maximum: number): boolean {
  return typeof read === 'number' && (read < minimum || read > maximum);
}

/** Asks when an invalid value is found. */
export function found(key: AnswerKey & `A-04/${string}`, asking: Asking): ValueFault {
  return { found: asking.answer(key) };
}

export const valueRules: readonly ValueRule[] = [
  notAnInt,
  keyLocation,
  encryptionType,
  exportableText,
  exportableLocation,
];
