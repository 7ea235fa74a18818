import type { Answers } from '../cases/case.ts';
import type { Observation } from '../cases/observation.ts';
import { readReply } from './reply.ts';
import { phasesAt } from './scep/enrollment.ts';
import type { World } from './world.ts';

/** As devices were seen to call it; the documents say only that there is one (csp-source.txt, SCEP). */
const alertType = 'com.microsoft:mdm.SCEPcertinstall.result';

/**
 * Whether the device sends an alert after an install. It may come with any reply, so it is looked for in all of
 * them; nothing is known where no enrollment has surely succeeded, or no reply came after it.
 */
export function answeredByAlerts(worlds: readonly World[], { steps }: Observation): Answers {
  const replies = steps.filter((step) => step.kind === 'reply');
  if (replies.some((step) => alertsIn(step).includes(alertType))) return { 'A-07': 'sent' };
  return worlds.length > 0 && worlds.every(hasToldOfInstall) ? { 'A-07': 'none' } : {};
}

function alertsIn(step: Extract<Observation['steps'][number], { kind: 'reply' }>): readonly string[] {
  const reply = readReply(step);
  return reply.kind === 'message' ? reply.alerts : [];
}

/** A reply came when the enrollment had surely succeeded. */
function hasToldOfInstall({ state }: World): boolean {
  const { lastReply } = state;
  return (
    lastReply !== undefined &&
    state.enrollments.some(
      (enrollment) =>
        enrollment.fate.kind === 'current' &&
        phasesAt(enrollment, lastReply).every(({ certificate }) => certificate === 'present'),
    )
  );
}
