import type { NodeId, TreeNode, Verb } from '../../csp/tree.ts';
import { nodeById } from '../../csp/tree.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import type { Scope } from '../../cases/case.ts';
import type { Command } from '../../syncml/message.ts';
import { nodeAddress, requestAddress, uniqueIds, type Prefix } from '../address.ts';
import { add, atomic, command, get } from '../command.ts';
import type { Draft } from '../draft.ts';
import type { Laboratory } from '../family.ts';
import { installCommands, usualInstall } from '../install.ts';
import type { Drafts } from '../list-family.ts';
import { isSetting, sampleOf } from './samples.ts';

export const verbs: readonly Verb[] = ['Add', 'Replace', 'Get', 'Delete', 'Exec'];

/**
 * What is there before the verb is tried. `absent`: the node is not, but its parent is. `installed` is for the PFX half,
 * `enrolled` for the SCEP half.
 */
export type State = 'parent-absent' | 'absent' | 'present' | 'installed' | 'enrolled';

/** One cell of the matrix. */
export interface Cell {
  readonly node: TreeNode;
  readonly verb: Verb;
  readonly prefix: Prefix;
  readonly state: State;
}

const uniqueId = uniqueIds[0];

/**
 * The states that a node can be in before anything is tried on it. A permanent node is always there; a blob is there
 * only with an install; Thumbprint and Status are what an install brings.
 */
export function statesOf(node: TreeNode): readonly State[] {
  if (node.permanent) return ['present'];
  if (node.half === 'scep') return statesOfScep(node);
  if (node.format === 'node') return ['absent', 'present', 'installed'];
  if (isSetting(node) && node.name !== 'PFXCertBlob')
    return ['parent-absent', 'absent', 'present', 'installed'];
  return ['parent-absent', 'absent', 'installed'];
}

/**
 * The states of a node below SCEP. An enrollment changes little about a setting, which is why `enrolled` is left to
 * what it brings, and to the nodes above it. Enroll is there with Install, so that it can not be absent below it.
 */
function statesOfScep(node: TreeNode): readonly State[] {
  switch (node.name) {
    case '{UniqueID}':
      return ['absent', 'present', 'enrolled'];
    case 'Install':
      return ['parent-absent', 'absent', 'present', 'enrolled'];
    case 'Enroll':
      return ['parent-absent', 'present', 'enrolled'];
    default:
      return isSetting(node)
        ? ['parent-absent', 'absent', 'present']
        : ['parent-absent', 'absent', 'enrolled'];
  }
}

/** All cells of one node under the given prefixes. */
export function cellsOf(node: TreeNode, under: readonly Prefix[]): readonly Cell[] {
  return verbs.flatMap((verb) =>
    under.flatMap((prefix) => statesOf(node).map((state) => ({ node, verb, prefix, state }))),
  );
}

/** One case for each cell of a node. */
export function verbDrafts(nodeId: NodeId, ...under: readonly Prefix[]): Drafts {
  return (laboratory) => cellsOf(nodeById(nodeId), under).map((cell) => draftOf(cell, laboratory));
}

/** Set-up in one message, the verb in the next with a Get of the node right after it. */
export function draftOf(cell: Cell, { pool }: Laboratory): Draft {
  const { node, verb, prefix, state } = cell;
  const address = nodeAddress(prefix, node.id, uniqueId);
  const sample = sampleOf(node);
  const probe =
    verb === 'Add' || verb === 'Replace'
      ? command(verb, address, sample.format, isThere(state) ? sample.second(pool) : sample.first(pool))
      : command(verb, address);
  const setUp = setUpOf(cell, pool);
  return {
    ...labelsOf(cell),
    parts: [...(setUp.length === 0 ? [] : [setUp]), [probe, get(address)]],
    watched: [{ prefix: treeOf(prefix), uniqueId }],
  };
}

