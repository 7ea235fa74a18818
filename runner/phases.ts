import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Console } from './command.ts';
import { planVariable, type Plan, type Portion } from './plan.ts';
import { followProgress, resultsReader } from './progress.ts';
import { pathOfSuite, projectFolder } from './suites.ts';
import { exitCodes } from './usage-error.ts';

/** A part of a run that begins when the one before has ended. */
export interface Phase {
  /** What is said when it begins; absent where it is the only one. */
  readonly title?: string;
  readonly files: readonly string[];
  readonly portion: Portion;
  /** Runs of each random family. */
  readonly runs: number;
  /** Milliseconds; absent: as long as it takes. */
  readonly budget?: number;
}

/** The only phase of a usual run. */
export function everythingAtOnce({
  files,
  runs,
  budget,
}: {
  readonly files: readonly string[];
  readonly runs: number;
  readonly budget?: number;
}): PlanOfPhase {
  return () => ({ files, portion: 'all', runs, ...(budget === undefined ? {} : { budget }) });
}

/** Decides on a phase when it is about to begin. */
export type PlanOfPhase = (before: PhaseBefore) => Phase;

/** What a phase is planned by. */
export interface PhaseBefore {
  /** Milliseconds since the run began. */
  readonly elapsed: number;
  /** Cases that the phase before has carried out, and the milliseconds that it took; 0 where there was none. */
  readonly cases: number;
  readonly milliseconds: number;
}

/**
 * Carries out one phase after the other.
 * @param begin told of the plan of each before its first case
 * @returns the plan of the last one, and the gravest exit code of vitest
 */
export async function carryOutPhases(
  whole: Plan,
  phases: readonly PlanOfPhase[],
  console: Console,
  begin: (plan: Plan) => void,
): Promise<{ readonly plan: Plan; readonly vitest: number }> {
  let plan = whole;
  let vitest = 0;
  let before: PhaseBefore = { elapsed: 0, cases: 0, milliseconds: 0 };
  for (const [index, planOfPhase] of phases.entries()) {
    const { title, files: chosen, portion, runs, budget } = planOfPhase(before);
    const partStartedAt = Date.now();
    const part = whole.part + index;
    const ofPhase = { part, partStartedAt, portion, runs, suiteFiles: chosen.length };
    plan = { ...whole, ...ofPhase, ...(budget === undefined ? {} : { budget }) };
    begin(plan);
    if (title !== undefined) console.out(title);
    const done = casesIn(plan.out);
    if (chosen.length > 0) vitest = Math.max(vitest, await followVitest(plan, chosen, console));
    const now = Date.now();
    before = {
      elapsed: now - whole.startedAt,
      cases: casesIn(plan.out) - done,
      milliseconds: now - partStartedAt,
    };
  }
  return { plan, vitest };
}

function casesIn(out: string): number {
  return resultsReader(join(out, 'results')).read().done;
}

async function followVitest(plan: Plan, files: readonly string[], console: Console): Promise<number> {
  const progress = followProgress(plan.out, console);
  try {
    return await startVitest(plan, files);
  } finally {
    progress.stop();
  }
}

function startVitest(plan: Plan, files: readonly string[]): Promise<number> {
  // The package does not export its program, only its package.json.
  const vitest = createRequire(import.meta.url)
    .resolve('vitest/package.json')
    .replace(/package\.json$/, 'vitest.mjs');
  const log = createWriteStream(join(plan.out, 'vitest.log'), { flags: 'a' });
  const child = spawn(
    process.execPath,
    [vitest, 'run', '--project', 'conformance', `--maxWorkers=${plan.workers}`, ...files.map(pathOfSuite)],
    {
      cwd: projectFolder,
      env: { ...process.env, [planVariable]: join(plan.out, 'run.json') },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  child.stdout.pipe(log);
  child.stderr.pipe(log, { end: false });
  return new Promise((done) => {
    child.on('close', (code) => {
      done(code ?? exitCodes.inconclusive);
    });
  });
}
