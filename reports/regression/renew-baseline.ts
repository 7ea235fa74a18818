import type { RunReport } from '../model/run-report.ts';
import type { Baseline, KnownForm } from './baseline.ts';
import { baselineFormat } from './baseline.ts';
import { familyTimes } from './family-times.ts';
import type { Night } from './night.ts';
import type { NightlyReport } from './nightly-report.ts';

/** The night as a baseline: all that it showed is known from now on. */
export function baselineFrom(night: Night): Baseline {
  const { device, report, forms, kept } = night;
  return {
    format: 'client-certificate-install-baseline',
    version: baselineFormat,
    device,
    suite: report.suite,
    night: report.run.started,
    seed: report.run.seed,
    forms: forms.map(({ kind, subject, digest, points, cases, firstCase, witnesses }): KnownForm => {
      const file = kept.get(digest);
      return {
        kind,
        subject,
        digest,
        also: file === undefined || file.digest === digest ? [] : [file.digest],
        points,
        cases,
        firstCase,
        witnesses: [...witnesses, ...(file === undefined ? [] : [keptId(file.digest)])],
      };
    }),
    answers: answersIn(report),
    requirements: Object.fromEntries(report.requirements.map(({ id, verdict }) => [id, verdict])),
    families: familyTimes(report),
  };
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

/** The id of a case that is kept for later nights: names of drawn cases mean another case the next night. */
export function keptId(digest: string): string {
  return `kept/${digest}`;
}

function answersIn({ fingerprint }: RunReport): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    fingerprint.map(({ key, answers }) => [key, answers.map(({ answer }) => answer)]),
  );
}
