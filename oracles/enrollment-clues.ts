import type { RequirementId } from '../csp/requirements.ts';
import { isRetryChanged } from './compare-retries.ts';
import type { Device } from './device.ts';
import type { NodePlace } from './place.ts';
import { transactionsOfEnrollment } from './scep/attribution.ts';
import { phasesAt, type Enrollment, type FrozenSettings } from './scep/enrollment.ts';
import { isSameServer } from './scep/server-url.ts';
import { serverUrlsOf } from './scep/settings.ts';
import type { Transaction } from './scep/transactions.ts';
import { onlySuspect } from './scep/suspects.ts';
import { enrollmentOf, type State } from './state.ts';

/**
 * What a wrong Status or RespondentServerUrl of an enrollment breaks, by what the servers saw of it: both only tell how
 * an enrollment went, and are wrong because it went otherwise, or because they tell it wrongly.
 */
export function blamedOnEnrollment(
  { node, below }: NodePlace,
  state: State,
  device: Device,
  text: string,
): RequirementId | undefined {
  const request = below?.request;
  const enrollment = request === undefined ? undefined : enrollmentOf(state, request);
  if (request === undefined || enrollment?.fate.kind !== 'current') return undefined;
  switch (node.name) {
    case 'Status':
      return blamedOnStatus(text, enrollment, request.settings, state, device);
    case 'RespondentServerUrl':
      return blamedOnRespondent(text, enrollment, request.settings, state, device);
    default:
      return undefined;
  }
}

function blamedOnStatus(
  text: string,
  enrollment: Enrollment,
  settingsNow: FrozenSettings,
  state: State,
  { transactions }: Device,
): RequirementId | undefined {
  const [phase] = phasesAt(enrollment, state.now);
  const asked = transactionsOfEnrollment(enrollment, state.enrollments, transactions);
  if (phase === undefined) return undefined;
  // Nobody has looked at how often it asked; where somebody has, that comes before all that is told of it.
  if (asked === undefined) return text === '1' && phase.statuses.includes('2') ? 'R-SCEP-16' : undefined;
  if (text === '1' && phase.failed) return isOfBefore(enrollment, state, asked) ? 'R-SCEP-34' : undefined;
  if ((text === '2' || text === '16') && isAskedTooSeldom(enrollment, asked)) {
    if (isRetryChanged(enrollment, settingsNow)) return 'R-SCEP-04';
    // It is still waiting, or has given up.
    return text === '2' ? 'R-SCEP-16' : 'R-SCEP-17';
  }
  if (!isSilent(enrollment, asked)) return undefined;
  // Nothing was begun; or it was given up before any server was asked, for something in the settings.
  if (text === '32') return 'R-SCEP-29';
  return text === '16' ? onlySuspect(enrollment) : undefined;
}

function blamedOnRespondent(
  text: string,
  enrollment: Enrollment,
  settingsNow: FrozenSettings,
  { enrollments }: State,
  { transactions }: Device,
): RequirementId | undefined {
  if (isOfToday(text, enrollment, settingsNow)) return 'R-SCEP-04';
  const asked = transactionsOfEnrollment(enrollment, enrollments, transactions);
  return asked !== undefined && isSilent(enrollment, asked) ? onlySuspect(enrollment) : undefined;
}

/** Whether a pending server was asked less often than it had to be, until the end of the case. */
function isAskedTooSeldom({ forecast }: Enrollment, asked: readonly Transaction[]): boolean {
  const due = Math.max(0, ...forecast.talks.map(({ retries }) => retries.atLeast));
  return asked.some(({ entries }) => entries.length <= due);
}

/** Whether no server was asked, though one had to be. */
function isSilent({ forecast }: Enrollment, asked: readonly Transaction[]): boolean {
  return asked.length === 0 && forecast.talks.some(({ sends }) => sends === 'must');
}

/** Whether a success can only be that of an enrollment before: of this one no server has issued anything. */
function isOfBefore(
  { request, number }: Enrollment,
  { enrollments }: State,
  asked: readonly Transaction[],
): boolean {
  const before = enrollments.findLast((other) => other.request === request && other.number < number);
  const brought = before?.forecast.phases.at(-1)?.certificate === 'present';
  return brought && asked.every(({ issued }) => issued.length === 0);
}

/** Whether the URL is one that ServerURL names only since the Exec was accepted (R-SCEP-04). */
function isOfToday(text: string, { settings }: Enrollment, settingsNow: FrozenSettings): boolean {
  const url = text.replace(/\/pkiclient\.exe$/, '');
  const isIn = (list: FrozenSettings): boolean => serverUrlsOf(list).some((one) => isSameServer(one, url));
  return isIn(settingsNow) && !isIn(settings);
}
