import fc from 'fast-check';
import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import { deadlineFor, type Plan } from '../../runner/plan.ts';

const plan: Plan = {
  settings: {},
  prepared: {},
  target: 'simulator',
  suites: [],
  seed: 1,
  runs: 1,
  strength: 2,
  portion: 'all',
  edition: '10.0.26100',
  patience: 1,
  out: '/out',
  startedAt: 0,
  part: 1,
  partStartedAt: 1000,
  process: { pid: 1, host: '' },
  workers: 2,
  suiteFiles: 3,
};

test('without a budget there is no deadline', () => {
  expect(deadlineFor(plan, 1000)).toBe(Number.POSITIVE_INFINITY);
});

test('files that run one after the other on the workers end within the budget, however many there are', () => {
  const numbers = { budget: fc.integer({ min: 1, max: 1e6 }), suiteFiles: fc.integer({ min: 1, max: 40 }) };
  fc.assert(
    fc.property(fc.record({ ...numbers, workers: fc.integer({ min: 1, max: 16 }) }), (wish) => {
      const free = Array.from({ length: wish.workers }, () => plan.partStartedAt);
      for (let file = 0; file < wish.suiteFiles; file++) {
        const worker = file % wish.workers;
        free[worker] = deadlineFor({ ...plan, ...wish }, free[worker] ?? 0);
      }
      assert.ok(Math.max(...free) <= plan.partStartedAt + wish.budget + 1e-6);
    }),
  );
});
