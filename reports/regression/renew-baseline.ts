import type { RequirementVerdict, RunReport } from '../model/run-report.ts';
import { baselineFormat, type Baseline, type FamilyTime, type KnownForm } from './baseline.ts';
import { familyTimes } from './family-times.ts';
import type { Form } from './form.ts';
import type { Night } from './night.ts';
import type { NightlyReport } from './nightly-report.ts';

/**
 * The night as a baseline: all that it showed is known from now on, and of what it did not ask the earlier baseline is still
 * believed.
 * @param compared the same night
 */
export function baselineFrom(night: Night, compared: NightlyReport, earlier?: Baseline): Baseline {
  const { device, report, forms } = night;
  const unasked = new Set(compared.notSeen.map(({ digest }) => digest));
  const lost = new Set<string>(compared.lost.map(({ key }) => key));
  const entries = Object.entries(earlier?.answers ?? {}).filter(([key]) => lost.has(key));
  return {
    format: 'client-certificate-install-baseline',
    version: baselineFormat,
    device,
    suite: report.suite,
    night: report.run.started,
    seed: report.run.seed,
    forms: [
      ...forms.map((form) => knownForm(form, night)),
      ...(earlier?.forms ?? []).filter(({ digest }) => unasked.has(digest)),
    ],
    answers: { ...Object.fromEntries(entries), ...answersIn(report) },
    requirements: Object.fromEntries(
      report.requirements.map(({ id, verdict }) => [
        id,
        decided(verdict) ?? earlier?.requirements[id] ?? verdict,
      ]),
    ),
    families: { ...earlier?.families, ...withCases(familyTimes(report), earlier) },
  };
}

function knownForm(form: Form, { kept, report }: Night): KnownForm {
  const { kind, subject, digest, points, cases, firstCase, witnesses } = form;
  const file = kept.get(digest);
  // Each of the cases that contradict one another is right by itself: only all of them can show that it is over.
  const ofContradiction = report.fingerprint
    .filter(({ key }) => kind === 'inconsistent' && key === subject)
    .flatMap(({ answers }) => answers.map(({ firstSeen }) => firstSeen));
  const all = [...witnesses, ...ofContradiction, ...(file === undefined ? [] : [file.id])];
  return {
    kind,
    subject,
    digest,
    also: file === undefined || file.digest === digest ? [] : [file.digest],
    points,
    cases,
    firstCase,
    witnesses: [...new Set(all)],
  };
}

function decided(verdict: RequirementVerdict): RequirementVerdict | undefined {
  return verdict === 'violated' || verdict === 'kept' ? verdict : undefined;
}

/** A family that was tried less than before takes nothing from what is known of it. */
function withCases(
  families: Readonly<Record<string, FamilyTime>>,
  earlier: Baseline | undefined,
): Readonly<Record<string, FamilyTime>> {
  return Object.fromEntries(
    Object.entries(families).filter(
      ([name, { complete }]) => complete || earlier?.families[name]?.complete !== true,
    ),
  );
}

/**
 * The baseline after a night that nobody has accepted as a new one: what is fixed is no longer known, so that it is new when
 * it comes back, and what was answered for the first time is an answer from now on. Nothing that is wrong becomes known.
 */
export function tightened(baseline: Baseline, night: NightlyReport, report: RunReport): Baseline {
  const fixed = new Set(night.fixed.map(({ digest }) => digest));
  const known = answersIn(report);
  return {
    ...baseline,
    forms: baseline.forms.filter(({ digest }) => !fixed.has(digest)),
    answers: {
      ...baseline.answers,
      ...Object.fromEntries(night.appeared.map(({ key }) => [key, known[key] ?? []])),
    },
  };
}

function answersIn({ fingerprint }: RunReport): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    fingerprint.map(({ key, answers }) => [key, answers.map(({ answer }) => answer)]),
  );
}
