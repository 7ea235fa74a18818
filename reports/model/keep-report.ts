import type { Level, Need } from '../../cases/case.ts';
import type { CaseFile, Planned, ResultLine } from '../../cases/result.ts';
import { requirements } from '../../csp/requirements.ts';
import type { Coverage } from '../coverage/coverage.ts';
import { keepTally, type Tally } from '../tally.ts';
import { keepCells } from './cells.ts';
import { keepGroups } from './difference-groups.ts';
import { fingerprintRows, unansweredRows } from './fingerprint-rows.ts';
import { lookAtFirst } from './look-at-first.ts';
import { keepRows } from './requirement-rows.ts';
import type { RunRecord } from './run-record.ts';
import {
  reportFormat,
  type NotTested,
  type ReasonCount,
  type RunPart,
  type RunReport,
  type TargetPart,
} from './run-report.ts';
import { resultOf } from './run-result.ts';
import { keepTiming } from './timing.ts';
import { keepTroubles } from './troubles.ts';

/** Makes a report of what it is told, in any order; its memory does not grow with the number of cases. */
export interface ReportKeeper {
  add(entry: ResultLine | Planned): void;
  /** @param name of the file in out/cases */
  addCaseFile(name: string, file: CaseFile): void;
  report(record: RunRecord, coverage?: Coverage): RunReport;
}

export function keepReport(): ReportKeeper {
  const tallyKeeper = keepTally();
  const rows = keepRows();
  const cells = keepCells();
  const troubles = keepTroubles();
  const groups = keepGroups();
  const timing = keepTiming();
  const levels: Record<Level, number> = { matrix: 0, combinations: 0, sessions: 0, wire: 0, example: 0 };
  return {
    add: (entry) => {
      tallyKeeper.add(entry);
      if (entry.kind === 'planned') timing.plan(entry);
      if (entry.kind !== 'case') return;
      levels[entry.level]++;
      for (const keeper of [rows, cells, troubles, groups, timing]) keeper.add(entry);
    },
    addCaseFile: groups.addCaseFile,
    report: (record, coverage) => {
      const tally = tallyKeeper.tally();
      const { planned, executed, verdicts } = tally;
      const counts = { planned, executed, verdicts: { ...verdicts }, levels: { ...levels } };
      const differences = groups.groups();
      const fingerprint = fingerprintRows(tally.fingerprint);
      const notTested = notTestedOf(tally);
      return {
        format: 'client-certificate-install-report',
        version: reportFormat,
        suite: record.suite,
        target: targetOf(record),
        run: runOf(record),
        result: resultOf(tally),
        lookAtFirst: lookAtFirst({ differences, fingerprint, notTested, counts }),
        counts,
        requirements: rows.rows(coverage),
        cells: cells.cells(coverage),
        troubles: troubles.troubles(),
        differences,
        fingerprint,
        unanswered: unansweredRows(tally.fingerprint),
        ...(coverage === undefined ? {} : { coverage }),
        notTested,
        timing: timing.timing(),
      };
    },
  };
}

function targetOf({ identity, capabilities }: RunRecord): TargetPart {
  return {
    ...identity,
    limits: Object.entries(capabilities).flatMap(([need, capability]) =>
      capability.answer === 'yes' ? [] : [{ need: need as Need, ...capability }],
    ),
  };
}

function runOf(record: RunRecord): RunPart {
  const { command, seed, runs, strength, edition, suites, workers, startedAt, endedAt } = record;
  return {
    command,
    seed,
    runs,
    ...(strength === undefined ? {} : { strength }),
    edition,
    suites,
    workers,
    started: new Date(startedAt).toISOString(),
    ...(endedAt === undefined
      ? {}
      : { ended: new Date(endedAt).toISOString(), seconds: (endedAt - startedAt) / 1000 }),
  };
}

function notTestedOf({
  planned,
  executed,
  verdicts,
  leftOut,
  unseen,
  aims,
  requirements: seen,
}: Tally): NotTested {
  const aimed = new Set(aims);
  // Reasons of cases that came to nothing are in leftOut too, but those cases count as carried out.
  const cameToNothing = verdicts['suite-error'] + verdicts.inconclusive + verdicts['not-tested'];
  const neverBegun = sum(leftOut) - cameToNothing;
  return {
    leftOut: reasons(leftOut),
    unseen: reasons(unseen),
    undecided: requirements
      .map(({ id }) => id)
      .filter((id) => {
        const tally = seen.get(id);
        return aimed.has(id) && (tally === undefined || tally.exercised + tally.violations === 0);
      }),
    notAimedAt: requirements.map(({ id }) => id).filter((id) => !aimed.has(id)),
    unaccounted: planned - executed - neverBegun,
  };
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, cases) => total + cases, 0);
}

/** The most frequent reason first. */
function reasons(counts: ReadonlyMap<string, number>): readonly ReasonCount[] {
  return [...counts]
    .map(([reason, cases]) => ({ reason, cases }))
    .sort((left, right) => right.cases - left.cases || (left.reason < right.reason ? -1 : 1));
}
