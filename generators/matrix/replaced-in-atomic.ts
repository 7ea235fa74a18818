import type { TreeNode } from '../../csp/tree.ts';
import type { Pool } from '../../pki/pool.ts';
import { addressOf, nodeAddress, uniqueIds } from '../address.ts';
import { add, atomic, get, replace } from '../command.ts';
import type { Draft } from '../draft.ts';
import type { Drafts } from '../list-family.ts';
import { scepSampleOf, scepSettingNodes } from '../scep/matrix/samples.ts';
import { isSetting, matrixNodes, sampleOf } from './samples.ts';

const [uniqueId] = uniqueIds;
const scopes = ['device', 'user'] as const;

/**
 * Replace of every setting in an Atomic of its own. Outside of one a device may refuse settings whatever they are
 * and what it makes of the Replace would not show.
 */
export const replacedInAtomic: Drafts = ({ pool }) =>
  [...matrixNodes.filter(isSetting), ...scepSettingNodes]
    .filter((node) => node.name !== 'PFXCertBlob' && node.verbs.includes('Replace'))
    .map((node, index) => draftOf(node, scopes[index % scopes.length] ?? 'device', pool));

function draftOf(node: TreeNode, scope: (typeof scopes)[number], pool: Pool): Draft {
  const address = nodeAddress(scope, node.id, uniqueId);
  const { format, first, second } = valuesOf(node, pool);
  const half = node.half === 'scep' ? 'SCEP' : 'PFXCertInstall';
  return {
    id: `replaced-in-atomic/${node.id}/${scope}`,
    title: `Replace of ${node.name} in an Atomic of its own (${scope}).`,
    alsoAims: ['R-DM-04'],
    parts: [
      [atomic([add(addressOf(scope, half, uniqueId), 'node'), add(address, format, first)])],
      [atomic([replace(address, format, second)]), get(address)],
    ],
    watched: [],
  };
}

interface Values {
  readonly format: string;
  readonly first?: string | undefined;
  readonly second?: string | undefined;
}

function valuesOf(node: TreeNode, pool: Pool): Values {
  if (node.half === 'scep') return scepSampleOf(node);
  const { format, first, second } = sampleOf(node);
  return { format, first: first(pool), second: second(pool) };
}
