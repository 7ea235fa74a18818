import { ambiguityOf, type AnswerKey } from '../../csp/ambiguities.ts';
import type { RunReport } from '../model/run-report.ts';
import type { RunResult } from '../model/run-result.ts';
import { findingOf } from '../waivers/finding.ts';
import type { WaiverKeeper } from '../waivers/match.ts';
import { answered, isAnswerKey, questionOf } from './about.ts';
import type { Baseline } from './baseline.ts';
import { formerViolations, violationsOf } from './classify.ts';
import { familyTimes } from './family-times.ts';
import { nightLineOf, type NightLine } from './history.ts';
import {
  nightlyFormat,
  type AnswerLine,
  type Drift,
  type FailOn,
  type NightlyReport,
  type RequirementOfNight,
} from './nightly-report.ts';
import { notesOn } from './notes.ts';
import type { Night } from './night.ts';
import { flakyIn } from './repetition.ts';
import { resultOfNight } from './result.ts';
import { timingChange } from './timing-change.ts';

/**
 * Holds a night against the baseline of its device.
 * @param baseline absent on the first night
 * @param before the nights before, the oldest first
 */
export function compareNight(
  night: Night,
  baseline: Baseline | undefined,
  before: readonly NightLine[],
  failOn: FailOn,
): NightlyReport {
  const { device, report } = night;
  const flaky = flakyIn(night.repetitions);
  const violations = violationsOf(night, flaky, baseline);
  const { fixed, notSeen } = formerViolations(night, flaky, baseline);
  const drift = driftOf(report, baseline, (finding) => night.waivers.accept(finding));
  const families = familyTimes(report);
  const compared: Omit<NightlyReport, 'nights' | 'result'> = {
    format: 'client-certificate-install-nightly',
    version: nightlyFormat,
    device,
    suite: report.suite,
    run: report.run,
    ...(baseline === undefined
      ? {}
      : {
          baseline: {
            night: baseline.night,
            suite: baseline.suite,
            edition: baseline.device.edition,
            seed: baseline.seed,
          },
        }),
    failOn,
    counts: report.counts,
    requirements: requirementsOf(report, baseline),
    violations,
    fixed,
    notSeen,
    drift,
    ...answerChanges(report, baseline),
    flaky,
    repetition: {
      inDoubt: night.doubts,
      repeated: night.repetitions.filter(({ verdicts }) => verdicts.length > 1).length,
    },
    timing: timingChange(baseline?.families ?? {}, families),
    waivers: night.waivers.uses(),
    notes: notesOn(night, baseline),
  };
  const judged = { ...compared, result: resultOfNight(compared, resultOfRun(night), night.beyond) };
  return { ...judged, nights: [...before, nightLineOf(judged, families, report.fingerprint.length)] };
}

/** Vitest may fail where no case does: a file of suites that can not be loaded has no results. */
function resultOfRun({ report: { result }, isBroken }: Night): RunResult {
  if (!isBroken || result.verdict !== 'conform') return result;
  const because =
    'The test runner failed by itself, so that cases may be missing: vitest.log of the run has more.';
  return { verdict: 'inconclusive', rule: 'numbers-do-not-add-up', because };
}

function requirementsOf(
  { requirements }: RunReport,
  baseline: Baseline | undefined,
): readonly RequirementOfNight[] {
  return requirements.map(({ id, area, text, verdict, cases, violations, decided }) => {
    const before = baseline?.requirements[id];
    return {
      id,
      area,
      text,
      verdict,
      ...(before === undefined ? {} : { before }),
      cases: verdict === 'violated' ? violations : verdict === 'kept' ? decided : cases,
    };
  });
}

/** A question whose answers of now and of then have nothing in common. That it has two now is a contradiction, not drift. */
export function driftOf(
  { fingerprint }: RunReport,
  baseline: Baseline | undefined,
  accept: WaiverKeeper['accept'],
): readonly Drift[] {
  return fingerprint.flatMap(({ key, answers }) => {
    const before = baseline?.answers[key] ?? [];
    const [first] = answers;
    if (first === undefined || before.length === 0) return [];
    if (answers.some(({ answer }) => before.includes(answer))) return [];
    const now = answers.map(({ answer }) => answer);
    const finding = findingOf({
      id: first.firstSeen,
      verdict: { kind: 'drift', key, baseline: before.join(' or '), now: now.join(' or ') },
    });
    const waiver = finding === undefined ? undefined : accept(finding);
    return [
      {
        key,
        ambiguity: ambiguityOf(key),
        question: questionOf(key),
        before: answered(key, before),
        now: answered(key, now),
        firstSeen: first.firstSeen,
        ...(waiver === undefined ? {} : { waiver }),
      },
    ];
  });
}

function answerChanges(
  { fingerprint }: RunReport,
  baseline: Baseline | undefined,
): Pick<NightlyReport, 'appeared' | 'lost'> {
  if (baseline === undefined) return { appeared: [], lost: [] };
  const now = new Map(fingerprint.map(({ key, answers }) => [key as string, answers]));
  const line = (key: AnswerKey, answers: readonly string[]): AnswerLine => ({
    key,
    question: questionOf(key),
    answers: answered(key, answers),
  });
  return {
    appeared: fingerprint
      .filter(({ key }) => baseline.answers[key] === undefined)
      .map(({ key, answers }) =>
        line(
          key,
          answers.map(({ answer }) => answer),
        ),
      ),
    lost: Object.entries(baseline.answers).flatMap(([key, answers]) =>
      isAnswerKey(key) && !now.has(key) ? [line(key, answers)] : [],
    ),
  };
}
