import { CallFailure, type Caller } from '../../omadm/http/call.ts';
import { seededRandom } from '../../pki/random.ts';

/** What is done to a post on its way, and how often of a hundred. */
const shares = {
  /** The connection is cut before the server has the message. */
  'request-lost': 4,
  /** It is cut before the device has the answer. */
  'answer-lost': 4,
  /** The message arrives twice, at about the same time. */
  duplicate: 4,
  /** The message comes late. */
  late: 4,
} as const;

type Trouble = keyof typeof shares;

/** How often each happened. */
export type Troubles = Readonly<Record<Trouble, number>>;

export interface BadNetwork {
  /** The same caller, over this network. After two troubles in a row a post gets through: a device tries four times. */
  on(caller: Caller): Caller;
  readonly troubles: Troubles;
}

/** @param seed the same one gives the same troubles, message by message */
export function badNetwork(seed: string): BadNetwork {
  const random = seededRandom(seed);
  const counts: Record<Trouble, number> = { 'request-lost': 0, 'answer-lost': 0, duplicate: 0, late: 0 };
  let inARow = 0;
  const next = (): Trouble | undefined => {
    const [high = 0, low = 0] = random(2);
    let at = (high * 256 + low) / 655.36;
    for (const trouble of Object.keys(shares) as Trouble[]) {
      at -= shares[trouble];
      if (at >= 0) continue;
      if (++inARow > 2) break;
      counts[trouble]++;
      return trouble;
    }
    inARow = 0;
    return undefined;
  };
  return {
    troubles: counts,
    on: (caller) => ({
      ...caller,
      call: async (request) => {
        switch (next()) {
          case undefined:
            return caller.call(request);
          case 'request-lost':
            throw new CallFailure('cut before the request');
          case 'answer-lost':
            await caller.call(request);
            throw new CallFailure('cut before the answer');
          case 'duplicate': {
            const [answer] = await Promise.all([caller.call(request), caller.call(request)]);
            return answer;
          }
          case 'late':
            await new Promise((resolve) => setTimeout(resolve, 5));
            return caller.call(request);
        }
      },
    }),
  };
}
