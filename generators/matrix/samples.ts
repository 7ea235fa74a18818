import type { Pool } from '../../pki/pool.ts';
import { nodeById, type NodeId, type TreeNode } from '../../csp/tree.ts';
import { openPfx, pfxOf, usualPfx } from '../fixtures.ts';
import type { Install } from '../install.ts';

/** Every node of the PFX half, and the node above it. */
export const matrixNodes: readonly TreeNode[] = (
  [
    '.',
    'PFXCertInstall',
    'PFXCertInstall/{UniqueID}',
    'PFXCertInstall/{UniqueID}/KeyLocation',
    'PFXCertInstall/{UniqueID}/ContainerName',
    'PFXCertInstall/{UniqueID}/PFXCertBlob',
    'PFXCertInstall/{UniqueID}/PFXCertPassword',
    'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionType',
    'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionStore',
    'PFXCertInstall/{UniqueID}/PFXKeyExportable',
    'PFXCertInstall/{UniqueID}/Thumbprint',
    'PFXCertInstall/{UniqueID}/Status',
  ] as const satisfies readonly NodeId[]
).map(nodeById);

/** Valid values of one node. */
export interface Sample {
  /** As the Format element says it; PFXCertBlob travels as base64 text (csp-source.txt, PFX example). */
  readonly format: string;
  readonly first: (pool: Pool) => string | undefined;
  /** Another value than the first, so that a Replace changes something. */
  readonly second: (pool: Pool) => string | undefined;
  /** An install in which the node has its first value. */
  readonly install: Partial<Install>;
}

const nothing = (): undefined => undefined;

/** By the last segment of the node's id. Nodes that can not be set have a value all the same, to try it. */
const samples: Readonly<Record<string, Sample>> = {
  '.': { format: 'node', first: nothing, second: nothing, install: {} },
  PFXCertInstall: { format: 'node', first: nothing, second: nothing, install: {} },
  '{UniqueID}': { format: 'node', first: nothing, second: nothing, install: {} },
  // 3 and 2 need nothing else on any device, with or without TPM.
  KeyLocation: { format: 'int', first: () => '3', second: () => '2', install: { keyLocation: '3' } },
  ContainerName: {
    format: 'chr',
    first: () => 'FirstContainer',
    second: () => 'SecondContainer',
    install: { containerName: 'FirstContainer' },
  },
  PFXCertBlob: {
    format: 'chr',
    first: (pool) => pfxOf(pool, openPfx),
    second: (pool) => pfxOf(pool, { ...openPfx, index: 1 }),
    install: { pfx: openPfx },
  },
  PFXCertPassword: {
    format: 'chr',
    first: () => usualPfx.password ?? undefined,
    second: () => 'Secret-2',
    install: { pfx: usualPfx, password: 'right' },
  },
  PFXCertPasswordEncryptionType: {
    format: 'int',
    first: () => '0',
    second: () => '1',
    install: { encryptionType: '0' },
  },
  PFXCertPasswordEncryptionStore: {
    format: 'chr',
    first: () => 'My',
    second: () => 'TrustedPublisher',
    install: { encryptionStore: 'My' },
  },
  PFXKeyExportable: {
    format: 'bool',
    first: () => 'false',
    second: () => 'true',
    install: { exportable: 'false' },
  },
  // Get only: these values are there to be refused.
  Thumbprint: { format: 'chr', first: () => '00'.repeat(20), second: () => 'FF'.repeat(20), install: {} },
  Status: { format: 'int', first: () => '0', second: () => '1', install: {} },
};

/** The sample values of a node of the matrix. */
export function sampleOf(node: TreeNode): Sample {
  const sample = samples[node.name] ?? samples[node.id];
  if (sample === undefined) throw new RangeError(`the matrix has no sample values for ${node.id}`);
  return sample;
}

/** Whether some edition lets the server set the node: it is then a setting, with a value of its own. */
export function isSetting(node: TreeNode): boolean {
  return node.verbs.includes('Add') && node.format !== 'node';
}
