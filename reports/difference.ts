import type { Difference } from '../cases/verdict.ts';
import { requirement } from '../csp/requirements.ts';

/** A difference in words: what was expected, by which sentence, and what was seen. */
export function describeDifference(difference: Difference): string {
  const { id, text, source } = requirement(difference.requirement);
  const open =
    difference.ambiguities.length === 0 ? '' : ` (open questions: ${difference.ambiguities.join(', ')})`;
  return [
    `step ${difference.step + 1}, ${difference.where}`,
    `  expected: ${difference.expected}${open}`,
    `  observed: ${difference.observed}`,
    `  ${id}: ${text} [${source}]`,
  ].join('\n');
}
