import type { Bounds } from '../simulator/csp/scep-rules.ts';
import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** How often a pending server is asked again (csp-source.txt, RetryCount). */
const counts: readonly Fault[] = [
  {
    id: 'retries-one-too-many',
    mistake: 'The server is asked once more than RetryCount says.',
    breaks: ['R-SCEP-17'],
    adjust: csp(() => ({ polls: (count) => count + 1 })),
  },
  {
    id: 'retries-one-too-few',
    mistake: 'RetryCount counts the first request as well.',
    breaks: ['R-SCEP-17'],
    adjust: csp(() => ({ polls: (count) => count - 1 })),
  },
  {
    id: 'retries-without-end',
    mistake: 'A pending server is asked for ever.',
    breaks: ['R-SCEP-17'],
    adjust: csp(() => ({ polls: () => Infinity })),
  },
  {
    id: 'retries-clamped-at-31',
    mistake: 'More than 30 retries count as 31.',
    breaks: ['R-SCEP-17'],
    adjust: counting((count) => Math.min(count ?? 3, 31)),
  },
  {
    id: 'retries-not-clamped',
    mistake: 'A RetryCount of more than 30 is used as it is.',
    breaks: ['R-SCEP-17'],
    adjust: counting((count) => count ?? 3),
  },
  {
    id: 'retries-above-30-by-default',
    mistake: 'A RetryCount of more than 30 counts as the default, 3.',
    breaks: ['R-SCEP-17'],
    adjust: counting((count) => (count === undefined || count > 30 ? 3 : count)),
  },
  {
    id: 'retries-0-as-default',
    mistake: 'A RetryCount of 0 is taken for a missing one, and the default is used.',
    breaks: ['R-SCEP-17'],
    adjust: counting((count) => (count === undefined || count === 0 ? 3 : Math.min(count, 30))),
  },
  {
    id: 'retries-0-without-end',
    mistake: 'A RetryCount of 0 means no limit.',
    breaks: ['R-SCEP-17'],
    adjust: csp(() => ({ polls: (count) => (count === 0 ? Infinity : count) })),
  },
  {
    id: 'retries-default-5',
    mistake: 'Without RetryCount the server is asked 5 times, the default of RetryDelay.',
    breaks: ['R-SCEP-17'],
    adjust: counting((count) => Math.min(count ?? 5, 30)),
  },
  {
    id: 'retries-default-none',
    mistake: 'Without RetryCount there is no retry.',
    breaks: ['R-SCEP-17'],
    adjust: counting((count) => Math.min(count ?? 0, 30)),
  },
];

/** How long the device waits before it asks again (csp-source.txt, RetryDelay). */
const delays: readonly Fault[] = [
  {
    id: 'retry-delay-in-seconds',
    mistake: 'RetryDelay is taken for seconds.',
    breaks: ['R-SCEP-16'],
    adjust: csp(() => ({ secondsBetweenPolls: (delay) => delay })),
  },
  {
    id: 'retry-delay-in-hours',
    mistake: 'RetryDelay is taken for hours.',
    breaks: ['R-SCEP-16'],
    adjust: csp(() => ({ secondsBetweenPolls: (delay) => delay * 3600 })),
  },
  {
    id: 'retry-delay-default-1',
    mistake: 'Without RetryDelay the device waits for a minute, the least there is.',
    breaks: ['R-SCEP-16'],
    adjust: delaying((delay) => Math.max(delay ?? 1, 1)),
  },
  {
    id: 'retry-delay-default-60',
    mistake: 'Without RetryDelay the device waits for an hour.',
    breaks: ['R-SCEP-16'],
    adjust: delaying((delay) => Math.max(delay ?? 60, 1)),
  },
  {
    id: 'retry-delay-0-at-once',
    mistake: 'A RetryDelay of 0 asks again at once.',
    breaks: ['R-SCEP-16'],
    adjust: delaying((delay) => delay ?? 5),
  },
  {
    id: 'retry-delay-in-steps-of-5',
    mistake: 'A timer runs every 5 minutes, and shorter delays wait for it.',
    breaks: ['R-SCEP-16'],
    adjust: csp(() => ({ secondsBetweenPolls: (delay) => Math.ceil(delay / 5) * 300 })),
  },
  {
    id: 'retry-delay-at-most-an-hour',
    mistake: 'A RetryDelay of more than 60 minutes is cut to 60.',
    breaks: ['R-SCEP-16'],
    adjust: csp(() => ({ secondsBetweenPolls: (delay) => Math.min(delay, 60) * 60 })),
  },
  {
    id: 'retry-delay-grows',
    mistake: 'Each wait is twice as long as the one before.',
    breaks: ['R-SCEP-16'],
    adjust: (rules) => {
      let waits = 0;
      return csp(() => ({
        secondsBetweenPolls: (delay) => {
          waits += 1;
          return delay * 60 * 2 ** (waits - 1);
        },
      }))(rules);
    },
  },
];

/** The message that asks again (RFC 8894, 3.3.3). */
const messages: readonly Fault[] = [
  {
    id: 'request-sent-anew-as-poll',
    mistake: 'In place of a poll the request is sent as one of a new transaction.',
    breaks: ['R-SCEP-17', 'R-SCEP-29'],
    adjust: csp(() => ({
      formOfPoll: ({ transactionId }) => ({ messageType: 'PKCSReq', transactionId: further(transactionId) }),
    })),
  },
  {
    id: 'poll-of-another-transaction',
    mistake: 'A poll has a transaction of its own, which the server does not know.',
    breaks: ['R-SCEP-17', 'R-SCEP-29'],
    adjust: csp(() => ({
      formOfPoll: (poll) => ({ ...poll, transactionId: further(poll.transactionId) }),
    })),
  },
];

export const scepPollingFaults: readonly Fault[] = [...counts, ...delays, ...messages];

function counting(change: (count: number | undefined) => number): Fault['adjust'] {
  return bounding('RetryCount', change);
}

function delaying(change: (delay: number | undefined) => number): Fault['adjust'] {
  return bounding('RetryDelay', change);
}

function bounding(
  setting: Bounds['setting'],
  change: (value: number | undefined) => number,
): Fault['adjust'] {
  return csp(({ boundedInt }) => ({
    boundedInt: (value, bounds) => (bounds.setting === setting ? change(value) : boundedInt(value, bounds)),
  }));
}

/** Another transaction than that of the request. */
function further(transactionId: string): string {
  return `${transactionId.slice(1)}${transactionId.slice(0, 1)}`;
}
