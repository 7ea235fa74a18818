import fc from 'fast-check';
import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import type { FamilyTime } from '../../../reports/regression/baseline.ts';
import { timingChange } from '../../../reports/regression/timing-change.ts';

const taking = (milliseconds: number, cases = 100): FamilyTime => ({
  cases,
  milliseconds: milliseconds * cases,
  complete: true,
});

test('a machine that is slower in all is no change of a family', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.integer({ min: 10, max: 1000 }), { minKeys: 1 }),
      fc.integer({ min: 1, max: 50 }),
      (times, factor) => {
        const before = Object.fromEntries(Object.entries(times).map(([name, time]) => [name, taking(time)]));
        const now = Object.fromEntries(
          Object.entries(times).map(([name, time]) => [name, taking(time * factor)]),
        );
        assert.deepEqual(timingChange(before, now).families, []);
      },
    ),
  );
});

test('a family that takes longer than the others is named, with what is left of the change', () => {
  const before = { a: taking(10), b: taking(10), c: taking(10), d: taking(10) };
  const now = { a: taking(20), b: taking(20), c: taking(20), d: taking(100) };
  expect(timingChange(before, now)).toEqual({
    overall: 2,
    families: [{ family: 'd', before: 10, now: 100, factor: 5 }],
  });
});

test('few cases, and those that are others every night, say nothing', () => {
  const before = { few: taking(100, 5), corpus: taking(100), kept: taking(100) };
  const now = { few: taking(1000, 5), corpus: taking(1000), kept: taking(100) };
  expect(timingChange(before, now)).toEqual({ overall: 1, families: [] });
});

test('without a night to compare with there is nothing', () => {
  expect(timingChange({}, { a: taking(10) })).toEqual({ families: [] });
});
