import type { NodeId } from '../csp/tree.ts';
import { csp, together } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** Values of the PFX settings that are read wrongly, and settings that are missed or not missed. */
export const valueFaults: readonly Fault[] = [
  {
    id: 'key-location-unknown-in-software',
    mistake: 'A KeyLocation above 4 is taken as software.',
    breaks: ['R-PFX-09'],
    adjust: together(
      accepting('PFXCertInstall/{UniqueID}/KeyLocation', (value) => value > 4),
      csp(({ placeKey }) => ({
        placeKey: (location, ...others) => placeKey(location > 4 ? 3 : location, ...others),
      })),
    ),
  },
  {
    id: 'key-location-0-is-a-default',
    mistake: 'KeyLocation 0 is taken as 2, TPM if there is one.',
    breaks: ['R-PFX-09'],
    adjust: together(
      accepting('PFXCertInstall/{UniqueID}/KeyLocation', (value) => value === 0),
      csp(({ placeKey }) => ({
        placeKey: (location, ...others) => placeKey(location === 0 ? 2 : location, ...others),
      })),
    ),
  },
  {
    id: 'key-location-4-not-known',
    mistake: 'KeyLocation 4, Windows Hello for Business, is refused as unknown.',
    breaks: ['R-PFX-08', 'R-PFX-04'],
    adjust: csp(({ aspectOf }) => ({
      aspectOf: (node, text, rules) =>
        node === 'PFXCertInstall/{UniqueID}/KeyLocation' && rules.readInt(text) === 4
          ? 'A-04/KeyLocation'
          : aspectOf(node, text, rules),
    })),
  },
  {
    id: 'key-location-default-software',
    mistake: 'Without KeyLocation the key goes to software.',
    breaks: ['R-PFX-04'],
    adjust: csp(() => ({ defaultLocation: 3 })),
  },
  {
    id: 'key-location-default-tpm-if-present',
    mistake: 'Without KeyLocation the key goes to the TPM where there is one.',
    breaks: ['R-PFX-04'],
    adjust: csp(() => ({ defaultLocation: 2 })),
  },
  {
    id: 'digits-before-letters-read',
    mistake: 'An int is read up to the first character that is no digit.',
    breaks: ['R-PFX-09', 'R-PFX-17'],
    adjust: csp(({ readInt }) => ({
      readInt: (text) => readInt(text) ?? readInt(/^[0-9]+/.exec(text)?.[0] ?? ''),
    })),
  },
  {
    id: 'hexadecimal-int-read',
    mistake: 'An int may be written in hexadecimal.',
    breaks: ['R-PFX-09', 'R-PFX-17'],
    adjust: csp(({ readInt }) => ({
      readInt: (text) => readInt(text) ?? (/^0x[0-9A-Fa-f]{1,8}$/.test(text) ? Number(text) : undefined),
    })),
  },
  {
    id: 'int-kept-in-32-bits',
    mistake: 'Of an int the last 32 bits are kept.',
    breaks: ['R-PFX-09', 'R-PFX-17'],
    adjust: csp(({ readInt }) => ({
      readInt: (text) =>
        readInt(text) ?? (/^[0-9]+$/.test(text) ? Number(BigInt.asIntN(32, BigInt(text))) : undefined),
    })),
  },
  {
    id: 'encryption-type-empty-is-plain',
    mistake: 'An empty PFXCertPasswordEncryptionType is taken as 0.',
    breaks: ['R-PFX-17'],
    adjust: csp(({ aspectOf }) => ({
      aspectOf: (node, text, rules) =>
        node === 'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionType' && text === ''
          ? undefined
          : aspectOf(node, text, rules),
    })),
  },
  {
    id: 'encryption-type-unknown-is-plain',
    mistake: 'A PFXCertPasswordEncryptionType above 2 is taken as 0.',
    breaks: ['R-PFX-17'],
    adjust: accepting('PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionType', (value) => value > 2),
  },
  {
    id: 'encryption-type-2-not-known',
    mistake: 'PFXCertPasswordEncryptionType 2 is refused as unknown.',
    breaks: ['R-PFX-17', 'R-PFX-19'],
    adjust: csp(({ aspectOf }) => ({
      aspectOf: (node, text, rules) =>
        node === 'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionType' && rules.readInt(text) === 2
          ? 'A-04/PFXCertPasswordEncryptionType'
          : aspectOf(node, text, rules),
    })),
  },
  {
    id: 'bool-of-any-text',
    mistake: 'Every PFXKeyExportable other than true is false.',
    breaks: ['R-PFX-20'],
    adjust: csp(({ readBool }) => ({
      readBool: (text) => (text === '' ? undefined : (readBool(text) ?? false)),
    })),
  },
  {
    id: 'bool-yes-and-no',
    mistake: 'PFXKeyExportable may be yes or no.',
    breaks: ['R-PFX-20'],
    adjust: csp(({ readBool }) => ({
      readBool: (text) => (text === 'yes' ? true : text === 'no' ? false : readBool(text)),
    })),
  },
];

/** A device to which some values of a node of format int are right that are not. */
function accepting(node: NodeId, isRight: (value: number) => boolean): Fault['adjust'] {
  return csp(({ aspectOf }) => ({
    aspectOf: (asked, text, rules) => {
      const value = asked === node ? rules.readInt(text) : undefined;
      return value !== undefined && isRight(value) ? undefined : aspectOf(asked, text, rules);
    },
  }));
}
