import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOf, hasEnded, hasSurelyAsked, phasesAt, retriesBy } from '../../../oracles/scep/enrollment.ts';
import { enrollment, issuedAtOnce, phase, talk } from './kit.ts';

/** Two phases at least, the first at 0. */
const lists = fc
  .array(fc.nat(2000), { minLength: 1, maxLength: 5 })
  .map((from) => [0, ...from.sort((one, other) => one - other)])
  .map((from) => from.map((at, place) => phase(at, String(place))));

const moments = fc.nat(3000);
const starts = fc.nat(500);

describe('phasesAt', () => {
  it('gives the phase of an ideal device first', () => {
    fc.assert(
      fc.property(lists, starts, moments, (phases, startedAt, elapsed) => {
        const [first] = phasesAt(enrollment({ phases, startedAt }), startedAt + elapsed);
        assert.equal(
          first,
          phases.findLast(({ from }) => from <= elapsed),
        );
      }),
    );
  });

  it('gives neighbours, each once', () => {
    fc.assert(
      fc.property(lists, starts, moments, (phases, startedAt, elapsed) => {
        const places = placesAt(phases, startedAt, elapsed);
        assert.deepEqual(
          places,
          Array.from(places, (_, step) => (places[0] ?? 0) + step),
        );
      }),
    );
  });

  it('never goes back in time', () => {
    fc.assert(
      fc.property(lists, moments, moments, (phases, one, other) => {
        const before = placesAt(phases, 0, Math.min(one, other));
        const after = placesAt(phases, 0, Math.max(one, other));
        assert.ok((before[0] ?? 0) <= (after[0] ?? 0));
        assert.ok((before.at(-1) ?? 0) <= (after.at(-1) ?? 0));
      }),
    );
  });

  it('lets a phase begin some seconds early, and be entered a minute late', () => {
    const phases = [phase(0, '32'), phase(1000, '2'), phase(2000, '1')];
    const statusesAt = (now: number): string[] =>
      phasesAt(enrollment({ phases }), now).flatMap(({ statuses }) => statuses);
    expect(statusesAt(500)).toEqual(['32']);
    expect(statusesAt(995)).toEqual(['32', '2']);
    expect(statusesAt(1000)).toEqual(['2', '32']);
    expect(statusesAt(1055)).toEqual(['2', '32']);
    expect(statusesAt(1500)).toEqual(['2']);
    expect(statusesAt(2055)).toEqual(['1', '2']);
    expect(statusesAt(9000)).toEqual(['1']);
  });

  it('allows more delay after many phases', () => {
    const phases = [phase(0, '32'), ...Array.from({ length: 20 }, (_, place) => phase(place * 1000, '2'))];
    const isLateAt = (place: number): boolean =>
      phasesAt(enrollment({ phases }), (place + 1) * 1000 + 65).length > 1;
    expect(isLateAt(1)).toBe(false);
    expect(isLateAt(15)).toBe(true);
  });

  function placesAt(
    phases: readonly ReturnType<typeof phase>[],
    startedAt: number,
    elapsed: number,
  ): number[] {
    return phasesAt(enrollment({ phases, startedAt }), startedAt + elapsed)
      .map((one) => phases.indexOf(one))
      .sort((one, other) => one - other);
  }
});

describe('hasEnded', () => {
  const phases = [phase(0, '32'), phase(1000, '1', 'present')];

  it('is sure before the last phase can begin, and after it must have begun', () => {
    const at = (now: number): string => hasEnded(enrollment({ phases, startedAt: 100 }), now);
    expect([at(100), at(1000), at(1095), at(1150), at(1165)]).toEqual([
      'no',
      'no',
      'perhaps',
      'perhaps',
      'yes',
    ]);
  });

  it('is never sure of an outcome that is open, or that may still change', () => {
    expect(hasEnded(enrollment({ phases: [phase(0, '2')] }), 100_000)).toBe('perhaps');
    expect(hasEnded(enrollment({ phases: [phase(0, '32'), phase(10, '2')] }), 100_000)).toBe('perhaps');
    const either = { ...phase(10, '16'), statuses: ['2', '16', '32'] };
    expect(hasEnded(enrollment({ phases: [phase(0, '32'), either] }), 100_000)).toBe('perhaps');
  });

  it('goes from no over perhaps to yes, and never back', () => {
    const order = ['no', 'perhaps', 'yes'];
    fc.assert(
      fc.property(lists, moments, moments, (all, one, other) => {
        const ending = [...all, phase((all.at(-1)?.from ?? 0) + 1, '1', 'present')];
        const [before, after] = [Math.min(one, other), Math.max(one, other)].map((now) =>
          order.indexOf(hasEnded(enrollment({ phases: ending }), now)),
        );
        assert.ok((before ?? 0) <= (after ?? 0));
      }),
    );
  });
});

