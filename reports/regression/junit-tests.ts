import { printable } from '../../syncml/printable.ts';
import type {
  Drift,
  NightlyReport,
  RequirementOfNight,
  Violation,
  ViolationStatus,
} from './nightly-report.ts';

/** Of a line that is shown. */
export const lineLength = 500;
/** So many forms of one requirement are told in full. */
const formsAtMost = 10;

/** What became of one requirement, question or rule. */
export type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly message: string }
  | {
      readonly kind: 'failure' | 'error';
      readonly message: string;
      readonly type: string;
      readonly text: string;
    };

export interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly outcome: Outcome;
}

export interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/** The night as tests: one for each requirement, for each answer that changed, and for the run. */
export function suitesOf(night: NightlyReport): readonly TestSuite[] {
  const areas = [...new Set(night.requirements.map(({ area }) => area))];
  return [
    ...areas.map((area) => ({
      name: area,
      cases: night.requirements
        .filter((row) => row.area === area)
        .map((row) => ({
          name: `${row.id} ${row.text}`,
          classname: `ClientCertificateInstall.${area}`,
          outcome: outcomeOf(row, night),
        })),
    })),
    { name: 'fingerprint', cases: fingerprintCases(night) },
    { name: 'run', cases: [runCase(night)] },
  ];
}

function outcomeOf({ id, verdict }: RequirementOfNight, night: NightlyReport): Outcome {
  const against = night.violations.filter(({ kind, subject }) => kind === 'violation' && subject === id);
  const failing = against.filter(({ status }) => failsBy(status, night));
  const [worst] = failing;
  if (worst !== undefined) return failureOf(worst.status, failing);
  const [accepted] = against;
  if (accepted !== undefined) return { kind: 'skipped', message: acceptedBy(accepted) };
  switch (verdict) {
    case 'kept':
    case 'violated':
      return { kind: 'passed' };
    case 'undecided':
      return { kind: 'skipped', message: 'undecided: no case of this night was decided by it' };
    case 'not-tested':
      return { kind: 'skipped', message: 'not tested this night' };
  }
}

/** Whether violations of a status make the night fail. */
function failsBy(status: ViolationStatus, { failOn }: NightlyReport): boolean {
  switch (status) {
    case 'new':
    case 'flaky':
      return true;
    case 'further':
    case 'known':
      return failOn === 'any';
    case 'waived':
      return false;
  }
}

function acceptedBy({ status, waiver }: Violation): string {
  return waiver === undefined
    ? `${status}: the baseline has it too`
    : `waived by ${waiver.owner} until ${waiver.expires}: ${waiver.reason}`;
}

function failureOf(type: string, forms: readonly Violation[]): Outcome {
  const [first] = forms;
  const more = forms.length - formsAtMost;
  return {
    kind: 'failure',
    message: first === undefined ? type : `${type}: ${pointsOf(first)[0] ?? first.text}`,
    type,
    text: [
      ...forms.slice(0, formsAtMost).flatMap(linesOf),
      ...(more > 0 ? [`… and ${more} more, in nightly.json`] : []),
    ].join('\n'),
  };
}

function linesOf(form: Violation): readonly string[] {
  const { status, cases, firstCase, repeat, source, note } = form;
  return [
    `${status}, ${cases} ${cases === 1 ? 'case' : 'cases'}, such as ${firstCase}`,
    ...pointsOf(form).map((line) => `  ${line}`),
    ...(source === undefined ? [] : [`  source: ${source}`]),
    ...(note === undefined ? [] : [`  note: ${note}`]),
    ...(repeat === undefined ? [] : [`  repeat: ${repeat}`]),
  ].map((line) => printable(line, lineLength));
}

function pointsOf({ points }: Violation): readonly string[] {
  return points.map(
    ({ subject, expected, observed }) => `${subject}: expected ${expected}; observed ${observed}`,
  );
}

function fingerprintCases(night: NightlyReport): readonly TestCase[] {
  const contradictions = night.violations.filter(({ kind }) => kind === 'inconsistent');
  const cases: readonly { key: string; question: string; outcome: Outcome }[] = [
    ...night.drift.map((drift) => ({
      key: drift.key,
      question: drift.question,
      outcome: driftOutcome(drift),
    })),
    ...contradictions.map((one) => ({
      key: one.subject,
      question: one.text,
      outcome: outcomeOfContradiction(one, night),
    })),
  ];
  return [
    ...cases.map(({ key, question, outcome }) => ({
      name: `${key} ${question}`,
      classname: 'ClientCertificateInstall.fingerprint',
      outcome,
    })),
    {
      name: 'every other open question is answered as in the baseline, or was not asked',
      classname: 'ClientCertificateInstall.fingerprint',
      outcome: { kind: 'passed' },
    },
  ];
}

function outcomeOfContradiction(one: Violation, night: NightlyReport): Outcome {
  if (failsBy(one.status, night)) return failureOf(one.status, [one]);
  return { kind: 'skipped', message: acceptedBy(one) };
}

function driftOutcome({ before, now, firstSeen, waiver }: Drift): Outcome {
  const said = (answers: Drift['now']): string =>
    answers.map(({ answer, meaning }) => `${answer} (${meaning})`).join(' or ');
  const message = `${said(before)} in the baseline, ${said(now)} this night`;
  if (waiver !== undefined) {
    return { kind: 'skipped', message: `waived by ${waiver.owner} until ${waiver.expires}: ${message}` };
  }
  return { kind: 'failure', message, type: 'drift', text: `first seen in ${firstSeen}` };
}

function runCase({ result, flaky, notes }: NightlyReport): TestCase {
  const name = 'the run is whole, and every case that was repeated came out alike';
  const classname = 'ClientCertificateInstall.run';
  if (flaky.length > 0) {
    const text = flaky
      .map(({ case: id, outcomes }) =>
        printable(
          `${id}: ${outcomes.map(({ outcome, times }) => `${times} × ${outcome}`).join('; ')}`,
          lineLength,
        ),
      )
      .join('\n');
    return { name, classname, outcome: { kind: 'failure', message: result.because, type: 'flaky', text } };
  }
  const broken = notes.find((note) => note.startsWith('The test runner failed'));
  if (result.verdict !== 'inconclusive' && broken === undefined) {
    return { name, classname, outcome: { kind: 'passed' } };
  }
  const because = broken ?? result.because;
  return {
    name,
    classname,
    outcome: { kind: 'error', message: because, type: 'inconclusive', text: because },
  };
}
