import type { Breach, Intent } from '../cases/intent.ts';

/** A document as SyncML says. */
export const valid: Intent = { kind: 'valid' };

/** A document in which one thing was made wrong, which shows as any of these breaches. */
export function broken(...breaches: readonly Breach[]): Intent {
  return breaches.length === 0 ? valid : { kind: 'broken', breaches };
}
