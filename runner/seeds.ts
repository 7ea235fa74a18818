import { createHash } from 'node:crypto';

/**
 * The seed of one family within a run: its own, so that a new family does not change the cases of the others.
 * @returns a 32-bit integer, as fast-check takes it
 */
export function seedFor(runSeed: number, family: string): number {
  return createHash('sha256').update(`${runSeed}/${family}`).digest().readInt32BE(0);
}
