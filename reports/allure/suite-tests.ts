import { isUnloadable, suiteFilesOf, type SuiteFile } from '../model/suite-files.ts';

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

/**
 * The tests of a run by their titles, from what vitest has left in `vitest/` of its folder; none where the run was cut off
 * before that. Which cases there were and what they showed is not taken from here.
 * @param startedAt what is older is of another run
 */
export function readSuiteTests(out: string, startedAt: number): ReadonlyMap<string, SuiteTest> {
  const tests = new Map<string, SuiteTest>();
  for (const file of suiteFilesOf(out, startedAt)) {
    for (const test of testsIn(file)) {
      const before = tests.get(test.title);
      tests.set(test.title, before === undefined ? test : together(before, test));
    }
  }
  return tests;
}

function* testsIn(suite: SuiteFile): Generator<SuiteTest> {
  const { file, startTime, message, assertionResults } = suite;
  if (isUnloadable(suite)) {
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

/** The same test in two parts of a run. */
function together(first: SuiteTest, second: SuiteTest): SuiteTest {
  const failure = first.failure ?? second.failure;
  return {
    ...first,
    milliseconds: first.milliseconds + second.milliseconds,
    ...(failure === undefined ? {} : { failure }),
  };
}
