import { isDrawn } from '../../cases/drawn.ts';
import { aboutSubject } from './about.ts';
import type { Baseline, KnownForm } from './baseline.ts';
import { isWaived, type Form } from './form.ts';
import { isKept } from './kept-id.ts';
import type { Night } from './night.ts';
import type { Flaky, FormerViolation, Violation, ViolationStatus } from './nightly-report.ts';

/** In the order in which somebody has to look. */
const statuses: readonly ViolationStatus[] = ['new', 'flaky', 'further', 'known', 'waived'];

/** All that speaks against the device this night, by what the baseline knows of it. */
export function violationsOf(
  night: Pick<Night, 'forms' | 'kept'>,
  flaky: readonly Flaky[],
  baseline: Pick<Baseline, 'forms' | 'families'> | undefined,
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
  { kept }: Pick<Night, 'kept'>,
  flaky: readonly Flaky[],
  baseline: Pick<Baseline, 'forms' | 'families'> | undefined,
): Violation {
  const { kind, subject, digest, points, cases, firstCase, witnesses, waiver } = form;
  const status = statusOf(form, flaky, baseline);
  const repeat = kept.get(digest)?.repeat;
  const notes = [
    status === 'new' ? doubtAbout([...witnesses, firstCase], baseline) : undefined,
    form.accepted === 0 || status === 'waived' ? undefined : `${form.accepted} of its cases are waived.`,
  ].filter((one) => one !== undefined);
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
    ...(notes.length === 0 ? {} : { note: notes.join(' ') }),
  };
}

function statusOf(
  form: Form,
  flaky: readonly Flaky[],
  baseline: Pick<Baseline, 'forms'> | undefined,
): ViolationStatus {
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
function doubtAbout(
  cases: readonly string[],
  baseline: Pick<Baseline, 'families'> | undefined,
): string | undefined {
  if (baseline === undefined) return undefined;
  if (cases.every(isDrawn)) return 'Only cases drawn at random show it: the device may have done so before.';
  const isTried = (id: string): boolean =>
    isKept(id) ||
    Object.entries(baseline.families).some(
      ([family, { complete }]) => complete && id.startsWith(`${family}/`),
    );
  return cases.some((id) => !isDrawn(id) && isTried(id))
    ? undefined
    : 'The nights of the baseline did not try all cases of its family: the device may have done so before.';
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
    const outcomes = asked.map((id) => night.outcomes.get(id));
    // Where it differs otherwise by now, that is a form of its own.
    if (outcomes.includes('differs')) continue;
    const right = asked.find((id) => night.outcomes.get(id) === 'conform');
    const areRight = right !== undefined && !outcomes.includes('nothing');
    if (areRight && isAskedEnough(known, asked)) fixed.push(formerOf(known, right));
    else notSeen.push(formerOf(known, known.firstCase));
  }
  return { fixed, notSeen };
}

/** The smallest case that shows it was tried again; where none was kept, and for a contradiction, all that are known. */
function isAskedEnough({ kind, witnesses }: KnownForm, asked: readonly string[]): boolean {
  const everyOne = witnesses.length === asked.length;
  if (kind === 'inconsistent') return everyOne && witnesses.length > 1;
  return asked.some(isKept) || everyOne;
}

/** Whether a form of the baseline is shown under a digest. */
export function isSame({ digest, also }: KnownForm, shown: string): boolean {
  return digest === shown || also.includes(shown);
}

function formerOf({ kind, subject, digest, points }: KnownForm, id: string): FormerViolation {
  return { kind, subject, text: aboutSubject(subject).text, digest, points, case: id };
}
