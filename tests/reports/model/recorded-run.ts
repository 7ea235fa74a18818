import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simulatorWith } from '../../../adapters/simulator-settings.ts';
import type { Target } from '../../../adapters/target.ts';
import type { CaseFile } from '../../../cases/result.ts';
import { resultFormat } from '../../../cases/result.ts';
import { defaultEdition } from '../../../csp/editions.ts';
import { families } from '../../../generators/families.ts';
import { nameOf, type Family } from '../../../generators/family.ts';
import { keepTally } from '../../../reports/tally.ts';
import { runFormat, type RunRecord } from '../../../reports/model/run-record.ts';
import { resultsOf } from '../../../reports/model/read-run.ts';
import { caseFilePath, writeCaseFile } from '../../../runner/case-file.ts';
import { runFamily } from '../../../runner/family-run.ts';
import { countGenerated } from '../../../runner/generated.ts';
import { laboratoryFor } from '../../../runner/laboratory.ts';
import { openResults, recordTrial } from '../../../runner/results.ts';
import { seedFor } from '../../../runner/seeds.ts';

export const seed = 7;

/** The virtual device with a seeded fault, by the fault's id. */
export function faultyDevice(id: string): Target {
  return simulatorWith({ fault: id });
}

/** The families whose names begin with one of these. */
export function familiesNamed(...beginnings: readonly string[]): readonly Family[] {
  return families.filter((family) => beginnings.some((beginning) => nameOf(family).startsWith(beginning)));
}

const newYear = Date.UTC(2026, 0, 1, 12);

/** What a run that is recorded may be beside its families. */
export interface RecordedRun {
  /** Writes results of its own before the families. */
  readonly before?: () => Promise<void>;
  /** Milliseconds since 1970. */
  readonly startedAt?: number;
  /** Milliseconds; by default no time passes, so that the same run leaves the same bytes. */
  readonly clock?: () => number;
}

/**
 * Carries out families in this process and leaves in a folder what `conform run` leaves there: a real run, without the
 * processes of one, and on any target.
 */
export async function recordRun(
  out: string,
  target: Target,
  chosen: readonly Family[],
  runs = 3,
  { before, startedAt = newYear, clock = () => 0 }: RecordedRun = {},
): Promise<RunRecord> {
  mkdirSync(join(out, 'cases'), { recursive: true });
  await before?.();
  const capabilities = await target.capabilities();
  const laboratory = await laboratoryFor(capabilities, defaultEdition);
  const bench = { target, capabilities, patience: 60_000, now: clock };
  const results = openResults(out, '1');
  for (const family of chosen) {
    const name = nameOf(family);
    const planned = family.cases.kind === 'list' ? family.cases.build(laboratory).length : runs;
    results.write({ kind: 'planned', family: name, aims: family.requirements, cases: planned });
    const run = await runFamily(
      bench,
      family,
      laboratory,
      { runs, seed: seedFor(seed, name), deadline: Number.POSITIVE_INFINITY },
      (trial) => {
        recordTrial(results, name, trial);
      },
    );
    const left = run.planned - run.executed;
    if (run.leftOut !== undefined && left > 0) {
      results.write({
        kind: 'not-run',
        family: name,
        aims: family.requirements,
        cases: left,
        reason: run.leftOut,
      });
    }
    for (const { trial } of run.findings.slice(0, 5)) writeCaseFile(out, caseFileOf(out, trial));
  }
  results.close();
  const tally = keepTally();
  for (const entry of resultsOf(out)) tally.add(entry);
  const { coverage } = await countGenerated(out, laboratory.pool, tally.tally().fingerprint);
  writeFileSync(join(out, 'coverage.json'), JSON.stringify(coverage));
  const record = await recordOf(target, runs, startedAt);
  writeFileSync(join(out, 'run.json'), JSON.stringify(record));
  return record;
}

async function recordOf(target: Target, runs: number, startedAt: number): Promise<RunRecord> {
  return {
    format: 'client-certificate-install-run',
    version: runFormat,
    suite: { name: 'client-certificate-install-conformance', version: '0.1.0' },
    target: 'simulator',
    identity: { edition: defaultEdition, ...(await target.identity()) },
    capabilities: await target.capabilities(),
    command: `npm test -- --target=simulator --seed=${seed} --runs=${runs}`,
    suites: [],
    seed,
    runs,
    edition: defaultEdition,
    workers: 1,
    startedAt,
    endedAt: startedAt + 42_500,
  };
}

function caseFileOf(
  out: string,
  { case: testCase, observation, verdict }: Pick<CaseFile, 'case' | 'observation' | 'verdict'>,
): CaseFile {
  return {
    format: 'client-certificate-install-case',
    version: resultFormat,
    case: testCase,
    observation,
    verdict,
    found: {
      target: 'simulator',
      seed,
      command: `npx conform replay ${caseFilePath(out, testCase.id)}`,
      run: `npm test -- --seed=${seed}`,
    },
  };
}
