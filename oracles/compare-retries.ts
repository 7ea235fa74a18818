import type { Differences, Spot } from './differences.ts';
import { reasonOf, type AnyRule } from './rule.ts';
import { phaseRules } from './rules/scep-phases.ts';
import type { LogEntry } from './scep/asked-for.ts';
import type { Attributed } from './scep/attribution.ts';
import { endOf, retriesBy, type Enrollment, type FrozenSettings } from './scep/enrollment.ts';

/** How many retries must, and may, have been made by a moment. */
export function dueBy({ enrollment, talk }: Attributed, now: number): Retries {
  return retriesBy(enrollment, talk, endOf(enrollment, now));
}

/** How many retries there have to be. */
type Retries = ReturnType<typeof retriesBy>;

/**
 * Compares how often, and how long after one another, a pending server was asked. Where that was changed after the Exec, a
 * device that does not go by what was frozen then is to blame (R-SCEP-04).
 */
export function compareRetries(
  spot: Spot,
  { enrollment, talk, transaction: { entries } }: Attributed,
  { atLeast, atMost }: Retries,
  settingsNow: FrozenSettings | undefined,
  differences: Differences,
): void {
  if (enrollment.fate.kind === 'unclear') return;
  const areLate = isRetryChanged(enrollment, settingsNow);
  const made = entries.filter((_, place) => isRetry(entries[place - 1])).length;
  if (made < atLeast || made > atMost) {
    const wanted = atLeast === atMost ? String(atLeast) : `${atLeast} to ${atMost}`;
    addByRule(
      spot,
      areLate ? phaseRules.frozen : phaseRules.retries,
      `${wanted} retries by now`,
      String(made),
      differences,
    );
    return;
  }
  for (const [place, entry] of entries.entries()) {
    const before = entries[place - 1];
    if (before === undefined || !isRetry(before)) continue;
    const seconds = (Date.parse(entry.time) - Date.parse(before.time)) / 1000;
    // An answer may come late, and a device that sleeps wakes late, but none asks early.
    if (seconds >= talk.interval - 5 && seconds <= talk.interval + 120) continue;
    const rule = areLate ? phaseRules.frozen : phaseRules.interval;
    addByRule(spot, rule, `${talk.interval} s between two requests`, `${seconds} s`, differences);
    return;
  }
}

/** Whether how often and how long is not any more what it was when the Exec was accepted. */
export function isRetryChanged(
  { fate, settings }: Enrollment,
  settingsNow: FrozenSettings | undefined,
): boolean {
  if (fate.kind !== 'current' || settingsNow === undefined) return false;
  return ['RetryCount', 'RetryDelay'].some(
    (name) => settingsNow.get(name)?.text !== settings.get(name)?.text,
  );
}

/** Faults that an answer of pending has nothing to show of, or that leave it what it is. */
const harmlessToPending: readonly LogEntry['answer']['faults'][number][] = [
  'late',
  'certificate-for-another-key',
  'no-certificate',
  'unencrypted',
  'encrypted-for-another',
];

/** What follows an answer of pending that has reached the device: hops of a redirect are no retries. */
function isRetry(before: LogEntry | undefined): boolean {
  return (
    before?.answer.pkiStatus === 'PENDING' &&
    before.answer.faults.every((fault) => harmlessToPending.includes(fault))
  );
}

/** Adds a difference that rests on a rule. */
export function addByRule(
  spot: Spot,
  rule: AnyRule,
  expected: string,
  observed: string,
  differences: Differences,
): void {
  const reason = reasonOf(rule);
  differences.add(spot, `${expected}, because ${reason.because}`, observed, reason);
}
