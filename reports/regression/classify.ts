import { isDrawn } from '../../cases/drawn.ts';
import { aboutSubject } from './about.ts';
import type { Baseline, KnownForm } from './baseline.ts';
import { isWaived, type Form } from './form.ts';
import type { Night } from './night.ts';
import type { Flaky, FormerViolation, Violation, ViolationStatus } from './nightly-report.ts';

/** In the order in which somebody has to look. */
const statuses: readonly ViolationStatus[] = ['new', 'flaky', 'further', 'known', 'waived'];

/** All that speaks against the device this night, by what the baseline knows of it. */
export function violationsOf(
  night: Night,
  flaky: readonly Flaky[],
  baseline: Baseline | undefined,
): readonly Violation[] {
  const casesOf = (subject: string): number =>
    night.forms.reduce((sum, form) => sum + (form.subject === subject ? form.cases : 0), 0);
  return night.forms
    .map((form) => violationOf(form, night, flaky, baseline))
    .sort(
      (left, right) =>
        statuses.indexOf(left.status) - statuses.indexOf(right.status) ||
        casesOf(right.subject) - casesOf(left.subject) ||
        right.cases - left.cases,
    );
}

function violationOf(
  form: Form,
  { kept }: Night,
  flaky: readonly Flaky[],
  baseline: Baseline | undefined,
): Violation {
  const { kind, subject, digest, points, cases, firstCase, witnesses, waiver } = form;
  const status = statusOf(form, flaky, baseline);
  const repeat = kept.get(digest)?.repeat;
  const note = status === 'new' ? doubtAbout([...witnesses, firstCase], baseline) : undefined;
  return {
    status,
    kind,
    subject,
    ...aboutSubject(subject),
    digest,
    points,
    cases,
    firstCase: witnesses[0] ?? firstCase,
    ...(repeat === undefined ? {} : { repeat }),
    ...(waiver === undefined || status !== 'waived' ? {} : { waiver }),
    ...(note === undefined ? {} : { note }),
  };
}

function statusOf(form: Form, flaky: readonly Flaky[], baseline: Baseline | undefined): ViolationStatus {
  if (isWaived(form)) return 'waived';
  const cases = [form.firstCase, ...form.witnesses];
  if (flaky.some((one) => cases.includes(one.case))) return 'flaky';
  const known = baseline?.forms ?? [];
  if (known.some((one) => isSame(one, form.digest))) return 'known';
  // Drawn cases show one mistake in ever new ways; a case that is the same every night does not.
  const isOfKnown = known.some(({ kind, subject }) => kind === form.kind && subject === form.subject);
  return isOfKnown && form.witnesses.length === 0 ? 'further' : 'new';
}

/** Why what is new may be as old as the baseline. */
function doubtAbout(cases: readonly string[], baseline: Baseline | undefined): string | undefined {
  if (baseline === undefined) return undefined;
  if (cases.every(isDrawn)) return 'A case drawn this night shows it: the device may have done so before.';
  const untested = Object.entries(baseline.families).filter(([, { complete }]) => !complete);
  const isUntested = cases.some((id) => untested.some(([family]) => id.startsWith(`${family}/`)));
  return isUntested ? 'The baseline had no time for all cases of its family.' : undefined;
}

/** Of what was wrong in the baseline: what is right now, and what nobody can tell of. */
export function formerViolations(
  night: Night,
  flaky: readonly Flaky[],
  baseline: Baseline | undefined,
): { readonly fixed: readonly FormerViolation[]; readonly notSeen: readonly FormerViolation[] } {
  const fixed: FormerViolation[] = [];
  const notSeen: FormerViolation[] = [];
  for (const known of baseline?.forms ?? []) {
    if (night.forms.some(({ digest }) => isSame(known, digest))) continue;
    const asked = known.witnesses.filter((id) => night.outcomes.has(id));
    if (asked.some((id) => flaky.some((one) => one.case === id))) continue;
    const right = asked.find((id) => night.outcomes.get(id) === 'conform');
    if (right !== undefined) fixed.push(formerOf(known, right));
    // Where it differs otherwise by now, that is a form of its own.
    else if (!asked.some((id) => night.outcomes.get(id) === 'differs')) {
      notSeen.push(formerOf(known, known.firstCase));
    }
  }
  return { fixed, notSeen };
}

/** Whether a form of the baseline is shown under a digest. */
export function isSame({ digest, also }: KnownForm, shown: string): boolean {
  return digest === shown || also.includes(shown);
}

function formerOf({ kind, subject, digest, points }: KnownForm, id: string): FormerViolation {
  return { kind, subject, text: aboutSubject(subject).text, digest, points, case: id };
}
