import { isLivingHere } from '../../adapters/process-mark.ts';
import { readRecord, UnreadableRun } from '../../reports/model/read-run.ts';
import type { RunRecord } from '../../reports/model/run-record.ts';
import type { Plan } from '../plan.ts';
import { suiteIdentity } from '../suite-identity.ts';
import { UsageError } from '../usage-error.ts';

/** What out/run.json holds. */
export type PlanRecord = Plan & RunRecord;

/**
 * The run that `--resume` goes on with.
 * @throws UsageError where there is none, where it is not over, or where another build of the suite has begun it
 */
export function readEarlierRun(out: string): PlanRecord {
  const record = recordIn(out);
  const { process, endedAt, suite } = record;
  if (endedAt === undefined && isLivingHere(process)) {
    throw new UsageError(
      `--resume: the run in ${out} is still going on, as process ${process.pid}; wait for it or end it. If that process is another program, remove "process" from ${out}/run.json.`,
    );
  }
  const { version, commit } = suiteIdentity();
  if (version !== suite.version || commit !== suite.commit) {
    throw new UsageError(
      `--resume: the run in ${out} was begun by ${suite.version} (${suite.commit ?? 'no commit'}) of the suite, whose cases may be others than those of ${version} (${commit ?? 'no commit'}); go on with that one, or start anew without --resume.`,
    );
  }
  return record;
}

function recordIn(out: string): PlanRecord {
  try {
    // Runs are recorded by runner/run.ts alone, which writes the plan with them.
    const record = readRecord(out) as Omit<PlanRecord, 'process'> & Partial<Pick<PlanRecord, 'process'>>;
    return { ...record, process: record.process ?? noProcess };
  } catch (error) {
    if (error instanceof UnreadableRun) throw new UsageError(`--resume: ${error.message}`);
    throw error;
  }
}

/** Of a run from whose record somebody has removed it. */
const noProcess = { pid: 0, host: '' };
