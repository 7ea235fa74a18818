import { families } from '../../generators/families.ts';
import type { PhaseBefore, PlanOfPhase } from '../phases.ts';

/** Cases of each random family where no budget says how long a night is. */
const usualRuns = 200;
/** So much of what is left of a budget goes to the fixed cases at most: some time is for what was never tried. */
const shareOfListed = 0.85;
/** Drawn cases take longer than fixed ones, so that fewer of them go into the same time. */
const drawnPerListed = 0.5;
const mostRuns = 1_000_000;

const drawnFamilies = families.filter(({ cases }) => cases.kind === 'property').length;

/** What a night may spend. */
export interface NightPlan {
  readonly files: readonly string[];
  readonly seed: number;
  /** Cases of each random family; absent: as many as there is time for. */
  readonly runs?: number;
  /** Milliseconds; absent: as long as it takes. */
  readonly budget?: number;
}

/** What was ever found first, then all fixed cases, then others at random: each begins when the one before has ended. */
export function phasesOfNight({ files, seed, runs, budget }: NightPlan): readonly PlanOfPhase[] {
  const isCorpus = (file: string): boolean => file.startsWith('corpus/');
  const corpus = files.filter(isCorpus);
  const others = files.filter((file) => !isCorpus(file));
  const left = ({ elapsed }: PhaseBefore): number | undefined =>
    budget === undefined ? undefined : Math.max(1, budget - elapsed);
  const within = (time: number | undefined): { readonly budget?: number } =>
    time === undefined ? {} : { budget: time };
  return [
    (before) => ({
      title: 'First what was ever found.',
      files: corpus,
      portion: 'all',
      runs: runs ?? usualRuns,
      ...within(left(before)),
    }),
    (before) => {
      const time = left(before);
      return {
        title: 'Then the fixed cases: matrix, examples, combinations.',
        files: others,
        portion: 'listed',
        runs: runs ?? usualRuns,
        ...within(time === undefined ? undefined : time * shareOfListed),
      };
    },
    (before) => {
      const time = left(before);
      return {
        title: `Then cases at random, seed ${seed}.`,
        files: others,
        portion: 'drawn',
        runs: runs ?? (time === undefined ? usualRuns : runsFor(time, before)),
        ...within(time),
      };
    },
  ];
}

/** As many cases of each family as the time will do for, going by the phase before. */
function runsFor(time: number, { cases, milliseconds }: PhaseBefore): number {
  if (cases === 0) return usualRuns;
  const possible = ((time * cases) / milliseconds) * drawnPerListed;
  return Math.min(mostRuns, Math.max(1, Math.floor(possible / drawnFamilies)));
}
