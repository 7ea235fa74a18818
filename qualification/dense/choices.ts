/** A source of choices that a number decides: the same ones for the same number, on every machine. */
export interface Choices {
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly oneOf: <T>(entries: readonly T[]) => T;
  /** Each entry as often as its weight says. */
  readonly weighted: <T>(entries: readonly Weighted<T>[]) => T;
}

export type Weighted<T> = readonly [weight: number, value: T];

/**
 * The choices of a number.
 *
 * fast-check would draw as well; what is drawn here is never shrunk by drawing anew, and a plain source costs a
 * hundredth of what an arbitrary does. Mulberry32 (Tommy Ettinger) is enough for that.
 */
export function choicesOf(seed: number): Choices {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(fraction() * limit);
  const oneOf = <T>(entries: readonly T[]): T => {
    if (entries.length === 0) throw new RangeError('there is nothing to choose from');
    // `below` stays within the list; undefined may be one of its entries.
    return entries[below(entries.length)] as T;
  };
  return {
    below,
    chance: (probability) => fraction() < probability,
    oneOf,
    weighted: <T>(entries: readonly Weighted<T>[]): T => {
      let left = fraction() * entries.reduce((sum, [weight]) => sum + weight, 0);
      for (const [weight, value] of entries) {
        left -= weight;
        if (left < 0) return value;
      }
      throw new RangeError('no entry has a weight');
    },
  };
}
