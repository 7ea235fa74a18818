import { escapeAttribute, escapeText } from '../../syncml/escape.ts';
import { printable } from '../../syncml/printable.ts';
import type {
  Drift,
  NightlyReport,
  RequirementOfNight,
  Violation,
  ViolationStatus,
} from './nightly-report.ts';

/** So many forms of one requirement are told in full. */
const formsAtMost = 10;
const lineLength = 500;

/** What became of one requirement, question or rule. */
type Outcome =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly message: string }
  | {
      readonly kind: 'failure' | 'error';
      readonly message: string;
      readonly type: string;
      readonly text: string;
    };

interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly outcome: Outcome;
}

interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/**
 * The night as JUnit XML, which every CI system shows: a test for each requirement, for each answer of the fingerprint that
 * changed, and for the run itself. It fails exactly where the night does.
 */
export function junitOf(night: NightlyReport): string {
  const suites = suitesOf(night);
  const all = suites.flatMap(({ cases }) => cases);
  const time = (night.run.seconds ?? 0).toFixed(3);
  const name = `nightly: ${night.device.name}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    xml(
      'testsuites',
      { name, ...countsOf(all), time },
      suites.map((suite) => suiteXml(suite, night)),
    ),
    '',
  ].join('\n');
}

function suiteXml({ name, cases }: TestSuite, night: NightlyReport): string {
  const timestamp = night.run.started.slice(0, 19);
  return xml('testsuite', { name, ...countsOf(cases), timestamp }, [
    xml(
      'properties',
      {},
      propertiesOf(night).map(([key, value]) => xml('property', { name: key, value }, [])),
    ),
    ...cases.map(caseXml),
  ]);
}

type Attributes = Readonly<Record<string, string>>;

/** An element in one line or, with children, over several; texts of the device are made harmless here. */
function xml(name: string, attributes: Attributes, children: readonly string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeAttribute(printable(value, lineLength))}"`,
  );
  const head = `<${name}${written.join('')}`;
  return children.length === 0 ? `${head}/>` : `${head}>\n${children.join('\n')}\n</${name}>`;
}

function suitesOf(night: NightlyReport): readonly TestSuite[] {
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

function runCase({ result, flaky }: NightlyReport): TestCase {
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
  if (result.verdict !== 'inconclusive') return { name, classname, outcome: { kind: 'passed' } };
  return {
    name,
    classname,
    outcome: { kind: 'error', message: result.because, type: 'inconclusive', text: result.because },
  };
}

function caseXml({ name, classname, outcome }: TestCase): string {
  const attributes = { name, classname, time: '0' };
  switch (outcome.kind) {
    case 'passed':
      return xml('testcase', attributes, []);
    case 'skipped':
      return xml('testcase', attributes, [xml('skipped', { message: outcome.message }, [])]);
    case 'failure':
    case 'error': {
      const { kind, message, type, text } = outcome;
      return xml('testcase', attributes, [xml(kind, { message, type }, [escapeText(text)])]);
    }
  }
}

function countsOf(cases: readonly TestCase[]): Attributes {
  const of = (kind: Outcome['kind']): string =>
    String(cases.filter(({ outcome }) => outcome.kind === kind).length);
  return {
    tests: String(cases.length),
    failures: of('failure'),
    errors: of('error'),
    skipped: of('skipped'),
  };
}

function propertiesOf({ device, run, suite }: NightlyReport): readonly (readonly [string, string])[] {
  return [
    ['device', device.description],
    ['edition', device.edition],
    ['seed', String(run.seed)],
    ['suite', `${suite.version} ${suite.commit ?? ''}`.trim()],
    ['command', run.command],
  ];
}
