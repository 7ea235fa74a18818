import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Verdict } from '../../cases/verdict.ts';
import { linesOf } from '../../reports/model/lines.ts';
import { fileOfPart, type Plan } from '../plan.ts';
import type { ResultsEntry } from '../results.ts';
import { isFinding } from '../trial.ts';

/** What earlier parts of a run have done of one family; none of it is done again. */
export interface EarlierCases {
  /** Ids of all cases that came to a conclusion. */
  readonly done: ReadonlySet<string>;
  /** Verdicts of those that came out wrong, by id. */
  readonly findings: ReadonlyMap<string, Verdict>;
}

export const nothingEarlier: EarlierCases = { done: new Set(), findings: new Map() };

/**
 * What earlier parts of a run have done of some families, by their names.
 * @param families all others are left out, so that memory does not grow with what other suites have done
 */
export function readEarlierCases(
  plan: Pick<Plan, 'out' | 'part'>,
  families: readonly string[],
): ReadonlyMap<string, EarlierCases> {
  const found = new Map(
    families.map((name) => [name, { done: new Set<string>(), findings: new Map<string, Verdict>() }]),
  );
  for (const path of filesOfEarlierParts(plan, 'results')) {
    for (const { text } of linesOf(path)) {
      // Nobody but runner/results.ts writes it, and every line is whole (kept-results.ts).
      const entry = JSON.parse(text) as ResultsEntry;
      if (entry.kind !== 'case') continue;
      const { done, findings } = found.get(entry.family) ?? {};
      done?.add(entry.id);
      if (isFinding(entry)) findings?.set(entry.id, entry.verdict);
    }
  }
  return found;
}

/** Files of all parts but the present. */
export function filesOfEarlierParts(
  { out, part }: Pick<Plan, 'out' | 'part'>,
  folder: string,
): readonly string[] {
  if (part === 1) return [];
  return readdirSync(join(out, folder))
    .sort()
    .filter((name) => !name.startsWith(fileOfPart(part, '')))
    .map((name) => join(out, folder, name));
}
