import type { NodeId } from '../../csp/tree.ts';
import { nodeById } from '../../csp/tree.ts';
import { isAtEdge } from '../../csp/values.ts';
import { nodeAddress, requestAddress, uniqueIds } from '../address.ts';
import { add, get } from '../command.ts';
import type { Draft } from '../draft.ts';
import { usualPfx } from '../fixtures.ts';
import { deviceFor, installCommands, usualInstall, type Install } from '../install.ts';
import type { Drafts } from '../list-family.ts';
import { sampleOf } from './samples.ts';

/**
 * Classes of texts for an int: below its bounds, no number, other spellings of a valid digit, more than 32 bits; the
 * last one is the digit again for whoever keeps only 32 bits.
 */
export function intTexts(digit: number): readonly string[] {
  const spellings = [` ${digit} `, `0${digit}`, `+${digit}`, `${digit}.0`, `0x${digit}`, `${digit}a`];
  return ['-1', '', 'three', ...spellings, '2147483647', '2147483648', String(2 ** 32 + digit)];
}

/** All texts that are tried as the value of a node. */
export const valueClasses = {
  KeyLocation: ['0', '1', '2', '3', '4', '5', ...intTexts(3)],
  PFXCertPasswordEncryptionType: ['0', '1', '2', '3', ...intTexts(0)],
  PFXKeyExportable: [
    'true',
    'false',
    'True',
    'TRUE',
    'False',
    'FALSE',
    '1',
    '0',
    '2',
    '',
    'yes',
    'perhaps',
    ' true ',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Named = keyof typeof valueClasses;

/** The value that asks for nothing else: the twin of all that is wrong. */
const plainest: Readonly<Record<Named, string>> = {
  KeyLocation: '3',
  PFXCertPasswordEncryptionType: '0',
  PFXKeyExportable: 'false',
};

const choiceOf = {
  KeyLocation: 'keyLocation',
  PFXCertPasswordEncryptionType: 'encryptionType',
  PFXKeyExportable: 'exportable',
} as const satisfies Readonly<Record<Named, keyof Install>>;

const uniqueId = uniqueIds[0];

/**
 * Each text twice: set alone, and as part of an install. Device and user take turns.
 * @param keep which texts belong to the family; the plainest valid one, their twin, is always there
 */
export function valueDrafts(name: Named, keep: (text: string, allowed: boolean) => boolean): Drafts {
  const nodeId: NodeId = `PFXCertInstall/{UniqueID}/${name}`;
  const allowed = nodeById(nodeId).values ?? [];
  const texts = valueClasses[name].filter(
    (text) => text === plainest[name] || keep(text, allowed.includes(text)),
  );
  return ({ pool }) =>
    texts.flatMap((text, number): readonly Draft[] => {
      const scope = number % 2 === 0 ? ('device' as const) : ('user' as const);
      const address = nodeAddress(scope, nodeId, uniqueId);
      const faults = (form: string): Pick<Draft, 'faults' | 'twin'> =>
        allowed.includes(text)
          ? {}
          : { faults: [`${name} is ${JSON.stringify(text)}`], twin: `${name}/${form}/${plainest[name]}` };
      const install = installWith(name, text, { ...usualInstall, scope });
      const watched = [{ prefix: scope, uniqueId }];
      const marks: Draft['marks'] = isAtEdge(nodeById(nodeId), text) ? ['boundary'] : [];
      return [
        {
          id: `${name}/set/${nameOf(text)}`,
          title: `Add of ${name} with ${JSON.stringify(text)}.`,
          ...faults('set'),
          marks,
          parts: [
            [add(requestAddress(scope, uniqueId), 'node')],
            [add(address, sampleOf(nodeById(nodeId)).format, text), get(address)],
          ],
          watched,
        },
        {
          id: `${name}/install/${nameOf(text)}`,
          title: `Install with ${name} ${JSON.stringify(text)}.`,
          ...faults('install'),
          marks,
          device: deviceFor([install], pool),
          parts: [installCommands(install, pool), [get(address)]],
          watched,
        },
      ];
    });
}

/** The install has what the value itself asks for, so that nothing but the value can be at fault. */
function installWith(name: Named, text: string, install: Install): Install {
  const chosen = { ...install, [choiceOf[name]]: text };
  if (name === 'PFXCertPasswordEncryptionType') {
    return { ...chosen, pfx: usualPfx, ...(text === '2' ? { encryptionStore: 'My' } : {}) };
  }
  if (name !== 'KeyLocation') return chosen;
  return {
    ...chosen,
    tpm: text === '1' || text === '2',
    ...(text === '4' ? { containerName: 'WorkContainer' } : {}),
  };
}

/** Part of a case's id for a text that may be empty or hold blanks. */
export function nameOf(text: string): string {
  return text === '' ? 'empty' : text.replaceAll(' ', '_');
}
