import type { FamilyTime } from './baseline.ts';

/** Fewer cases say too little about the time of one. */
const casesAtLeast = 20;
/** Milliseconds of all cases of a family below which the clock is too coarse. */
const millisecondsAtLeast = 500;
/** A family has changed where it takes so many times what it took, or that part of it. */
const factorAtLeast = 2;

/** How much longer or shorter things took than in the baseline. It decides nothing: machines have other work too. */
export interface TimingChange {
  /** How much longer a case took in the middle of all families: of machine and load rather than of the device. */
  readonly overall?: number;
  /** Families that changed otherwise than the others did, the greatest change first. */
  readonly families: readonly FamilyChange[];
}

export interface FamilyChange {
  readonly family: string;
  /** Milliseconds for a case. */
  readonly before: number;
  readonly now: number;
  /** Of the two, less what changed for all families. */
  readonly factor: number;
}

/** Compares the time of families that both nights carried out; for each other than in the middle of all. */
export function timingChange(
  before: Readonly<Record<string, FamilyTime>>,
  now: Readonly<Record<string, FamilyTime>>,
): TimingChange {
  const both = Object.entries(now).flatMap(([family, time]) => {
    // What was found is other cases from night to night.
    const earlier = family === 'corpus' ? undefined : before[family];
    if (earlier === undefined || !says(earlier) || !says(time)) return [];
    const [then, today] = [perCase(earlier), perCase(time)];
    return [{ family, before: then, now: today, ratio: today / then }];
  });
  const overall = median(both.map(({ ratio }) => ratio));
  if (overall === undefined) return { families: [] };
  return {
    overall,
    families: both
      .map(({ ratio, ...one }) => ({ ...one, factor: ratio / overall }))
      .filter(({ factor }) => distance(factor) >= factorAtLeast)
      .sort((left, right) => distance(right.factor) - distance(left.factor)),
  };
}

/** What a family takes for a case. */
export function perCase({ cases, milliseconds }: FamilyTime): number {
  return milliseconds / cases;
}

function says({ cases, milliseconds }: FamilyTime): boolean {
  return cases >= casesAtLeast && milliseconds >= millisecondsAtLeast;
}

/** 2 for twice as long as for half as long. */
function distance(factor: number): number {
  return Math.max(factor, 1 / factor);
}

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}
