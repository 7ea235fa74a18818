import type { RequirementVerdict, RunReport } from '../model/run-report.ts';
import {
  comparisonFormat,
  type ComparedRun,
  type Comparison,
  type Numbers,
  type QuestionRelation,
  type RequirementRelation,
} from './comparison.ts';
import { conditionsOf } from './conditions.ts';
import { compareFields } from './fields.ts';
import { keepEvidenceWithin } from './evidence.ts';
import { lookAtFirst } from './look-at-first.ts';
import { compareOthers } from './others.ts';
import { outcomeOf } from './outcome.ts';
import { compareQuestions } from './questions.ts';
import { compareRequirements } from './requirements.ts';

/** A run that is to be compared, with the name of its column. */
export interface NamedRun {
  /** No two runs of a comparison have the same. */
  readonly name: string;
  /** The folder or file as it was named. */
  readonly from: string;
  readonly report: RunReport;
  readonly programme?: ComparedRun['programme'];
}

/** Sets runs beside one another, in the order in which they are given. */
export function compareRuns(named: readonly NamedRun[]): Comparison {
  const reports = named.map(({ report }) => report);
  const runs = named.map(columnOf);
  const requirements = keepEvidenceWithin(compareRequirements(reports));
  const others = compareOthers(reports);
  const questions = compareQuestions(reports);
  const { compared, differing } = compareFields(reports);
  const numbers: Numbers = {
    requirements: countBy(requirementRelations, requirements),
    violatedUnlike: requirements.filter(({ alike }) => alike === false).length,
    questions: countBy(questionRelations, questions),
    contradicted: questions.filter(({ cells }) => cells.some(({ length }) => length > 1)).length,
    fieldsCompared: compared,
  };
  const facts = { runs, requirements, others, questions, fields: differing, numbers };
  return {
    format: 'client-certificate-install-comparison',
    version: comparisonFormat,
    runs,
    outcome: outcomeOf(facts),
    conditions: conditionsOf(runs),
    lookAtFirst: lookAtFirst(facts),
    numbers,
    requirements,
    others,
    questions,
    fields: differing,
  };
}

function columnOf({ name, from, report, programme }: NamedRun): ComparedRun {
  const { suite, target, run, result, counts, requirements, fingerprint, notTested, timing } = report;
  return {
    name,
    from,
    suite,
    target,
    run,
    ...(programme === undefined ? {} : { programme }),
    result,
    counts,
    requirements: verdictsOf(requirements),
    answered: fingerprint.length,
    contradictions: fingerprint.filter(({ answers }) => answers.length > 1).length,
    leftOut: notTested.leftOut.reduce((sum, { cases }) => sum + cases, 0),
    unaccounted: notTested.unaccounted,
    milliseconds: timing.milliseconds,
  };
}

function verdictsOf(rows: RunReport['requirements']): ComparedRun['requirements'] {
  const counts: Record<RequirementVerdict, number> = {
    violated: 0,
    kept: 0,
    undecided: 0,
    'not-tested': 0,
  };
  for (const { verdict } of rows) counts[verdict]++;
  return counts;
}

const requirementRelations: Readonly<Record<RequirementRelation, 0>> = {
  differs: 0,
  'violated-in-part': 0,
  violated: 0,
  'kept-in-part': 0,
  kept: 0,
  undecided: 0,
};
const questionRelations: Readonly<Record<QuestionRelation, 0>> = {
  differs: 0,
  'in-part': 0,
  same: 0,
  nowhere: 0,
};

function countBy<Relation extends string>(
  none: Readonly<Record<Relation, 0>>,
  rows: readonly { readonly relation: Relation }[],
): Readonly<Record<Relation, number>> {
  const counts: Record<Relation, number> = { ...none };
  for (const { relation } of rows) counts[relation]++;
  return counts;
}
