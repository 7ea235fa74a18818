import type { Enrollment } from './enrollment.ts';

/**
 * How long after its Exec the first exchange of an enrollment has surely been made, in seconds, with twice the time
 * that a slow device may take.
 */
export const firstExchange = 120;

/** csp-source.txt, RetryCount: more than 30 counts as 30. */
export const mostRetries = 30;

/** Answers of PENDING without end. */
export const alwaysPending = 1000;

/** Retries after a first answer of PENDING: csp-source.txt, RetryCount: by default 3. */
export function retriesOf({ retryCount }: Pick<Enrollment, 'retryCount'>): number {
  return Math.min(numberIn(retryCount, 3), mostRetries);
}

/** Seconds between two polls: csp-source.txt, RetryDelay: minutes, by default 5 and at least 1. */
export function pollInterval({ retryDelay }: Pick<Enrollment, 'retryDelay'>): number {
  return 60 * Math.max(numberIn(retryDelay, 5), 1);
}

/**
 * Seconds after the Exec when nothing about an enrollment will change any more, whatever of its settings a device
 * minds: one interval more than there are polls, and time for the last exchange.
 */
export function settlingTime(enrollment: Pick<Enrollment, 'retryCount' | 'retryDelay' | 'server'>): number {
  const polls = Math.min(enrollment.server.pending ?? 0, retriesOf(enrollment));
  return firstExchange + (polls === 0 ? 0 : (polls + 1) * pollInterval(enrollment));
}

/** What a setting says; the default where there is none, or no number. */
function numberIn(text: string | undefined, standard: number): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : standard;
}
