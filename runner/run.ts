import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CaseFile } from '../cases/result.ts';
import { thisProcess } from '../adapters/process-mark.ts';
import { createTarget } from '../adapters/targets.ts';
import type { Capabilities, TargetIdentity } from '../adapters/target.ts';
import type { Pool } from '../pki/pool.ts';
import { writeAllureResults } from '../reports/allure/write-results.ts';
import { readRun } from '../reports/model/read-run.ts';
import { runFormat, type TestedDevice } from '../reports/model/run-record.ts';
import { judgeRun, keepTally, type Tally } from '../reports/tally.ts';
import { summarise } from '../reports/summary.ts';
import { countGenerated } from './generated.ts';
import { laboratoryFor } from './laboratory.ts';
import type { Console } from './command.ts';
import { carryOutPhases, everythingAtOnce, type PlanOfPhase } from './phases.ts';
import { commandFor, type Plan } from './plan.ts';
import { prepareFor } from './target-options.ts';
import { readResults } from './results.ts';
import type { PlanRecord } from './resume/earlier-run.ts';
import { keepConcluded } from './resume/kept-results.ts';
import { suiteIdentity } from './suite-identity.ts';
import { exitCodes, UsageError } from './usage-error.ts';

/** A run as it was asked for. */
export type RunRequest = Omit<
  Plan,
  'startedAt' | 'part' | 'partStartedAt' | 'process' | 'suiteFiles' | 'prepared' | 'portion'
> & {
  readonly files: readonly string[];
  /** The run that this one goes on with; its plan is the same. */
  readonly earlier?: PlanRecord;
};

/** What the cases of earlier runs leave in the output folder. */
const recorded = ['results', 'observations', 'cases', 'run.json'];

/** What is made of that, or of each part of a run anew. Nothing else in the folder is touched. */
const derived = [
  'resuming',
  'allure-results',
  'fingerprint.json',
  'statistics.json',
  'coverage.json',
  'vitest',
  'vitest.log',
];

/**
 * Carries out a run: the suites in vitest's processes, progress and summary here.
 * @param phases what is carried out, one after the other; absent: everything at once
 * @returns the exit code
 * @throws UsageError where the output folder can not be used
 */
export async function carryOutRun(
  request: RunRequest,
  console: Console,
  phases?: readonly PlanOfPhase[],
): Promise<number> {
  const { files, earlier, ...wishes } = request;
  const out = resolve(request.out);
  prepareFolder(out, request.out, earlier === undefined ? [...recorded, ...derived] : derived);
  const prepared = await prepareFor(request.target, request.settings, {
    workers: request.workers,
    resumes: earlier !== undefined,
  });
  for (const note of prepared.notes) console.out(note);
  const now = Date.now();
  const part: Pick<Plan, 'startedAt' | 'part' | 'partStartedAt' | 'process' | 'portion'> = {
    startedAt: earlier?.startedAt ?? now,
    part: (earlier?.part ?? 0) + 1,
    partStartedAt: now,
    process: thisProcess(),
    portion: 'all',
  };
  try {
    return await carryOutPrepared(
      { ...wishes, ...part, prepared: prepared.settings, out, suiteFiles: files.length },
      request,
      console,
      phases ?? [everythingAtOnce(request)],
    );
  } finally {
    await prepared.stop();
  }
}

