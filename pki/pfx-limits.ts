import { PfxError } from './pfx-error.ts';

/** Bounds on what a PFX from outside may ask for. */
export interface PfxLimits {
  /** Size of the file in bytes. */
  readonly bytes: number;
  /** Iterations of one key derivation. */
  readonly iterations: number;
  /** Hash calls of all key derivations together. Four million take about three seconds. */
  readonly work: number;
  /** Keys, certificates and other bags. */
  readonly bags: number;
}

export const defaultPfxLimits: PfxLimits = {
  bytes: 1_048_576,
  iterations: 1_000_000,
  work: 4_000_000,
  bags: 500,
};

/**
 * Asks for leave to derive a key, and gives the iterations back as a number; the schema parser gives those that take
 * more than four octets as text.
 *
 * @param outputBlocks how many hashes long the derived key is, each of which takes all iterations
 * @throws PfxError `format` for less than one iteration, `limit` for too many
 */
export type SpendWork = (iterations: number | string, outputBlocks: number) => number;

/** A budget for one file; every derivation takes its part before it begins. */
export function workBudget(limits: PfxLimits): SpendWork {
  let left = limits.work;
  return (iterations, outputBlocks) => {
    const count = Number(iterations);
    if (!(count >= 1)) throw new PfxError('format', `a key derivation with ${iterations} iterations`);
    left -= count * outputBlocks;
    if (count > limits.iterations || left < 0) {
      throw new PfxError('limit', `a key derivation with ${iterations} iterations is more work than allowed`);
    }
    return count;
  };
}
