import type { RunOptions } from '../run-options.ts';
import { targetOptionsOf } from '../options-of-settings.ts';
import { UsageError } from '../usage-error.ts';
import type { PlanRecord } from './earlier-run.ts';

/** Options that each part of a run has for itself. Consent is one: it is given for each start. */
const ofEachPart: readonly (keyof RunOptions)[] = [
  'resume',
  'out',
  'budget',
  'patience',
  'workers',
  'yesChangeThisDevice',
];

/**
 * The options by which a run goes on: its own, since its cases have to stay the same.
 * @param given the options that stand on the command line, with their names there
 * @throws UsageError where one of them differs
 */
export function resumedOptions(
  asked: RunOptions,
  earlier: PlanRecord,
  given: ReadonlyMap<keyof RunOptions, string>,
): RunOptions {
  const own = optionsOf(earlier);
  for (const [name, flag] of given) {
    if (ofEachPart.includes(name) || String(asked[name]) === String(own[name])) continue;
    const was = own[name] === undefined ? `without ${flag}` : `with ${flag} ${String(own[name])}`;
    throw new UsageError(
      `--resume: the run in ${asked.out} was begun ${was}, and goes on by the same options; leave ${flag} out, or start anew without --resume.`,
    );
  }
  const ofThisPart = Object.fromEntries(
    ofEachPart.flatMap((name) => (asked[name] === undefined ? [] : [[name, asked[name]]])),
  );
  const { patience, workers } = own;
  return {
    ...own,
    ...ofThisPart,
    patience: given.has('patience') ? (asked.patience ?? patience) : patience,
    workers: given.has('workers') ? asked.workers : workers,
  };
}

function optionsOf(plan: PlanRecord): RunOptions & { readonly patience: number } {
  const { target, settings, suites, runs, strength, corpus, seed, edition, patience, workers, out } = plan;
  return {
    ...targetOptionsOf(target, settings),
    ...(suites.length === 0 ? {} : { suite: suites.join(',') }),
    runs,
    strength,
    ...(corpus === undefined ? {} : { corpus }),
    seed,
    edition,
    patience,
    workers,
    out,
  };
}
