import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '../../../adapters/target.ts';
import { defaultEdition } from '../../../csp/editions.ts';
import type { Family } from '../../../generators/family.ts';
import type { NightlyReport } from '../../../reports/regression/nightly-report.ts';
import { readCaseFolder } from '../../../runner/corpus.ts';
import { nightly, type NightlyMeans, type NightlyRequest } from '../../../runner/nightly/nightly.ts';
import { openResults, recordTrial } from '../../../runner/results.ts';
import { tryCase } from '../../../runner/trial.ts';
import { exitCodes } from '../../../runner/usage-error.ts';
import { recordRun } from '../../reports/model/recorded-run.ts';

/** What became of a night. */
export interface Ended {
  readonly code: number;
  readonly report: NightlyReport;
  readonly told: string;
}

/** What may happen beside the device. */
export interface Circumstances {
  /** Exit code of the run; default: 0. */
  readonly runEnds?: number;
  /** Suite files that can not be loaded. */
  readonly broken?: readonly string[];
  /** The target is not to be had again after the run. */
  readonly isGone?: boolean;
}

/** Nights of one device, one after the other, carried out in this process. */
export interface Nights {
  readonly folder: string;
  readonly history: string;
  readonly out: string;
  night(target: Target, wishes?: Partial<NightlyRequest>, circumstances?: Circumstances): Promise<Ended>;
  remove(): void;
}

const day = 24 * 60 * 60 * 1000;

/**
 * @param families that every night carries out
 * @param clock by which cases are timed; by default no time passes
 * @param historyFolder that of other nights; default: one of its own
 */
export function startNights(
  families: readonly Family[],
  clock: () => number = () => 0,
  historyFolder?: string,
): Nights {
  const folder = mkdtempSync(join(tmpdir(), 'conform-nights-'));
  const [history, out] = [historyFolder ?? join(folder, 'history'), join(folder, 'out')];
  let nights = 0;
  return {
    folder,
    history,
    out,
    night: async (target, wishes = {}, circumstances = {}) => {
      const now = Date.UTC(2026, 0, 1, 12) + day * nights++;
      const told: string[] = [];
      const reports: NightlyReport[] = [];
      const code = await nightly(
        { ...usualRequest(out, history), seed: nights, ...wishes },
        meansOn({ target, families, clock, ...circumstances }, now, (report) => reports.push(report)),
        { out: (text) => told.push(text), error: (text) => told.push(text) },
      );
      const [report] = reports;
      if (report === undefined) throw new Error('the night has written no report');
      return { code, report, told: told.join('\n') };
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Setup extends Circumstances {
  readonly target: Target;
  readonly families: readonly Family[];
  readonly clock: () => number;
}

function usualRequest(out: string, history: string): NightlyRequest {
  return {
    target: 'simulator',
    settings: {},
    edition: defaultEdition,
    patience: 60_000,
    workers: 1,
    suites: [],
    files: [],
    seed: 1,
    strength: 2,
    out,
    history,
    deviceName: 'laboratory 1',
    waivers: [],
    failOn: 'any',
    accept: false,
  };
}

function meansOn(
  { target, families, clock, runEnds = exitCodes.conform, broken = [], isGone = false }: Setup,
  now: number,
  take: (report: NightlyReport) => void,
): NightlyMeans {
  let uses = 0;
  return {
    withTarget: (_, use) => {
      uses++;
      return isGone && uses > 1 ? Promise.reject(new Error('it does not answer')) : use(target);
    },
    run: async ({ out, corpus }) => {
      rmSync(out, { recursive: true, force: true });
      await recordRun(out, target, families, 2, {
        startedAt: now,
        clock,
        before: async () => {
          if (corpus !== undefined) await tryKept(out, target, corpus);
        },
      });
      const testResults = broken.map((name) => ({
        name: `/suites/${name}.suite.ts`,
        message: 'it can not be loaded',
        assertionResults: [],
      }));
      mkdirSync(join(out, 'vitest'));
      writeFileSync(join(out, 'vitest', '1.json'), JSON.stringify({ startTime: now, testResults }));
      return runEnds;
    },
    writePages: (report) => {
      take(report);
      return Promise.resolve([]);
    },
    now: () => now,
  };
}

/** As corpus-suite.ts does with case files, without vitest. */
async function tryKept(out: string, target: Target, folder: string): Promise<void> {
  const results = openResults(out, 'corpus');
  const bench = { target, capabilities: await target.capabilities(), patience: 60_000, now: () => 0 };
  const files = readCaseFolder(folder);
  results.write({ kind: 'planned', family: 'corpus', aims: [], cases: files.length });
  for (const { content } of files) recordTrial(results, 'corpus', await tryCase(bench, content.case));
  results.close();
}