describe('retriesBy', () => {
  /** At moments near those at which a device asks that is punctual, or a little late each time. */
  const polls = fc
    .record({
      first: fc.nat(40),
      interval: fc.integer({ min: 60, max: 3600 }),
      made: fc.nat(30),
      startedAt: starts,
      place: fc.nat(32),
      lag: fc.nat(2),
      later: fc.integer({ min: -70, max: 70 }),
    })
    .map(({ place, lag, later, ...all }) => {
      return { ...all, elapsed: Math.max(0, all.first + place * (all.interval + lag) + later) };
    });

  it('stays between none and all, and its bounds in order', () => {
    fc.assert(
      fc.property(polls, ({ first, interval, made, startedAt, elapsed }) => {
        const { atLeast, atMost } = bounds(first, interval, made, startedAt, elapsed);
        assert.ok(atLeast >= 0 && atLeast <= atMost && atMost <= made);
      }),
    );
  });

  it('holds what a device does that is neither early nor late', () => {
    fc.assert(
      fc.property(polls, ({ first, interval, made, startedAt, elapsed }) => {
        const done = Math.max(0, Math.min(made, Math.floor((elapsed - first) / interval)));
        const { atLeast, atMost } = bounds(first, interval, made, startedAt, elapsed);
        assert.ok(atLeast <= done && done <= atMost);
      }),
    );
  });

  it('holds what a device does that makes its key for most of a minute, and is late each time', () => {
    fc.assert(
      fc.property(polls, ({ first, interval, made, startedAt, elapsed }) => {
        const done = Math.max(0, Math.min(made, Math.floor((elapsed - first - 50) / (interval + 2))));
        const { atLeast, atMost } = bounds(first, interval, made, startedAt, elapsed);
        assert.ok(atLeast <= done && done <= atMost);
      }),
    );
  });

  it('grows with time, to all of them', () => {
    fc.assert(
      fc.property(polls, moments, ({ first, interval, made, startedAt, elapsed }, more) => {
        const before = bounds(first, interval, made, startedAt, elapsed);
        const after = bounds(first, interval, made, startedAt, elapsed + more);
        assert.ok(before.atLeast <= after.atLeast && before.atMost <= after.atMost);
      }),
    );
    expect(bounds(0, 60, 30, 0, 10_000)).toEqual({ atLeast: 30, atMost: 30 });
  });

  it('does not hold a device that asks half a minute early, or two minutes late', () => {
    const { atMost } = bounds(0, 300, 30, 0, 270);
    expect(atMost).toBe(0);
    const { atLeast } = bounds(0, 300, 30, 0, 420);
    expect(atLeast).toBe(1);
  });

  it('asks for none where none has to be made', () => {
    const { forecast } = enrollment({ phases: issuedAtOnce });
    const [one = talk()] = forecast.talks;
    expect(retriesBy(enrollment(), one, 100_000)).toEqual({ atLeast: 0, atMost: 0 });
  });

  function bounds(
    first: number,
    interval: number,
    made: number,
    startedAt: number,
    elapsed: number,
  ): ReturnType<typeof retriesBy> {
    const phases = [phase(0, '32'), phase(first, '2'), phase(first + made * interval, '1')];
    const one = talk({ retries: { atLeast: made, atMost: made }, interval });
    return retriesBy(enrollment({ phases, startedAt, talks: [one] }), one, startedAt + elapsed);
  }
});

describe('the time of an enrollment', () => {
  it('runs on while it asks its server, and ends where it is given up', () => {
    const current = enrollment();
    expect(endOf(current, 700)).toBe(700);
    expect(endOf({ ...current, fate: { kind: 'orphaned', at: 50 } }, 700)).toBe(700);
    for (const kind of ['given-up', 'superseded', 'unclear'] as const) {
      expect(endOf({ ...current, fate: { kind, at: 50 } }, 700)).toBe(50);
    }
  });

  it('is enough for the first request after a minute', () => {
    const started = enrollment({ startedAt: 100 });
    expect([100, 159, 160].map((now) => hasSurelyAsked(started, now))).toEqual([false, false, true]);
  });
});
