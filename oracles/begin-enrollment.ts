import type { Surroundings } from './attempt.ts';
import type { Deed, Refused } from './deed.ts';
import type { Reason } from './expectation.ts';
import type { NodePlace } from './place.ts';
import { reasonOf } from './rule.ts';
import { acceptedRules, enrollRules, isUnderWay, type UnderWay } from './rules/enrollment.ts';
import { phaseRules } from './rules/scep-phases.ts';
import type { Run } from './run.ts';
import { hasEnded, type Enrollment } from './scep/enrollment.ts';
import { foresee } from './scep/forecast.ts';
import { enrollmentOf, requestKey, withFate, withRequest, type InstallRequest } from './state.ts';
import { firstOf } from './trigger.ts';

/** Carries out an Exec of Enroll that nothing refuses. */
export function enroll(run: Run, place: NodePlace, surroundings: Surroundings): Deed {
  const request = place.below?.request;
  const accepted = firstOf(acceptedRules, undefined, run.asking);
  const done: Deed = { kind: 'done', admitted: accepted.decision, reason: reasonOf(accepted.rule) };
  // An Enroll that is there without its request is none of ours.
  if (request === undefined) return { kind: 'open', reason: done.reason };

  const { atomic, last, enrollWaits } = surroundings;
  const underWay = underWayIn(run, request, enrollWaits(requestKey(request)));
  const subject = { atomic, last: atomic && last, underWay };
  const { rule, decision } = firstOf(enrollRules, subject, run.asking);
  for (const requirement of rule.requirements) run.exercised.add(requirement);
  switch (decision) {
    case 'refused':
      return refuse(run, reasonOf(rule));
    case 'nothing':
      // It was accepted all the same, which is what deletes the challenge (csp-source.txt, Challenge).
      run.state = withRequest(run.state, { ...request, challengeTakenAt: run.state.now });
      return done;
    case 'later':
      return { ...done, kind: 'pending', trigger: { kind: 'enroll', request: requestKey(request) } };
    case 'now':
      return beginEnrollment(run, requestKey(request), done);
  }
}

function refuse(run: Run, reason: Reason): Refused {
  run.state = { ...run.state, notStarted: reason };
  const admitted = { statuses: { kind: 'failure' } } as const;
  return { kind: 'refused', admitted, reason, late: true, imported: false, notInstalled: [] };
}

function underWayIn(run: Run, request: InstallRequest, waits = false): UnderWay {
  const { state } = run;
  const { now } = state;
  const enrollment = enrollmentOf(state, request);
  if (enrollment === undefined) return { answer: 'no', number: -1, now, justBegun: false, waits };
  const { number, fate, startedAt } = enrollment;
  const known = { number, now, justBegun: startedAt === now, waits };
  if (fate.kind === 'unclear') return { answer: 'perhaps', ...known };
  if (fate.kind !== 'current') return { answer: 'no', ...known };
  const ended = hasEnded(enrollment, now);
  return { answer: ended === 'perhaps' ? ended : ended === 'yes' ? 'no' : 'yes', ...known };
}

/**
 * Begins an enrollment with the settings that are there now.
 *
 * @param done how the Exec is answered where it is accepted
 */
export function beginEnrollment(run: Run, key: string, done: Extract<Deed, { kind: 'done' }>): Deed {
  const request = run.state.requests.get(key);
  // The Atomic may have deleted the request again before its end.
  if (request === undefined) return done;
  const { settings, challengeTakenAt, scope } = request;
  const challengeUsed = challengeTakenAt !== undefined;
  const asked = run.state.enrollments.flatMap(({ forecast }) => forecast.talks.map(({ url }) => url));
  const foreseen = foresee({ settings, device: run.device, challengeUsed, asked }, run.asking);
  if (foreseen.kind === 'refused') return refuse(run, foreseen.reason);

  const before = enrollmentOf(run.state, request);
  if (before !== undefined) leaveBehind(run, before, request);
  const enrollment: Enrollment = {
    number: run.state.enrollments.length,
    request: key,
    scope,
    settings,
    startedAt: run.state.now,
    forecast: foreseen.forecast,
    fate: { kind: 'current' },
  };
  run.state = {
    ...withRequest(run.state, {
      ...request,
      enrollment: enrollment.number,
      challengeTakenAt: run.state.now,
    }),
    enrollments: [...run.state.enrollments, enrollment],
  };
  return done;
}

/** What becomes of the enrollment in whose place another one begins. */
function leaveBehind(run: Run, before: Enrollment, request: InstallRequest): void {
  const at = run.state.now;
  const given = isUnderWay(underWayIn(run, request), run.asking);
  run.state = withFate(run.state, before, { kind: given ? 'given-up' : 'superseded', at });
}

/** Its UniqueID is deleted: the certificate goes (R-SCEP-38), and what was under way is given up or not. */
export function deleteEnrollment(run: Run, request: InstallRequest): void {
  const enrollment = enrollmentOf(run.state, request);
  if (enrollment?.fate.kind !== 'current') return;
  const at = run.state.now;
  if (isUnderWay(underWayIn(run, request), run.asking)) {
    const kind = run.asking.answer('A-70') === 'given-up' ? 'given-up' : 'orphaned';
    run.state = withFate(run.state, enrollment, { kind, at });
    return;
  }
  run.exercised.add('R-SCEP-38');
  run.state = withFate(run.state, enrollment, { kind: 'deleted', at, reason: reasonOf(phaseRules.deleted) });
}

/** The settings go from under it, of which no document speaks. */
export function abandonEnrollment(run: Run, request: InstallRequest): void {
  const enrollment = enrollmentOf(run.state, request);
  if (enrollment?.fate.kind !== 'current') return;
  run.state = withFate(run.state, enrollment, { kind: 'unclear', at: run.state.now });
}
