import type { Part } from '../../draft.ts';
import { alwaysPending, firstExchange } from '../settling.ts';
import type { Story, StoryTools } from '../story.ts';

const tooLong = 'the SCEP server is pending for longer than the device asks';

/** RetryCount, absent or as it is sent, and the retries that come of it (csp-source.txt, RetryCount). */
const counts: readonly (readonly [sent: string | undefined, retries: number])[] = [
  [undefined, 3],
  ['0', 0],
  ['1', 1],
  ['5', 5],
  ['30', 30],
  ['31', 30],
];

/** The last retry brings the certificate, or is one too few. */
const boundaries: readonly Story[] = counts.map(([retryCount, retries]): Story => {
  const reached = { retryDelay: '1', retryCount, ...(retries === 0 ? {} : { server: { pending: retries } }) };
  const settles = firstExchange + 60 * (retries + 2);
  const parts = ({ enroll, end }: StoryTools): readonly Part[] => [enroll(), ...end(settles)];
  return {
    id: `count/${retryCount ?? 'absent'}`,
    title: `The server is pending once more than the ${retries} retries of RetryCount ${retryCount ?? 'absent'}`,
    scopes: retryCount === undefined || retryCount === '0' ? 'both' : 'device',
    faults: [tooLong],
    marks: ['boundary'],
    enrollment: { ...reached, server: { pending: retries + 1 } },
    parts,
    twin: { enrollment: reached, parts },
  };
});

/** R-SCEP-17: how often a pending server is asked again. */
export const retryCounts: readonly Story[] = [
  ...boundaries,
  {
    // A look before and behind each poll: Status stays 2 until the last one.
    id: 'watched',
    title: 'An enrollment with three retries is looked at all the time',
    alsoAims: ['R-SCEP-34'],
    faults: [tooLong],
    enrollment: { server: { pending: alwaysPending } },
    scopes: 'user',
    parts: ({ enroll, look, end }) => [
      enroll(),
      ...look(150),
      ...look(300),
      ...look(300),
      ...look(300),
      ...end(600),
    ],
    twin: { enrollment: { server: { pending: 3 } } },
  },
  {
    id: 'long-after-the-last',
    title: 'The server is not asked any more a day after the last retry',
    faults: [tooLong],
    enrollment: { retryCount: '1', retryDelay: '1', server: { pending: alwaysPending } },
    scopes: 'device',
    parts: ({ enroll, end }) => [enroll(), ...end(86_400)],
    twin: { enrollment: { retryCount: '1', retryDelay: '1', server: { pending: 1 } } },
  },
  {
    id: 'again-after-the-last',
    title: 'A second Exec after the last retry asks as often again',
    alsoAims: ['R-SCEP-04'],
    faults: [tooLong],
    enrollment: { retryCount: '1', retryDelay: '1', server: { pending: alwaysPending } },
    scopes: 'device',
    parts: ({ enroll, look, again, end }) => [enroll(), ...look(600), again(), ...end(600)],
    twin: { enrollment: { retryCount: '1', retryDelay: '1', server: { pending: 1 } } },
  },
];

/** RetryDelay in minutes, absent or as it is sent. A minute has no half that could be looked at for certain. */
const delays: readonly (readonly [sent: string | undefined, minutes: number])[] = [
  [undefined, 5],
  ['5', 5],
  ['10', 10],
  ['60', 60],
  ['1440', 1440],
];

/** R-SCEP-16: how long the device waits before it asks again. */
export const retryDelays: readonly Story[] = [
  ...delays.map(([retryDelay, minutes]): Story => ({
    id: `delay/${retryDelay ?? 'absent'}`,
    title: `The server is pending twice, and RetryDelay is ${retryDelay ?? 'absent'}`,
    scopes: retryDelay === undefined ? 'both' : 'device',
    enrollment: { retryDelay, server: { pending: 2 } },
    // At the half of each wait, when nothing can have happened since the poll before.
    parts: ({ enroll, look, end }) => [
      enroll(),
      ...look(30 * minutes),
      ...look(60 * minutes),
      ...end(60 * minutes + firstExchange),
    ],
  })),
  {
    id: 'delay/1',
    title: 'The server is pending twice, and RetryDelay is 1, the least',
    scopes: 'both',
    marks: ['boundary'],
    enrollment: { retryDelay: '1', server: { pending: 2 } },
  },
  {
    id: 'delay/0',
    title: 'The server is pending twice, and RetryDelay is 0, below the least (A-24)',
    faults: ['RetryDelay is below 1'],
    marks: ['boundary'],
    scopes: 'device',
    enrollment: { retryDelay: '0', server: { pending: 2 } },
    parts: ({ enroll, end }) => [enroll(), ...end(1200)],
    twinId: 'delay/1/device',
  },
  {
    id: 'not-pending',
    title: 'RetryDelay is for pending servers only: this one issues at once',
    enrollment: { retryDelay: '1440' },
    parts: ({ enroll, end }) => [enroll(), ...end(firstExchange)],
  },
  ...(['refuses', 'breaks'] as const).map((outcome): Story => ({
    id: `pending-then-${outcome}`,
    title: `The server is pending and then ${outcome}`,
    alsoAims: [outcome === 'refuses' ? 'R-SCEP-34' : 'R-SCEP-39'],
    faults: [outcome === 'refuses' ? 'the SCEP server refuses the request' : 'the server breaks down'],
    enrollment: {
      server:
        outcome === 'refuses'
          ? { pending: 1, failure: { failInfo: 'badRequest' } }
          : {
              pending: 1,
              faults: [{ operation: 'PKIOperation', from: 2, fault: { kind: 'http-status', status: 500 } }],
            },
    },
    parts: ({ enroll, look, end }) => [enroll(), ...look(150), ...end()],
    twin: { enrollment: { server: { pending: 1 } } },
  })),
];
