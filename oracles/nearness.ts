import type { PlacedDifference } from './differences.ts';
import { isConsequence } from './specificity.ts';

/**
 * Whether differences are fewer: in the protocol first, then in nodes, then in the stores. Of worlds that differ in as
 * many points, the one that agrees for longer is nearer: what a device does there contradicts what it showed before.
 *
 * An Atomic that fails brings its members down with it: that is one point, however many members there are.
 */
export function isNearer(found: readonly PlacedDifference[], than: readonly PlacedDifference[]): boolean {
  const causes = count(found.filter(isCause), 'protocol') - count(than.filter(isCause), 'protocol');
  if (causes !== 0) return causes < 0;
  for (const layer of ['node', 'store', 'server'] as const) {
    const difference = count(found, layer) - count(than, layer);
    if (difference !== 0) return difference < 0;
  }
  const [place, otherPlace] = [firstPlace(found.filter(isCause)), firstPlace(than.filter(isCause))];
  return place === otherPlace ? found.length < than.length : place > otherPlace;
}

function isCause(difference: PlacedDifference): boolean {
  return !isConsequence(difference);
}

function count(found: readonly PlacedDifference[], layer: PlacedDifference['layer']): number {
  return found.filter((difference) => difference.layer === layer).length;
}

function firstPlace(found: readonly PlacedDifference[]): number {
  return Math.min(...found.map(({ place }) => place));
}
