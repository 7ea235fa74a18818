import { dirname, join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// `conform run` names the plan of the run here; the project's own tests have none.
const plan = process.env['CONFORM_PLAN'];
const run = plan === undefined ? undefined : dirname(plan);

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
    reporters: [
      'default',
      ['json', { outputFile: run === undefined ? 'out/tests.json' : join(run, 'vitest.json') }],
      ...(run === undefined
        ? []
        : [
            ['allure-vitest/reporter', { resultsDir: join(run, 'allure-results') }] as [
              string,
              Record<string, unknown>,
            ],
          ]),
    ],
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
