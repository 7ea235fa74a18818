import type { Scope } from '../cases/case.ts';
import type { AnswerKey } from '../csp/ambiguities.ts';
import { childOf, root, type TreeNode } from '../csp/tree.ts';

/**
 * What a LocURI says, before any state is looked at (OMA TND 8.1; Learn, OMA DM protocol support: node names).
 *
 * - `missing`: the Item has no Target
 * - `malformed`: no LocURI by R-DM-14
 * - `property`: of a node, by ?prop= or ?list=, about which this CSP says nothing
 * - `outside`: another part of the device's tree
 * - `path`: a path to this CSP, or below it
 */
export type Address =
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed'; readonly because: string }
  | { readonly kind: 'property' }
  | { readonly kind: 'outside' }
  | Path;

export interface Path {
  readonly kind: 'path';
  readonly scope: Scope;
  /** Whether ./Device or ./User stands before (R-DM-15). */
  readonly prefixed: boolean;
  /** The node that the names lead to; undefined where the tree has no such node. */
  readonly node: TreeNode | undefined;
  /** The name at the place of {UniqueID}, where the path goes so far. */
  readonly id: string | undefined;
  /** Last name as written. */
  readonly name: string;
  /** What has to be taken for granted for this reading; a device that does not, finds no such node. */
  readonly doubts: readonly SpellingDoubt[];
}

export type SpellingDoubt =
  | { readonly kind: 'answer'; readonly key: AnswerKey & 'A-30/scope-prefix' }
  | { readonly kind: 'answer'; readonly key: AnswerKey & 'A-30/node-name' }
  | { readonly kind: 'assume'; readonly doubt: string };

export function readAddress(locUri: string | undefined): Address {
  if (locUri === undefined) return { kind: 'missing' };
  const text = locUri.trim();
  const doubts: SpellingDoubt[] = [];
  if (text !== locUri) doubts.push({ kind: 'assume', doubt: 'a LocURI with blanks around it' });
  if (text === '') return { kind: 'malformed', because: 'the LocURI is empty' };
  if (text.startsWith('/')) return { kind: 'malformed', because: 'the LocURI starts with a slash' };
  if (text.includes('?')) return { kind: 'property' };

  let names = text.split('/');
  if (names[0] === '.') names = names.slice(1);
  else doubts.push({ kind: 'assume', doubt: 'a LocURI that does not begin with ./' });
  const malformed = names.map(faultOfName).find((fault) => fault !== undefined);
  if (malformed !== undefined) return { kind: 'malformed', because: malformed };
  return belowScope(names, doubts);
}

function faultOfName(name: string): string | undefined {
  if (name === '') return 'a name in the LocURI is empty';
  if (name === '*') return 'a name in the LocURI is only an asterisk';
  // OMA TND 8.1: the dot stands for the root, and only at the beginning.
  if (name === '.' || name === '..') return `the LocURI has ${name} as a name`;
  return undefined;
}

const scopes: Readonly<Record<string, Scope>> = { Device: 'device', User: 'user' };
const scopesInLowerCase: Readonly<Record<string, Scope>> = { device: 'device', user: 'user' };
const cspPath = ['Vendor', 'MSFT', 'ClientCertificateInstall'] as const;

function belowScope(names: readonly string[], doubts: SpellingDoubt[]): Address {
  const [first = ''] = names;
  const exact = scopes[first];
  const scope = exact ?? scopesInLowerCase[first.toLowerCase()];
  if (scope !== undefined && exact === undefined) doubts.push({ kind: 'answer', key: 'A-30/scope-prefix' });
  const rest = scope === undefined ? names : names.slice(1);

  for (const [place, expected] of cspPath.entries()) {
    const name = rest[place];
    if (name === expected) continue;
    if (name?.toLowerCase() !== expected.toLowerCase()) return { kind: 'outside' };
    // Vendor and MSFT are no names of this CSP, so that A-30 does not speak of them.
    if (expected === 'ClientCertificateInstall') doubts.push({ kind: 'answer', key: 'A-30/node-name' });
    else doubts.push({ kind: 'assume', doubt: `${expected} in another case` });
  }
  return walk(rest.slice(cspPath.length), {
    kind: 'path',
    scope: scope ?? 'device',
    prefixed: scope !== undefined,
    node: root,
    id: undefined,
    name: rest.at(-1) ?? '',
    doubts,
  });
}

function walk(names: readonly string[], start: Path): Path {
  let node: TreeNode | undefined = start.node;
  let id: string | undefined;
  const doubts = [...start.doubts];
  for (const name of names) {
    if (node === undefined) break;
    let child = childOf(node, name);
    if (child === undefined) {
      const other = node.children.find((known) => known.toLowerCase() === name.toLowerCase());
      if (other !== undefined) doubts.push({ kind: 'answer', key: 'A-30/node-name' });
      child = other === undefined ? undefined : childOf(node, other);
    }
    if (child?.name === '{UniqueID}') id = name;
    node = child;
  }
  return { ...start, node, id, doubts };
}
