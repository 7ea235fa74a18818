import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the test runner says of one test of a suite, all parts of a run together. */
export interface SuiteTest {
  readonly title: string;
  /** Title of the suite. */
  readonly suite: string;
  /** Its file, such as `pfx/install`. */
  readonly file: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly milliseconds: number;
  /** Why it failed, where it did. */
  readonly failure?: string;
}

/** The part of vitest's report in JSON that is read here. */
interface VitestReport {
  readonly startTime: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
      readonly duration?: number | null;
      readonly failureMessages?: readonly string[] | null;
    }[];
  }[];
}

/**
 * The tests of a run by their titles, from what vitest has left in `vitest/` of its folder; none where the run was cut off
 * before that. Which cases there were and what they showed is not taken from here.
 * @param startedAt what is older is of another run
 */
export function readSuiteTests(out: string, startedAt: number): ReadonlyMap<string, SuiteTest> {
  const tests = new Map<string, SuiteTest>();
  const folder = join(out, 'vitest');
  if (!existsSync(folder)) return tests;
  for (const name of readdirSync(folder).sort()) {
    // Vitest itself writes them, and only at its end.
    const report = JSON.parse(readFileSync(join(folder, name), 'utf8')) as VitestReport;
    if (report.startTime < startedAt) continue;
    for (const test of testsIn(report)) {
      const before = tests.get(test.title);
      tests.set(test.title, before === undefined ? test : together(before, test));
    }
  }
  return tests;
}

function* testsIn(report: VitestReport): Generator<SuiteTest> {
  for (const { name, startTime, message, assertionResults } of report.testResults) {
    const file = name.replaceAll('\\', '/').replace(/^.*\/suites\/|\.suite\.ts$/g, '');
    // A file that can not be loaded has no tests, only the reason.
    if (assertionResults.length === 0 && message !== '') {
      yield { title: file, suite: file, file, start: startTime, milliseconds: 0, failure: message };
    }
    // The tests of a file are carried out one after the other, and only the beginning of the first is told.
    let start = startTime;
    for (const { ancestorTitles, title, status, duration, failureMessages } of assertionResults) {
      const milliseconds = duration ?? 0;
      const failure = [...(failureMessages ?? []), message].find((text) => text !== '');
      yield {
        title,
        suite: ancestorTitles[0] ?? file,
        file,
        start,
        milliseconds,
        ...(status === 'passed' || failure === undefined ? {} : { failure }),
      };
      start += milliseconds;
    }
  }
}

/** The same test in two parts of a run. */
function together(first: SuiteTest, second: SuiteTest): SuiteTest {
  const failure = first.failure ?? second.failure;
  return {
    ...first,
    milliseconds: first.milliseconds + second.milliseconds,
    ...(failure === undefined ? {} : { failure }),
  };
}
