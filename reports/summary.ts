import type { Level } from '../cases/case.ts';
import type { CaseFile } from '../cases/result.ts';
import { answerKeys } from '../csp/ambiguities.ts';
import { requirements } from '../csp/requirements.ts';
import { describeCase } from './case-report.ts';
import type { Coverage } from './coverage/coverage.ts';
import { coverageTable } from './coverage/table.ts';
import { inconsistencies, judgeRun, type Tally } from './tally.ts';

/** So many differences are written out, the smallest first; a screen holds no more, and the rest is in case files. */
const fullyShown = 3;

/** What the summary says beside the numbers. */
export interface SummaryContext {
  readonly target: string;
  /** Cases carried out, by level. */
  readonly levels: Readonly<Partial<Record<Level, number>>>;
  readonly coverage: Coverage;
  readonly edition: string;
  readonly seed: number;
  readonly seconds: number;
  /** Repeats the run. */
  readonly command: string;
  readonly out: string;
  /** Differences that were kept as case files. */
  readonly differences: readonly CaseFile[];
}

/** The end of a run, as a person reads it at the console. */
export function summarise(tally: Tally, context: SummaryContext): string {
  return [
    head(tally, context),
    suiteErrors(context),
    differences(tally, context),
    contradictions(tally),
    notTested(tally),
    coverageTable(context.coverage),
    fingerprint(tally),
    closing(tally, context),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function head(tally: Tally, { target, levels, edition, seed, seconds }: SummaryContext): string {
  const rate = seconds > 0 ? Math.round(tally.executed / seconds) : 0;
  const counted = Object.entries(tally.verdicts)
    .filter(([, cases]) => cases > 0)
    .map(([kind, cases]) => `${cases} ${kind}`)
    .join(', ');
  return [
    `Target ${target}, edition ${edition}, seed ${seed}`,
    `${tally.executed} of ${tally.planned} planned cases in ${seconds.toFixed(1)} s (${rate} cases/s): ${counted}`,
    `Generated: ${Object.entries(levels)
      .map(([level, cases]) => `${cases} ${level}`)
      .join(', ')} (statistics.json)`,
  ].join('\n');
}

/** Faults of this suite, which say nothing about the device, and come before all that does. */
function suiteErrors({ differences, out }: SummaryContext): string {
  const reasons = differences.flatMap(({ case: { id }, verdict }) =>
    verdict.kind === 'suite-error' ? [`  ${id}: ${verdict.reason}`] : [],
  );
  if (reasons.length === 0) return '';
  const rest = reasons.length - fullyShown;
  return [
    'ERRORS OF THE SUITE ITSELF, please report them with their case files:',
    ...reasons.slice(0, fullyShown),
    ...(rest > 0 ? [`  … and ${rest} more, in ${out}/cases`] : []),
  ].join('\n');
}

/** The smallest case of each kind; first the requirement that most cases blame, since others follow from it. */
function differences(tally: Tally, { differences, out }: SummaryContext): string {
  const smallest = new Map<string, CaseFile>();
  for (const found of differences) {
    if (found.verdict.kind === 'suite-error') continue;
    const key = found.verdict.kind === 'violation' ? found.verdict.requirement : found.verdict.kind;
    const known = smallest.get(key);
    if (known === undefined || size(found) < size(known)) smallest.set(key, found);
  }
  const shown = [...smallest.values()].sort(
    (left, right) => blame(tally, right) - blame(tally, left) || size(left) - size(right),
  );
  const rest = shown.length - fullyShown;
  return [
    ...shown.slice(0, fullyShown).map(describeCase),
    ...(rest > 0 ? [`… and ${rest} more kinds of difference, in ${out}/cases`] : []),
  ].join('\n\n');
}

function blame(tally: Tally, { verdict }: CaseFile): number {
  return verdict.kind === 'violation' ? (tally.requirements.get(verdict.requirement)?.violations ?? 0) : 0;
}

function size({ case: { steps } }: CaseFile): number {
  return JSON.stringify(steps).length;
}

function contradictions(tally: Tally): string {
  return inconsistencies(tally)
    .map(({ key, answers }) =>
      [
        `INCONSISTENT ${key}: the device gave different answers to the same question`,
        ...answers.map(({ answer, firstSeen }) => `  ${answer} in ${firstSeen}`),
      ].join('\n'),
    )
    .join('\n');
}

function notTested(tally: Tally): string {
  const silent = tally.aims.filter((id) => {
    const seen = tally.requirements.get(id);
    return seen === undefined || seen.exercised + seen.violations === 0;
  });
  const lines = [
    ...[...tally.leftOut].map(([reason, cases]) => `  ${cases} cases: ${reason}`),
    ...[...tally.unseen].map(([reason, cases]) => `  in ${cases} cases, a part: ${reason}`),
  ];
  if (silent.length > 0) lines.push(`  requirements that no case decided: ${silent.join(', ')}`);
  return lines.length === 0 ? '' : ['Not tested:', ...lines].join('\n');
}

function fingerprint(tally: Tally): string {
  const seen = tally.fingerprint.filter((line) => line.answers.length === 1);
  return `Fingerprint: ${seen.length} of ${answerKeys.length} questions that the specification leaves open were answered (fingerprint.json)`;
}

function closing(tally: Tally, { out, command }: SummaryContext): string {
  const violated = requirements
    .map(({ id }) => ({ id, cases: tally.requirements.get(id)?.violations ?? 0 }))
    .filter(({ cases }) => cases > 0)
    .sort((one, other) => other.cases - one.cases)
    .map(({ id, cases }) => `${id} (${cases} ${cases === 1 ? 'case' : 'cases'})`);
  const decided = tally.aims.filter((id) => (tally.requirements.get(id)?.exercised ?? 0) > 0);
  const verdict = judgeRun(tally);
  const sentence =
    verdict === 'conform'
      ? `CONFORM: ${decided.length} of ${tally.aims.length} requirements decided, none violated`
      : verdict === 'violation'
        ? `VIOLATION: ${violated.join(', ') || 'inconsistent answers'}`
        : 'INCONCLUSIVE: the run says nothing about the device, see above';
  const errors = tally.verdicts['suite-error'];
  const own = errors === 0 ? [] : [`and ${errors} errors of the suite itself`];
  return [[sentence, ...own].join(', '), `Results in ${out}. Repeat: ${command}`].join('\n');
}
