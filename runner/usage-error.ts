import { didYouMean } from '../oracles/findings/nearest.ts';

/** A mistake in options or input files. Ends the program with one line on standard error and exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What the program's exit codes mean; also the order of their gravity. */
export const exitCodes = { conform: 0, violation: 1, usage: 2, inconclusive: 3 } as const;

/**
 * Takes a value from a list, or says which there are.
 * @throws UsageError naming the option, the value, the nearest and all known values
 */
export function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const hint = didYouMean(value, known);
  throw new UsageError(`${option} does not know "${value}".${hint} Known: ${known.join(', ')}.`);
}
