import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// `conform run` names the plan of the run here; the project's own tests have none.
const plan = process.env['CONFORM_PLAN'];

/** Where vitest says what became of its tests: in a run a file for each part, since each is a run of vitest's own. */
function reportOfTests(): string {
  if (plan === undefined) return 'out/tests.json';
  const { part } = JSON.parse(readFileSync(plan, 'utf8')) as { readonly part: number };
  return join(dirname(plan), 'vitest', `${part}.json`);
}

/** While a run goes on Allure can follow it; when it has ended, complete results take the place of these (reports/allure). */
const liveAllure: [string, Record<string, unknown>][] =
  plan === undefined
    ? []
    : [['allure-vitest/reporter', { resultsDir: join(dirname(plan), 'allure-results') }]];

/** What once found something is likely to find it again. */
class CorpusFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isCorpus = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/suites/corpus/');
    return [...sorted.filter(isCorpus), ...sorted.filter((file) => !isCorpus(file))];
  }
}

/** Two projects: `conformance` is the product (started by `conform run`), `tests` are the project's own tests. */
export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: reportOfTests() }], ...liveAllure],
    projects: [
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['suites/**/*.suite.ts'],
          setupFiles: ['allure-vitest/setup'],
          // The suites keep no state in modules, so a worker loads them only once.
          isolate: false,
          testTimeout: 0,
          hookTimeout: 0,
        },
      },
      {
        extends: true,
        test: { name: 'tests', include: ['tests/**/*.test.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
      },
    ],
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: CorpusFirst },
  },
});
