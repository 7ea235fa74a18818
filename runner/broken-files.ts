import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of vitest's report in JSON that is read here. */
interface VitestReport {
  readonly startTime: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly unknown[];
  }[];
}

/**
 * The suite files of a run that could not be loaded, such as `corpus/found`: their cases are in no result, not even as planned.
 * @param out folder of the run
 * @param startedAt milliseconds since 1970; what is older is of another run
 */
export function brokenFiles(out: string, startedAt: number): readonly string[] {
  const folder = join(out, 'vitest');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    // Vitest itself writes them, and only at its end.
    const report = JSON.parse(readFileSync(join(folder, name), 'utf8')) as VitestReport;
    if (report.startTime < startedAt) return [];
    return report.testResults
      .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0)
      .map(({ name: path }) => path.replaceAll('\\', '/').replace(/^.*\/suites\/|\.suite\.ts$/g, ''));
  });
}
