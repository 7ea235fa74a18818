import type { Scope } from '../../cases/case.ts';
import type { TreeNode } from '../../csp/tree.ts';
import { childOf, root } from '../../csp/tree.ts';

/**
 * What a LocURI means to a person, read as leniently as possible: `explain` wants to know what was meant in spite of
 * the mistakes, where a device only has to know what was said.
 */
export interface Address {
  readonly text: string;
  readonly scope: Scope;
  /** How the scope was given: `./Device`, `./User`, or not at all. */
  readonly prefix: string;
  readonly place: Place;
  /** Segments that name a node only when the case of letters is passed over, each with the node's spelling. */
  readonly otherCase: readonly { readonly written: string; readonly spelling: string }[];
}

export type Place =
  /** A node of this CSP. `uniqueId` is there below PFXCertInstall/{UniqueID} and SCEP/{UniqueID}. */
  | { readonly kind: 'node'; readonly node: TreeNode; readonly uniqueId?: string }
  /** Within this CSP, where the tree has no such node. */
  | {
      readonly kind: 'unknown';
      readonly segment: string;
      readonly under: TreeNode;
      readonly uniqueId?: string;
    }
  /** Breaks the rules for a LocURI (Learn, OMA DM protocol support; OMA TND 8.1). */
  | { readonly kind: 'malformed'; readonly because: string }
  /** Another part of the management tree, where this suite has nothing to say. */
  | { readonly kind: 'elsewhere' };

/** Names between the scope and the tree of the CSP. */
const vendorPath = ['Vendor', 'MSFT', 'ClientCertificateInstall'] as const;

/** Reads a LocURI; never throws. */
export function readAddress(text: string): Address {
  const segments = text.split('/');
  const relative = segments[0] === '.' ? segments.slice(1) : segments;
  const first = relative[0] ?? '';
  const scoped = /^(?:device|user)$/i.test(first);
  const base = {
    text,
    scope: /^user$/i.test(first) ? ('user' as const) : ('device' as const),
    prefix: scoped ? `./${first}` : '',
  };
  const because = malformation(text, segments);
  // Properties of nodes (?prop=ACL) are no business of this CSP.
  if (text.includes('?')) return { ...base, place: { kind: 'elsewhere' }, otherCase: [] };
  if (because !== undefined) return { ...base, place: { kind: 'malformed', because }, otherCase: [] };
  return { ...base, ...placeOf(scoped ? relative.slice(1) : relative) };
}

/** Why a LocURI breaks the rules, as half a sentence; undefined where it keeps them. */
function malformation(text: string, segments: readonly string[]): string | undefined {
  if (text.startsWith('/')) return 'it begins with a slash; it has to begin with ./';
  if (text.endsWith('/')) return 'it ends with a slash';
  if (segments.includes('')) return 'it has an empty name between two slashes';
  if (segments.includes('*')) return 'a name may not be just an asterisk';
  if (segments.includes('..') || segments.lastIndexOf('.') > 0)
    return '. and .. may not stand as names in it';
  return undefined;
}

/** Walks down the tree; names that nobody fixed (UniqueID) match whatever stands there. */
function placeOf(segments: readonly string[]): Pick<Address, 'place' | 'otherCase'> {
  const otherCase: { written: string; spelling: string }[] = [];
  const note = (written: string, spelling: string): void => {
    if (written !== spelling) otherCase.push({ written, spelling });
  };
  for (const [index, name] of vendorPath.entries()) {
    const written = segments[index] ?? '';
    if (written.toLowerCase() !== name.toLowerCase()) return { place: { kind: 'elsewhere' }, otherCase: [] };
    note(written, name);
  }
  let node = root;
  let uniqueId: { readonly uniqueId?: string } = {};
  for (const segment of segments.slice(vendorPath.length)) {
    const spelling = node.children.find((name) => name.toLowerCase() === segment.toLowerCase());
    const dynamic = node.children.find((name) => name.startsWith('{'));
    const next = childOf(node, spelling ?? dynamic ?? segment);
    if (next === undefined)
      return { place: { kind: 'unknown', segment, under: node, ...uniqueId }, otherCase };
    if (spelling !== undefined) note(segment, spelling);
    else uniqueId = { uniqueId: segment };
    node = next;
  }
  return { place: { kind: 'node', node, ...uniqueId }, otherCase };
}
