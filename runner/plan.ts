import { relative } from 'node:path';
import type { TargetSettings } from '../adapters/targets.ts';
import type { ProcessMark } from '../adapters/process-mark.ts';
import type { EditionId } from '../csp/editions.ts';
import { shellWord } from './shell-word.ts';
import { usualStrength } from '../generators/families.ts';
import type { Family } from '../generators/family.ts';
import { optionsFor } from './options-of-settings.ts';

/**
 * Everything that decides which cases a run carries out. Written to out/run.json before the first case and read by
 * every worker, so that all of them, and a later reader, speak of the same run.
 */
export interface Plan {
  readonly target: string;
  /** What the command line says of the target. */
  readonly settings: TargetSettings;
  /** The same for the workers, with what was started for the run. */
  readonly prepared: TargetSettings;
  readonly suites: readonly string[];
  readonly seed: number;
  /** Runs of each random family. */
  readonly runs: number;
  /** Of the covering arrays: every combination of so many choices occurs. */
  readonly strength: number;
  /** A folder of further case files, which are carried out with those of corpus/; absolute. */
  readonly corpus?: string;
  /** What this part carries out of the families. */
  readonly portion: Portion;
  readonly edition: EditionId;
  /** Milliseconds for the whole run; absent: as long as it takes. */
  readonly budget?: number;
  /** Milliseconds that the target has for one answer. */
  readonly patience: number;
  /** Absolute path of the output folder. */
  readonly out: string;
  /** Milliseconds since 1970, of the whole run. */
  readonly startedAt: number;
  /** 1; one more each time that the run was resumed. */
  readonly part: number;
  /** Milliseconds since 1970 at which this part began; the budget counts from then. */
  readonly partStartedAt: number;
  /** The process that carries out this part. */
  readonly process: ProcessMark;
  readonly workers: number;
  /** Number of suite files in this run: each has its share of the budget. */
  readonly suiteFiles: number;
}

/** All families, or only those whose cases are listed, or only those whose cases are drawn. */
export type Portion = 'all' | 'listed' | 'drawn';

/** Whether a family belongs to a portion. */
export function isIn(portion: Portion, { cases }: Pick<Family, 'cases'>): boolean {
  switch (portion) {
    case 'all':
      return true;
    case 'listed':
      return cases.kind === 'list';
    case 'drawn':
      return cases.kind === 'property';
  }
}

/** Name of the environment variable that carries the path of run.json to the workers. */
export const planVariable = 'CONFORM_PLAN';

/** The command that repeats a run, or with `runs` and `suite` a part of it. */
export function commandFor(plan: Plan): string {
  const options = [
    `--target=${plan.target}`,
    ...optionsFor(plan.settings),
    ...(plan.suites.length > 0 ? [`--suite=${plan.suites.join(',')}`] : []),
    `--seed=${plan.seed}`,
    `--runs=${plan.runs}`,
    ...(plan.strength === usualStrength ? [] : [`--strength=${plan.strength}`]),
    ...(plan.corpus === undefined ? [] : [`--corpus=${shellWord(relative('', plan.corpus))}`]),
    `--edition=${plan.edition}`,
  ];
  return `npm test -- ${options.join(' ')}`;
}

/** Name of the file, without ending, that a worker writes: each part of a run has its own. */
export function fileOfPart(part: number, worker: string): string {
  return `${part}-${worker}`;
}

/**
 * The moment until which a suite file that begins `now` may start cases: its part of the budget, given that as many
 * files run side by side as there are workers, and never beyond the end of the whole.
 */
export function deadlineFor({ budget, partStartedAt, suiteFiles, workers }: Plan, now: number): number {
  if (budget === undefined) return Number.POSITIVE_INFINITY;
  const turns = Math.ceil(suiteFiles / workers);
  return Math.min(partStartedAt + budget, now + budget / turns);
}
