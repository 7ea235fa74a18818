import type { Scope } from '../cases/case.ts';
import { isAtLeast } from '../csp/editions.ts';
import type { TreeNode } from '../csp/tree.ts';
import type { Address, Path, SpellingDoubt } from './address.ts';
import type { Asking } from './asking.ts';
import { challengeAfterExec } from './scep/challenge.ts';
import type { Half, InstallRequest, State } from './state.ts';
import type { Device } from './device.ts';

/** Where a LocURI leads in one state of one device. */
export type Place =
  | Exclude<Address, Path>
  /** No such node. `misspelt`: there is one that the LocURI comes near to, on a device that reads it less strictly. */
  | { readonly kind: 'unknown'; readonly misspelt: boolean; readonly since?: TreeNode }
  | NodePlace;

export interface NodePlace {
  readonly kind: 'node';
  readonly node: TreeNode;
  readonly scope: Scope;
  readonly prefixed: boolean;
  readonly presence: Presence;
  /** What UniqueID the path goes through, where it does, and the request of that name, where there is one. */
  readonly below?: { readonly half: Half; readonly id: string; readonly request: InstallRequest | undefined };
}

/** `unclear`: whether there is such a node now is not specified. */
export type Presence = 'present' | 'absent' | 'unclear';

export function locate(address: Address, state: State, device: Device, asking: Asking): Place {
  if (address.kind !== 'path') return address;
  if (!address.doubts.every((doubt) => isTaken(doubt, asking))) return { kind: 'unknown', misspelt: true };
  const { node, scope, prefixed, id } = address;
  if (node === undefined) return { kind: 'unknown', misspelt: false };
  if (node.since !== undefined && !isAtLeast(device.edition, node.since)) {
    return { kind: 'unknown', misspelt: false, since: node };
  }
  if (id === undefined || node.half === 'root') {
    return { kind: 'node', node, scope, prefixed, presence: 'present' };
  }
  const request = findRequest(state, scope, node.half, id, asking);
  const below = { half: node.half, id: request?.id ?? id, request };
  const presence = presenceOf(node, request, state, asking);
  return { kind: 'node', node, scope, prefixed, presence, below };
}

function isTaken(doubt: SpellingDoubt, asking: Asking): boolean {
  return doubt.kind === 'assume'
    ? asking.assume(doubt.doubt, ['understood', 'refused']) === 'understood'
    : asking.answer(doubt.key) === 'insensitive';
}

/** The request that a name means: the one that is spelled so, else, on some devices, one that differs in case. */
function findRequest(
  state: State,
  scope: Scope,
  half: Half,
  id: string,
  asking: Asking,
): InstallRequest | undefined {
  const exact = state.requests.get(`${scope}/${half}/${id}`);
  if (exact !== undefined || state.requests.size === 0) return exact;
  const siblings = [...state.requests.values()].filter(
    (request) => request.scope === scope && request.half === half,
  );
  const other = siblings.find((request) => request.id.toLowerCase() === id.toLowerCase());
  if (other !== undefined && asking.answer('A-30/UniqueID') === 'insensitive') return other;
  const decoded = siblings.find((request) => withoutEscapes(request.id) === withoutEscapes(id));
  if (decoded === undefined) return undefined;
  return asking.assume('an escaped UniqueID', ['the same', 'another']) === 'the same' ? decoded : undefined;
}

/** A name with its percent escapes resolved, as written where they are none. */
export function withoutEscapes(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Thumbprint, Status and their like come with an install; the documents do not say since when they are there. */
function presenceOf(
  node: TreeNode,
  request: InstallRequest | undefined,
  state: State,
  asking: Asking,
): Presence {
  if (request === undefined) return 'absent';
  if (node.name === '{UniqueID}') return 'present';
  if (node.name === 'Install' || node.name === 'Enroll') return request.hasInstallNode ? 'present' : 'absent';
  if (isReadOnly(node)) return request.install.kind === 'installed' ? 'present' : 'unclear';
  if (!request.settings.has(node.name)) return 'absent';
  return node.name === 'Challenge' && challengeAfterExec(state, request, asking) === '404'
    ? 'absent'
    : 'present';
}

function isReadOnly(node: TreeNode): boolean {
  return node.verbs.length === 1 && node.verbs[0] === 'Get';
}
