import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the test runner says of one suite file in one part of a run; the part of vitest's JSON that is read. */
export interface SuiteFile {
  /** Such as `pfx/install`. */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly startTime: number;
  /** What is wrong with the file as a whole; empty where nothing is. */
  readonly message: string;
  readonly assertionResults: readonly {
    readonly ancestorTitles: readonly string[];
    readonly title: string;
    readonly status: string;
    readonly duration?: number | null;
    readonly failureMessages?: readonly string[] | null;
  }[];
}

interface VitestReport {
  readonly startTime: number;
  readonly testResults: readonly (Omit<SuiteFile, 'file'> & { readonly name: string })[];
}

/**
 * The suite files of a run, from what vitest has left in `vitest/` of its folder; none where the run was cut off before that.
 * @param startedAt milliseconds since 1970; what is older is of another run
 */
export function* suiteFilesOf(out: string, startedAt: number): Generator<SuiteFile> {
  const folder = join(out, 'vitest');
  if (!existsSync(folder)) return;
  for (const part of readdirSync(folder).sort()) {
    // Vitest itself writes them, and only at its end.
    const report = JSON.parse(readFileSync(join(folder, part), 'utf8')) as VitestReport;
    if (report.startTime < startedAt) continue;
    for (const { name, ...rest } of report.testResults) {
      yield { ...rest, file: name.replaceAll('\\', '/').replace(/^.*\/suites\/|\.suite\.ts$/g, '') };
    }
  }
}

/** Whether a file could not be loaded: it has no tests, only the reason, and its cases are in no result, not even as planned. */
export function isUnloadable({ assertionResults, message }: SuiteFile): boolean {
  return assertionResults.length === 0 && message !== '';
}
