import { readFileSync } from 'node:fs';
import type { Capabilities, Target } from '../adapters/target.ts';
import { createTarget } from '../adapters/targets.ts';
import type { Laboratory } from '../generators/family.ts';
import { laboratoryFor } from './laboratory.ts';
import { planVariable, type Plan } from './plan.ts';
import { openResults, type ResultsWriter } from './results.ts';
import type { Bench } from './trial.ts';

/** What the suites of one worker process share: the plan, the target, and where results go. */
export interface Worker {
  readonly plan: Plan;
  readonly target: Target;
  readonly capabilities: Capabilities;
  readonly laboratory: Laboratory;
  readonly bench: Bench;
  readonly results: ResultsWriter;
}

/**
 * Opens the worker of this process from the plan that `conform run` wrote.
 * @throws Error where the process was not started by `conform run`
 */
export async function openWorker(): Promise<Worker> {
  const path = process.env[planVariable];
  if (path === undefined) throw new Error('the conformance suites are started by `npm test` (conform run)');
  const plan = JSON.parse(readFileSync(path, 'utf8')) as Plan;
  const target = createTarget(plan.target, plan.prepared);
  const capabilities = await target.capabilities();
  return {
    plan,
    target,
    capabilities,
    laboratory: await laboratoryFor(capabilities, plan.edition),
    bench: { target, capabilities, patience: plan.patience, now: Date.now },
    results: openResults(plan.out, `${process.pid}`),
  };
}
