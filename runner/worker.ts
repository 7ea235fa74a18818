import { readFileSync } from 'node:fs';
import type { Capabilities, Target } from '../adapters/target.ts';
import { isLiving } from '../adapters/process-mark.ts';
import { createTarget } from '../adapters/targets.ts';
import type { Laboratory } from '../generators/family.ts';
import { laboratoryFor } from './laboratory.ts';
import { fileOfPart, planVariable, type Plan } from './plan.ts';
import type { PlanRecord } from './resume/earlier-run.ts';
import { openResults, type ResultsWriter } from './results.ts';
import type { Bench, Outage } from './trial.ts';

/** What the suites of one worker process share: the plan, the target, and where results go. */
export interface Worker {
  readonly plan: Plan;
  readonly target: Target;
  readonly capabilities: Capabilities;
  readonly laboratory: Laboratory;
  readonly bench: Bench;
  readonly outage: Outage;
  readonly results: ResultsWriter;
}

/**
 * The plan that `conform run` wrote.
 * @throws Error where the process was not started by `conform run`
 */
export function readPlan(): PlanRecord {
  const path = process.env[planVariable];
  if (path === undefined) throw new Error('the conformance suites are started by `npm test` (conform run)');
  return JSON.parse(readFileSync(path, 'utf8')) as PlanRecord;
}

/**
 * Opens the worker of this process from the plan that `conform run` wrote.
 * @throws Error where the process was not started by `conform run`
 */
export async function openWorker(): Promise<Worker> {
  const plan = readPlan();
  endWithRun(plan);
  const target = createTarget(plan.target, plan.prepared);
  const capabilities = await target.capabilities();
  const outage: Outage = { isLasting: false };
  return {
    plan,
    target,
    capabilities,
    // By what the target said when the run began, so that every worker, and every part of the run, has the same cases.
    laboratory: await laboratoryFor(plan.capabilities, plan.edition),
    bench: { target, capabilities, patience: plan.patience, now: Date.now, outage },
    outage,
    results: openResults(plan.out, fileOfPart(plan.part, `${process.pid}`), () => {
      endWithRun(plan);
    }),
  };
}

/**
 * Ends this process where that of its run was killed: somebody may be resuming the run by now, and a case that is carried
 * out twice would be counted twice.
 */
function endWithRun({ process: run }: Plan): void {
  // Vitest makes process.exit throw, and would go on with the next test.
  if (!isLiving(run.pid)) process.kill(process.pid, 'SIGKILL');
}
