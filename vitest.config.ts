import { defineConfig } from 'vitest/config';

/** Two projects: `conformance` is the product (started by `conform run`), `tests` are the project's own tests. */
export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'conformance',
          include: ['suites/**/*.suite.ts'],
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
  },
});
