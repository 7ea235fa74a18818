import type { CaseResult, Planned } from '../../cases/result.ts';
import { asksForALook } from './difference-groups.ts';
import type { FamilyTiming, Timing } from './run-report.ts';

/** So many of the slowest cases are named. */
const slowestAtMost = 10;

/** Sums up where the time of a run went. */
export interface TimingKeeper {
  plan(planned: Planned): void;
  add(result: CaseResult): void;
  timing(): Timing;
}

export function keepTiming(): TimingKeeper {
  const families = new Map<string, { -readonly [Key in keyof FamilyTiming]: FamilyTiming[Key] }>();
  const histogram = new Map<number, number>();
  let slowest: { id: string; milliseconds: number }[] = [];
  let total = 0;
  const of = (family: string) => {
    const known = families.get(family) ?? {
      family,
      planned: 0,
      executed: 0,
      differences: 0,
      milliseconds: 0,
    };
    families.set(family, known);
    return known;
  };
  return {
    plan: ({ family, cases }) => {
      of(family).planned += cases;
    },
    add: ({ id, family, verdict, milliseconds }) => {
      const known = of(family);
      known.executed++;
      known.milliseconds += milliseconds;
      if (asksForALook(verdict)) known.differences++;
      total += milliseconds;
      const bound = boundOf(milliseconds);
      histogram.set(bound, (histogram.get(bound) ?? 0) + 1);
      if (slowest.length < slowestAtMost || milliseconds > (slowest.at(-1)?.milliseconds ?? 0)) {
        slowest = [...slowest, { id, milliseconds }]
          .sort((left, right) => right.milliseconds - left.milliseconds)
          .slice(0, slowestAtMost);
      }
    },
    timing: () => ({
      milliseconds: total,
      histogram: [...histogram]
        .sort(([left], [right]) => left - right)
        .map(([atMost, cases]) => ({ atMost, cases })),
      families: [...families.values()].sort((left, right) => (left.family < right.family ? -1 : 1)),
      slowest,
    }),
  };
}

/** The least of 1, 2, 4, 8 … that is not less. */
function boundOf(milliseconds: number): number {
  return milliseconds <= 1 ? 1 : 2 ** Math.ceil(Math.log2(milliseconds));
}
