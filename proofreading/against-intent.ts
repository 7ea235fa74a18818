import type { Intent } from '../cases/intent.ts';
import { proofread } from './proofread.ts';
import { describeRemark } from './remark.ts';

/**
 * Compares a document with what it was meant to be.
 * @returns in one line why it is something else; undefined where it is what was meant
 */
export function complaintAbout(bytes: Uint8Array, intent: Intent): string | undefined {
  const remarks = proofread(bytes);
  const [first] = remarks;
  if (intent.kind === 'valid') {
    return first === undefined ? undefined : `was meant to be valid, and is not: ${describeRemark(first)}`;
  }
  const meant = `was meant to be broken (${intent.breaches.join(' or ')})`;
  if (first === undefined) return intent.kind === 'perhaps-broken' ? undefined : `${meant}, and is valid`;
  const other = remarks.find(({ rule }) => !intent.breaches.includes(rule));
  return other === undefined ? undefined : `${meant}, and is in another way: ${describeRemark(other)}`;
}
