import { consequences } from './breaks.ts';
import type { PlacedDifference } from './differences.ts';

const layers = ['protocol', 'node', 'store', 'server'] as const;

/**
 * Requirements that say little about the cause: in an Atomic that fails unexpectedly they break together with the
 * one that tells why.
 */
const general: readonly string[] = ['R-DM-01', 'R-DM-08', 'R-DM-04', 'R-DM-12', 'R-DM-16'];

/** They say how an install or an enrollment ended, and differ because it ended otherwise. */
const outcomeDetails: readonly string[] = ['R-PFX-22', 'R-SCEP-32', 'R-SCEP-35', 'R-SCEP-36'];

/**
 * Order of differences: details of an outcome last; else by layer, causes before consequences, then the most specific
 * requirement, then by place.
 */
export function bySpecificity(first: PlacedDifference, second: PlacedDifference): number {
  return (
    Number(isOutcomeDetail(first)) - Number(isOutcomeDetail(second)) ||
    layers.indexOf(first.layer) - layers.indexOf(second.layer) ||
    Number(isConsequence(first)) - Number(isConsequence(second)) ||
    rank(first) - rank(second) ||
    first.place - second.place
  );
}

function isOutcomeDetail({ requirement }: PlacedDifference): boolean {
  return outcomeDetails.includes(requirement);
}

/** Statuses that follow from what went wrong elsewhere in the same Atomic. */
export function isConsequence({ observed }: PlacedDifference): boolean {
  return consequences.some((code) => observed === `Status ${code}`);
}

function rank({ requirement }: PlacedDifference): number {
  if (requirement.startsWith('R-PFX') || requirement.startsWith('R-SCEP') || requirement.startsWith('R-EX'))
    return 0;
  if (requirement.startsWith('R-GEN')) return 1;
  return general.includes(requirement) ? 3 : 2;
}