/** What a cell is called, what it aims at, and what is wrong with it. */
export function labelsOf(cell: Cell): Pick<Draft, 'id' | 'title' | 'alsoAims' | 'faults' | 'twin'> {
  const { node, verb, prefix, state } = cell;
  return {
    id: idOf(cell),
    title: `${verb} on ${nameOf(node)} (${prefix === 'none' ? 'no prefix' : prefix}), ${words[state]}.`,
    alsoAims: protocolAims(cell),
    ...faultsOf(cell),
  };
}

const words: Readonly<Record<State, string>> = {
  'parent-absent': 'without its parent',
  absent: 'not there, its parent is',
  present: 'there',
  installed: 'there, with a PFX installed',
  enrolled: 'there, with a certificate enrolled',
};

/** Without prefix the device's tree is meant; the set-up names it, so that the probe has something to show. */
export function treeOf(prefix: Prefix): Scope {
  return prefix === 'none' ? 'device' : prefix;
}

function setUpOf({ node, prefix, state }: Cell, pool: Laboratory['pool']): readonly Command[] {
  const scope = treeOf(prefix);
  const sample = sampleOf(node);
  const request = add(requestAddress(scope, uniqueId), 'node');
  switch (state) {
    case 'parent-absent':
      return [];
    case 'absent':
      return node.format === 'node' ? [] : [request];
    case 'present':
      if (node.permanent) return [];
      if (node.format === 'node') return [request];
      return [
        atomic([request, add(nodeAddress(scope, node.id, uniqueId), sample.format, sample.first(pool))]),
      ];
    case 'enrolled':
      // Of the SCEP half, whose set-up is in scep/matrix/verbs.ts.
      return [];
    case 'installed':
      return installCommands({ ...usualInstall, scope, uniqueId, ...sample.install }, pool);
  }
}

function protocolAims(cell: Cell): readonly RequirementId[] {
  const { node, verb, prefix, state } = cell;
  const there = isThere(state);
  return [
    ...(prefix === 'none' ? (['R-DM-15'] as const) : []),
    ...(!node.verbs.includes(verb) ? (['R-DM-04'] as const) : []),
    ...(verb === 'Get' && there ? (['R-DM-02'] as const) : []),
    ...(verb === 'Add' && there && node.verbs.includes('Add') ? (['R-DM-05'] as const) : []),
    ...((verb === 'Add' || verb === 'Replace') && state === 'parent-absent' ? (['R-DM-06'] as const) : []),
    ...((verb === 'Get' || verb === 'Delete') && !there ? (['R-DM-03'] as const) : []),
  ];
}

/** What is wrong with a cell, and the cell that lacks one of these faults. */
function faultsOf(cell: Cell): Pick<Draft, 'faults' | 'twin'> {
  const { node, verb, state } = cell;
  const allowed = node.verbs.includes(verb) || node.verbsByDdf?.verbs.includes(verb) === true;
  const faults = [
    ...(allowed ? [] : [`${nameOf(node)} does not allow ${verb}`]),
    ...(isThere(state) && verb === 'Add' && allowed ? ['the node exists already'] : []),
    ...(!isThere(state) && verb !== 'Add' ? ['the node does not exist'] : []),
  ];
  if (faults.length === 0) return { faults };
  if (!allowed) {
    // Where there is nothing to get, Get would be a fault of its own.
    const there = isThere(state) || verb !== 'Add' ? state : (statesOf(node).at(-1) ?? state);
    // Enroll allows nothing but Exec; all others allow Get.
    const right = node.verbs.includes('Get') ? 'Get' : (node.verbs[0] ?? 'Get');
    return { faults, twin: idOf({ ...cell, verb: right, state: there }) };
  }
  const other = verb === 'Add' ? 'absent' : (statesOf(node).find(isThere) ?? state);
  return { faults, twin: idOf({ ...cell, state: other }) };
}

/** Whether the node is there in a state. */
export function isThere(state: State): boolean {
  return state !== 'parent-absent' && state !== 'absent';
}

function idOf({ node, verb, prefix, state }: Cell): string {
  return [nameOf(node), verb, prefix, state].join('/');
}

function nameOf(node: TreeNode): string {
  return node.id === '.' ? 'ClientCertificateInstall' : node.name;
}
