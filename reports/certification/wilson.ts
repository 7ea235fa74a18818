/** An interval of shares, from 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** The quantile of the normal distribution that leaves 2.5 % on each side. */
const z95 = 1.959963984540054;

/**
 * Wilson's score interval with a confidence of 95 %: where the share may be, of which `hits` of `trials` were seen.
 * Unlike the simple one it says something where nothing was hit (Wilson 1927, JASA 22, 209-212).
 * @throws RangeError where there is no such sample
 */
export function wilson(hits: number, trials: number): Interval {
  if (!(trials > 0 && hits >= 0 && hits <= trials)) throw new RangeError(`no sample: ${hits} of ${trials}`);
  const share = hits / trials;
  const square = z95 ** 2;
  const middle = share + square / (2 * trials);
  const half = z95 * Math.sqrt((share * (1 - share)) / trials + square / (4 * trials ** 2));
  const scale = 1 + square / trials;
  // Rounding can leave the bounds of 0 and 1 by the last digit.
  return {
    low: hits === 0 ? 0 : (middle - half) / scale,
    high: hits === trials ? 1 : (middle + half) / scale,
  };
}
