/** The virtual clock of a device: it moves only when it is told to. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  advance(seconds: number): void;
  /** To a moment that is not before now, milliseconds since 1970. */
  moveTo(moment: number): void;
}

/** @param startsAt milliseconds since 1970 */
export function createClock(startsAt: number): Clock {
  let now = startsAt;
  return {
    now: () => now,
    advance: (seconds) => {
      now += seconds * 1000;
    },
    moveTo: (moment) => {
      now = Math.max(now, moment);
    },
  };
}
