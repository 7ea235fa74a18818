import { existsSync, readFileSync } from 'node:fs';
import type { CaseFile, ObservationLine } from '../../cases/result.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { linesOf } from '../../reports/model/lines.ts';
import { caseFilePath, parseCaseFile } from '../case-file.ts';
import type { Finding } from '../family-run.ts';
import type { Plan } from '../plan.ts';
import { filesOfEarlierParts } from './earlier-cases.ts';

type Place = Pick<Plan, 'out' | 'part'>;

/** What earlier parts of a run have found, for the reports of this one. */
export interface EarlierFindings {
  readonly total: number;
  /** Those that have their case file. */
  readonly kept: readonly CaseFile[];
  /** Some of those that have none, since the part ended before it was written. */
  readonly lost: readonly Finding[];
}

/**
 * @param verdicts of all cases that came out wrong, by id
 * @param most so many are looked for at most
 */
export function earlierFindings(
  place: Place,
  verdicts: ReadonlyMap<string, Verdict>,
  most: number,
): EarlierFindings {
  const kept = [...verdicts.keys()].flatMap((id) => {
    const path = caseFilePath(place.out, id);
    return existsSync(path) ? [parseCaseFile(readFileSync(path, 'utf8'), path)] : [];
  });
  const ids = new Set(kept.map((file) => file.case.id));
  const without = new Map([...verdicts].filter(([id]) => !ids.has(id)));
  return { total: verdicts.size, kept, lost: lostFindings(place, without, most - kept.length) };
}

function lostFindings(
  place: Place,
  verdicts: ReadonlyMap<string, Verdict>,
  most: number,
): readonly Finding[] {
  const findings: Finding[] = [];
  if (verdicts.size === 0) return findings;
  for (const path of filesOfEarlierParts(place, 'observations')) {
    for (const { text } of linesOf(path)) {
      if (findings.length >= most) return findings;
      const { case: testCase, observation } = JSON.parse(text) as ObservationLine;
      const verdict = verdicts.get(testCase.id);
      if (verdict === undefined) continue;
      const trial = { case: testCase, observation, verdict, milliseconds: 0 };
      // In a random family the number of the draw is its path too, as long as nothing is made smaller (family-run.ts).
      const [, path] = /#(\d+)$/.exec(testCase.id) ?? [];
      findings.push({ trial, ...(path === undefined ? {} : { path }) });
    }
  }
  return findings;
}
