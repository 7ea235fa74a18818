import type { Answers } from '../../../cases/case.ts';
import type { Verdict } from '../../../cases/verdict.ts';
import type { RequirementId } from '../../../csp/requirements.ts';
import { compareRuns, type NamedRun } from '../../../reports/comparison/compare.ts';
import type { Comparison } from '../../../reports/comparison/comparison.ts';
import { keepReport } from '../../../reports/model/keep-report.ts';
import type { RunRecord } from '../../../reports/model/run-record.ts';
import type { RunReport } from '../../../reports/model/run-report.ts';
import { aRecord, caseFile, caseLine, differing } from '../model/synthetic.ts';

/** What a device of these tests does. */
export interface Behaviour {
  readonly violates?: readonly RequirementId[];
  readonly keeps?: readonly RequirementId[];
  readonly answers?: Answers;
  /** What its violations look like. */
  readonly observed?: string;
  readonly record?: Partial<RunRecord>;
  /** Verdicts of further cases, by id. */
  readonly more?: Readonly<Record<string, Verdict>>;
  /** Planned cases that nobody carried out. */
  readonly missing?: number;
}

/** The report of a device that does that. */
export function reportOf(behaviour: Behaviour = {}): RunReport {
  const {
    violates = [],
    keeps = [],
    answers = {},
    observed,
    record = {},
    more = {},
    missing = 0,
  } = behaviour;
  const keeper = keepReport();
  const cases: (readonly [id: string, verdict: Verdict])[] = [
    ...violates.map(
      (id) => [`breaks/${id}`, differing(id, observed === undefined ? {} : { observed })] as const,
    ),
    ['keeps', { kind: 'conform', answers, exercised: keeps }],
    ...Object.entries(more),
  ];
  keeper.add({
    kind: 'planned',
    family: 'protocol/R-DM-08/matrix',
    aims: ['R-DM-08'],
    cases: cases.length + missing,
  });
  for (const [id, verdict] of cases) {
    keeper.add(caseLine(id, verdict));
    if (verdict.kind === 'violation') keeper.addCaseFile(`${id}.json`, caseFile(id, verdict));
  }
  return keeper.report({ ...aRecord, ...record });
}

/** Devices with names of one letter, in this order. */
export function named(...behaviours: readonly Behaviour[]): readonly NamedRun[] {
  return behaviours.map((behaviour, index) => {
    const name = String.fromCharCode('A'.charCodeAt(0) + index);
    return { name, from: `runs/${name}`, report: reportOf(behaviour) };
  });
}

export function compared(...behaviours: readonly Behaviour[]): Comparison {
  return compareRuns(named(...behaviours));
}
