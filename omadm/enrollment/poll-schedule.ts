/**
 * When a device begins sessions by itself: the Poll nodes of the DMClient CSP, intervals in minutes. A first set of
 * sessions is followed by a second one, that by the remaining ones; a set of 0 sessions with an interval never ends,
 * a set of 0 and 0 does not take place.
 */
const counts = [
  'numberOfFirstRetries',
  'intervalForFirstSetOfRetries',
  'numberOfSecondRetries',
  'intervalForSecondSetOfRetries',
  'numberOfRemainingScheduledRetries',
  'intervalForRemainingScheduledRetries',
] as const;

const switches = ['pollOnLogin', 'allUsersPollOnFirstLogin'] as const;

export type PollSchedule = { readonly [Name in (typeof counts)[number]]?: number } & {
  readonly [Name in (typeof switches)[number]]?: boolean;
};

/** A session every minute (device-and-mdm.md, 6: measured PT1M), and one whenever somebody logs on. */
export const everyMinute: PollSchedule = {
  numberOfFirstRetries: 0,
  intervalForFirstSetOfRetries: 1,
  numberOfSecondRetries: 0,
  intervalForSecondSetOfRetries: 0,
  numberOfRemainingScheduledRetries: 0,
  intervalForRemainingScheduledRetries: 0,
  pollOnLogin: true,
};

/** A parm of a provisioning document. */
export interface Parm {
  readonly name: string;
  readonly value: string;
  readonly datatype?: 'integer' | 'boolean' | 'string';
}

const nodeName = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The schedule as parms of DMClient/Provider/<id>/Poll. */
export function pollParms(schedule: PollSchedule): readonly Parm[] {
  const parmsOf = (names: readonly (keyof PollSchedule)[], datatype: 'integer' | 'boolean'): Parm[] =>
    names.flatMap((name) => {
      const value = schedule[name];
      return value === undefined ? [] : [{ name: nodeName(name), value: String(value), datatype }];
    });
  return [...parmsOf(counts, 'integer'), ...parmsOf(switches, 'boolean')];
}

/**
 * The schedule that parms give.
 *
 * @param valueOf value of the parm of a name
 * @param fault called with what is wrong with a value
 */
export function readPollSchedule(
  valueOf: (name: string) => string | undefined,
  fault: (message: string) => never,
): PollSchedule {
  const schedule: { -readonly [Name in keyof PollSchedule]: PollSchedule[Name] } = {};
  for (const name of counts) {
    const value = valueOf(nodeName(name));
    if (value === undefined) continue;
    if (!/^\d{1,9}$/.test(value)) fault(`Poll/${nodeName(name)} is no number`);
    schedule[name] = Number(value);
  }
  for (const name of switches) {
    const value = valueOf(nodeName(name))?.toLowerCase();
    if (value === undefined) continue;
    if (value !== 'true' && value !== 'false') fault(`Poll/${nodeName(name)} is neither true nor false`);
    schedule[name] = value === 'true';
  }
  return schedule;
}

/**
 * What Windows would not take: an impossible number, or two sets that never end (Learn, DMClient CSP, Poll).
 *
 * @throws RangeError
 */
export function checkPollSchedule(schedule: PollSchedule): void {
  for (const name of counts) {
    const value = schedule[name] ?? 0;
    if (!Number.isSafeInteger(value) || value < 0)
      throw new RangeError(`the poll schedule has ${name} ${value}; it has to be a whole number from 0 up`);
  }
  const endless = [
    [schedule.numberOfFirstRetries, schedule.intervalForFirstSetOfRetries],
    [schedule.numberOfSecondRetries, schedule.intervalForSecondSetOfRetries],
    [schedule.numberOfRemainingScheduledRetries, schedule.intervalForRemainingScheduledRetries],
  ].filter(([number, interval]) => number === 0 && (interval ?? 0) > 0);
  if (endless.length > 1)
    throw new RangeError(
      'the poll schedule has two sets that never end; a number of 0 may have an interval once',
    );
}
