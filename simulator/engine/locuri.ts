import type { Scope } from '../../cases/case.ts';
import type { Refusal } from './refusals.ts';
import type { EngineRules } from './rules.ts';

/** Where a LocURI points: the tree, and the names from its root, percent-encoding undone. */
export interface Address {
  readonly scope: Scope;
  readonly segments: readonly Segment[];
}

export interface Segment {
  /** As the server wrote it. */
  readonly written: string;
  readonly decoded: string;
}

/** No LocURI of this CSP comes near it; longer ones are refused before they are taken apart. */
const longestLocUri = 4096;

const neverNames = new Set(['', '.', '..', '*']);

/** Whether a node can be so called: no empty name, no lone asterisk, no step within the tree (OMA TND 8.1). */
export function mayBeName(text: string): boolean {
  return !neverNames.has(text);
}

/** The names between the slashes of a LocURI; `./` may stand before the first. */
export function segmentsOf(locUri: string): readonly string[] {
  return (locUri.startsWith('./') ? locUri.slice(2) : locUri).split('/');
}

/**
 * Reads a LocURI: no leading or trailing slash, `./` only at the start, no empty name and no lone asterisk
 * (Learn, OMA DM protocol support, File format; OMA TND 8.1). A query asks for a node's property, which Windows
 * does not support (OMA TND 8.3).
 */
export function parseLocUri(
  locUri: string,
  rules: Pick<EngineRules, 'segmentsOf' | 'mayBeName' | 'scopeOf' | 'defaultScope'>,
): Address | Refusal {
  if (locUri.length > longestLocUri) return 'locuri-too-long';
  if (locUri.includes('?')) return 'property-unsupported';
  if (locUri === '.') return { scope: rules.defaultScope, segments: [] };
  const written = rules.segmentsOf(locUri);
  const segments = written.map((text) => ({ written: text, decoded: decode(text) }));
  if (!segments.every(({ written, decoded }) => rules.mayBeName(written) && rules.mayBeName(decoded))) {
    return 'malformed-locuri';
  }
  const scope = rules.scopeOf(written[0] ?? '');
  return scope === undefined
    ? { scope: rules.defaultScope, segments }
    : { scope, segments: segments.slice(1) };
}

/** Percent signs that encode nothing stand for themselves: servers send variables such as %ID% unescaped. */
function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
