import { pfxNodes } from './tree/pfx.ts';
import { scepNodes } from './tree/scep.ts';
import type { NodeEntry } from './tree/entry.ts';

export type { NodeFormat, Verb } from './tree/entry.ts';

const rootEntry = {
  id: '.',
  format: 'node',
  verbs: ['Get'],
  occurrence: 'one',
  permanent: true,
  source: 'ClientCertificateInstall; its verb: DDF',
  requirements: ['R-GEN-05'],
} as const satisfies NodeEntry;

/**
 * The management tree. The trees of device and user are equal, so there is one list and two roots. AttestPrivateKey
 * of newer DDF files is left out: no Windows was ever released with it (csp/ddf/known-differences.ts).
 *
 * To add a node: an entry in csp/tree/pfx.ts or scep.ts, after its parent.
 */
const entries = [rootEntry, ...pfxNodes, ...scepNodes] as const;

/** Path of a node below ClientCertificateInstall; `.` for that node itself. */
export type NodeId = (typeof entries)[number]['id'];

/** One node, as declared in csp/tree/, with its place in the tree. */
export interface TreeNode extends NodeEntry {
  readonly id: NodeId;
  /** Last segment of the path, `{UniqueID}` where the server chooses it. */
  readonly name: string;
  readonly half: 'root' | 'pfx' | 'scep';
  readonly parent?: NodeId;
  /** Names of the nodes right below. */
  readonly children: readonly string[];
}

/** Every node, parents before their children. */
export const nodes: readonly TreeNode[] = entries.map(place);

const byId = new Map<string, TreeNode>(nodes.map((node) => [node.id, node]));

/** ClientCertificateInstall itself. */
export const root: TreeNode = nodeById('.');

/** Where the two trees begin (csp-source.txt, Device or User). */
export const scopeRoots = {
  device: './Device/Vendor/MSFT/ClientCertificateInstall',
  user: './User/Vendor/MSFT/ClientCertificateInstall',
} as const;

/** The node with this id. Throws RangeError for a text that is none. */
export function nodeById(id: NodeId): TreeNode {
  const node = byId.get(id);
  if (node === undefined) throw new RangeError(`the tree has no node ${id}`);
  return node;
}

/**
 * The child that a segment of a LocURI leads to, undefined where there is none: one of that very name, case and all,
 * else the one whose name the server chooses.
 */
export function childOf(node: TreeNode, name: string): TreeNode | undefined {
  const found = [name, '{UniqueID}'].find((candidate) => node.children.includes(candidate));
  return found === undefined ? undefined : byId.get(idBelow(node.id, found));
}

function place(entry: NodeEntry & { readonly id: NodeId }): TreeNode {
  const parent = parentOf(entry.id);
  return {
    ...entry,
    name: entry.id === '.' ? 'ClientCertificateInstall' : lastSegment(entry.id),
    half: halfOf(entry.id),
    ...(parent === undefined ? {} : { parent }),
    children: entries.filter(({ id }) => parentOf(id) === entry.id).map(({ id }) => lastSegment(id)),
  };
}

function idBelow(parent: NodeId, name: string): string {
  return parent === '.' ? name : `${parent}/${name}`;
}

function lastSegment(id: NodeId): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

function parentOf(id: NodeId): NodeId | undefined {
  if (id === '.') return undefined;
  const end = id.lastIndexOf('/');
  const path = end === -1 ? '.' : id.slice(0, end);
  const parent = entries.find((entry) => entry.id === path);
  if (parent === undefined) throw new RangeError(`${id} is declared in csp/tree/ without its parent ${path}`);
  return parent.id;
}

function halfOf(id: NodeId): TreeNode['half'] {
  if (id === '.') return 'root';
  return id.startsWith('PFXCertInstall') ? 'pfx' : 'scep';
}
