import { describeVerdict } from '../reports/case-report.ts';
import type { Console } from './command.ts';
import { readCaseFolder } from './corpus.ts';
import { speaksAgainst, tryCase, type Bench, type Trial } from './trial.ts';
import { exitCodes } from './usage-error.ts';

/**
 * Carries out every case file below a folder: one line for each, with the differences where there are any.
 * @returns the exit code: that of the gravest verdict
 * @throws UsageError before the first case, where one of the files is no case file
 */
export async function replayFolder(folder: string, bench: Bench, console: Console): Promise<number> {
  const files = readCaseFolder(folder);
  let against = 0;
  let undecided = 0;
  for (const { path, content } of files) {
    const trial = await tryCase(bench, content.case);
    const code = exitCodeOf(trial);
    if (code === exitCodes.violation) against++;
    if (code === exitCodes.inconclusive) undecided++;
    const then =
      content.verdict.kind === trial.verdict.kind ? '' : ` (when it was found: ${content.verdict.kind})`;
    console.out(`${trial.verdict.kind} ${path}${then}`);
    if (code !== exitCodes.conform) console.out(describeVerdict(trial.verdict).replaceAll(/^/gm, '  '));
  }
  console.out(`${files.length} cases: ${against} speak against the device, ${undecided} decide nothing`);
  return against > 0 ? exitCodes.violation : undecided > 0 ? exitCodes.inconclusive : exitCodes.conform;
}

/** What the program ends with after one case. */
export function exitCodeOf({ verdict }: Trial): number {
  if (speaksAgainst(verdict)) return exitCodes.violation;
  return verdict.kind === 'conform' ? exitCodes.conform : exitCodes.inconclusive;
}
