import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { resultFormat, type ObservationLine } from '../../cases/result.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { asksForALook } from '../../reports/model/difference-groups.ts';
import { linesOf } from '../../reports/model/lines.ts';
import { readRecord, resultsOf } from '../../reports/model/read-run.ts';
import { caseFilePath, writeCaseFile } from '../case-file.ts';
import { replayOf } from '../shell-word.ts';

/**
 * Writes the case files that a run leaves out: it keeps a few for each requirement.
 * @param ids of the cases whose files are wanted; absent: those of every difference
 */
export function completeCaseFiles(out: string, ids?: ReadonlySet<string>): void {
  if (ids?.size === 0) return;
  const wanted = new Map<string, Verdict>();
  for (const entry of resultsOf(out)) {
    if (entry.kind !== 'case' || !asksForALook(entry.verdict) || ids?.has(entry.id) === false) continue;
    if (!existsSync(caseFilePath(out, entry.id))) wanted.set(entry.id, entry.verdict);
  }
  if (wanted.size === 0) return;
  const { target, seed, command } = readRecord(out);
  const folder = join(out, 'observations');
  for (const name of readdirSync(folder).sort()) {
    for (const { text } of linesOf(join(folder, name))) {
      const { case: testCase, observation } = JSON.parse(text) as ObservationLine;
      const verdict = wanted.get(testCase.id);
      if (verdict === undefined) continue;
      const replay = replayOf(relative('', caseFilePath(out, testCase.id)));
      writeCaseFile(out, {
        format: 'client-certificate-install-case',
        version: resultFormat,
        case: testCase,
        observation,
        verdict,
        found: { target, seed, command: replay, run: command },
      });
    }
  }
}
