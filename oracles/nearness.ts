import type { PlacedDifference } from './differences.ts';

/**
 * Whether differences are fewer: in the protocol first, then in nodes, then in the stores. Of worlds that differ in as
 * many points, the one that agrees for longer is nearer: what a device does there contradicts what it showed before.
 */
export function isNearer(found: readonly PlacedDifference[], than: readonly PlacedDifference[]): boolean {
  for (const layer of ['protocol', 'node', 'store', 'server'] as const) {
    const difference = count(found, layer) - count(than, layer);
    if (difference !== 0) return difference < 0;
  }
  return firstPlace(found) > firstPlace(than);
}

function count(found: readonly PlacedDifference[], layer: PlacedDifference['layer']): number {
  return found.filter((difference) => difference.layer === layer).length;
}

function firstPlace(found: readonly PlacedDifference[]): number {
  return Math.min(...found.map(({ place }) => place));
}
