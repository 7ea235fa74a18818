import type { RunReport } from '../model/run-report.ts';

/** A run of which a name is wanted. */
export interface Unnamed {
  /** The name that somebody gave it. */
  readonly given?: string;
  readonly from: string;
  readonly report: RunReport;
}

/** What tells runs of the same device apart, what says most about them first. */
const qualifiers: readonly ((run: Unnamed) => string)[] = [
  ({ report: { target, run } }) => target.edition ?? run.edition,
  ({ report: { run } }) => `${run.started.slice(0, 10)} ${run.started.slice(11, 16)}`,
  ({ from }) => from,
];

/**
 * A name for each run, no two the same: the one it was given, or what its device is called, with what tells it apart from
 * others of that name.
 */
export function nameRuns(runs: readonly Unnamed[]): readonly string[] {
  let names = runs.map(({ given, report }) => given ?? report.target.description);
  for (const qualifier of qualifiers) {
    const values = runs.map((run) => qualifier(run));
    names = names.map((name, index) => {
      const same = names.flatMap((other, place) => (other === name ? [values[place]] : []));
      if (runs[index]?.given !== undefined || new Set(same).size < 2) return name;
      return `${name} (${values[index] ?? ''})`;
    });
  }
  return eachOnce(names, runs);
}

/** What is still the same is numbered; a name that was given stays as it is. */
function eachOnce(names: readonly string[], runs: readonly Unnamed[]): readonly string[] {
  const taken = new Set(runs.flatMap(({ given }) => given ?? []));
  return names.map((name, index) => {
    if (runs[index]?.given !== undefined) return name;
    let free = name;
    for (let number = 2; taken.has(free); number++) free = `${name} (${number})`;
    taken.add(free);
    return free;
  });
}