async function carryOutPrepared(
  whole: Plan,
  { earlier, out: name }: RunRequest,
  console: Console,
  phases: readonly PlanOfPhase[],
): Promise<number> {
  const { out } = whole;
  const { pool, identity, capabilities } = await askTarget(whole, console);
  if (earlier !== undefined) {
    demandSameDevice(earlier, identity);
    console.out(
      `The run of ${new Date(earlier.startedAt).toISOString()} goes on: ${keepConcluded(out)} cases are done.`,
    );
  }
  const suite = suiteIdentity();
  const recordOf = (plan: Plan): PlanRecord => ({
    format: 'client-certificate-install-run',
    version: runFormat,
    suite,
    command: commandFor(plan),
    ...plan,
    identity,
    // What the target could do at first decided which cases there are.
    capabilities: earlier?.capabilities ?? capabilities,
  });
  const { plan, vitest } = await carryOutPhases(whole, phases, console, (each) => {
    writeRecord(recordOf(each));
  });

  const endedAt = Date.now();
  writeRecord({ ...recordOf(plan), endedAt });
  const seconds = (endedAt - plan.startedAt) / 1000;
  const keeper = keepTally();
  readResults(out, keeper.add);
  const tally = keeper.tally();
  writeFileSync(join(out, 'fingerprint.json'), `${JSON.stringify(tally.fingerprint, undefined, 2)}\n`);
  const { statistics, coverage } = await countGenerated(out, pool, tally.fingerprint, plan.strength);
  writeFileSync(join(out, 'statistics.json'), `${JSON.stringify(statistics, undefined, 2)}\n`);
  writeFileSync(join(out, 'coverage.json'), `${JSON.stringify(coverage, undefined, 2)}\n`);
  writeAllureResults(out, readRun(out));
  console.out(
    summarise(tally, {
      levels: statistics.levels,
      coverage,
      target: plan.target,
      edition: plan.edition,
      seed: plan.seed,
      seconds,
      command: commandFor(plan),
      out: name,
      differences: readCaseFiles(out),
    }),
  );
  return exitCodeOf(tally, vitest, console, name);
}

function exitCodeOf(tally: Tally, vitest: number, console: Console, out: string): number {
  const verdict = judgeRun(tally);
  // Vitest ends with 1 for failed tests, which the results tell too; anything that they do not tell is our own fault.
  if (vitest !== 0 && verdict === 'conform') {
    console.error(
      `conform: the test runner ended with ${vitest} though no case differed, see ${out}/vitest.log`,
    );
    return exitCodes.inconclusive;
  }
  return exitCodes[verdict];
}

/** @throws UsageError where another device answers than at first, or the same with another build */
function demandSameDevice({ identity: before, out }: PlanRecord, now: TargetIdentity): void {
  const named = ({ description, edition = 'of unknown edition' }: TestedDevice): string =>
    `${description} (${edition})`;
  if (named(before) === named(now)) return;
  throw new UsageError(
    `--resume: the run in ${out} was begun on ${named(before)}, and now ${named(now)} answers; start anew without --resume.`,
  );
}

function prepareFolder(out: string, name: string, leftovers: readonly string[]): void {
  try {
    for (const leftover of leftovers) rmSync(join(out, leftover), { recursive: true, force: true });
    mkdirSync(join(out, 'results'), { recursive: true });
    mkdirSync(join(out, 'cases'), { recursive: true });
  } catch (error) {
    throw new UsageError(
      `--out ${name} can not be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The plan for the workers, and beside it what reports say of the run; written anew when the run has ended. */
function writeRecord(record: PlanRecord): void {
  const path = join(record.out, 'run.json');
  // Whole or not at all, wherever the run is cut off.
  writeFileSync(`${path}.new`, `${JSON.stringify(record, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}

/** What a run asks its target before the first case, and the keys that the cases need. */
interface Asked {
  readonly pool: Pool;
  readonly identity: TargetIdentity;
  readonly capabilities: Capabilities;
}

/** The pool of keys is made before the workers start, so that they do not all make it at the same time. */
async function askTarget(plan: Plan, console: Console): Promise<Asked> {
  const begun = Date.now();
  const target = createTarget(plan.target, plan.prepared);
  const capabilities = await target.capabilities();
  const identity = await target.identity();
  const { pool } = await laboratoryFor(capabilities, plan.edition);
  await target.close();
  const seconds = (Date.now() - begun) / 1000;
  if (seconds > 1)
    console.out(`Keys for the test certificates made in ${seconds.toFixed(1)} s; the next run reuses them.`);
  return { pool, identity, capabilities };
}

function readCaseFiles(out: string): readonly CaseFile[] {
  return readdirSync(join(out, 'cases'))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(out, 'cases', name), 'utf8')) as CaseFile);
}
