import type { RequirementId } from '../csp/requirements.ts';
import type { ScepLogExpectation } from './expectation.ts';
import { reasonOf } from './rule.ts';
import { contentRules } from './rules/scep-content.ts';
import { phaseRules } from './rules/scep-phases.ts';
import type { Enrollment } from './scep/enrollment.ts';
import type { World } from './world.ts';

/** What the SCEP servers have been asked by now. */
export function expectedLog({ state }: World): ScepLogExpectation {
  return {
    kind: 'scep-log',
    enrollments: state.enrollments,
    settingsNow: new Map([...state.requests].map(([key, { settings }]) => [key, settings])),
    now: state.now,
    notStarted: state.notStarted ?? reasonOf(phaseRules.notStarted),
  };
}

/** The requirements that a log shows to be kept or broken. */
export function exercisedByLog(expectation: ScepLogExpectation): readonly RequirementId[] {
  const { enrollments, notStarted } = expectation;
  const frozen: readonly RequirementId[] = enrollments.some((one) => showsFrozen(one, expectation))
    ? ['R-SCEP-04']
    : [];
  return [...new Set([notStarted.requirement, ...enrollments.flatMap(exercisedBy), ...frozen])];
}

/** Whether a setting that was changed after the Exec can be told apart in the request. */
function showsFrozen(
  { forecast, request, settings }: Enrollment,
  { settingsNow }: ScepLogExpectation,
): boolean {
  if (!forecast.talks.some(({ sends, comparable }) => sends === 'must' && comparable)) return false;
  return contentRules.some(({ setting }) => {
    const now = settingsNow.get(request)?.get(setting);
    return now !== undefined && now.text !== settings.get(setting)?.text;
  });
}

function exercisedBy({ forecast, settings }: Enrollment): readonly RequirementId[] {
  return forecast.talks.flatMap(({ sends, comparable, retries, reason }) => {
    if (sends !== 'must' || !comparable) return [reason.requirement];
    const asked = contentRules
      .filter(({ setting, concerns }) => settings.has(setting) && concerns?.(settings) !== false)
      .map(({ requirements }) => requirements[0]);
    const retried: readonly RequirementId[] = retries.atMost > 0 ? ['R-SCEP-16', 'R-SCEP-17'] : [];
    return [reason.requirement, ...asked, ...retried];
  });
}
