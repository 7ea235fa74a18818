import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coveringArray,
  type PartialRow,
  type Row,
  type Space,
} from '../../generators/combinations/covering-array.ts';
import { coverageMeter } from '../../generators/combinations/coverage-meter.ts';
import { faultyInstalls, rowOf, spaceWith, validInstalls } from '../../generators/combinations/rows.ts';
import { faultsIn, installFaults } from '../../generators/faults/install-faults.ts';

/** Small spaces in which some pairs of values do not go together. */
const spaces: fc.Arbitrary<Space> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 5 }),
    forbidden: fc.array(fc.record({ left: fc.nat(9), right: fc.nat(9), sum: fc.nat(4) }), { maxLength: 3 }),
  })
  .map(({ sizes, forbidden }) => ({
    sizes,
    constraints: forbidden
      .map(({ left, right, sum }) => ({ over: [left % sizes.length, right % sizes.length], sum }))
      .filter(({ over: [left, right] }) => left !== right)
      .map(({ over, sum }) => ({
        over,
        allows: (row: PartialRow) => over.reduce((total, index) => total + (row[index] ?? 0), 0) !== sum,
      })),
  }));

/** Every row of a space, by plain counting. */
function allRows({ sizes, constraints }: Space): readonly Row[] {
  const rows = sizes.reduce<readonly Row[]>(
    (before, size) => before.flatMap((row) => Array.from({ length: size }, (_, value) => [...row, value])),
    [[]],
  );
  return rows.filter((row) => constraints.every(({ allows }) => allows(row)));
}

/** The combinations of a row, in words; a second way to list them than the one under test. */
function combinations(row: Row, strength: number): ReadonlySet<string> {
  const found = new Set<string>();
  for (let mask = 0; mask < 2 ** row.length; mask++) {
    const chosen = row.flatMap((value, index) => ((mask >> index) & 1 ? [`${index}:${value}`] : []));
    if (chosen.length === strength) found.add(chosen.join(' '));
  }
  return found;
}

describe('covering arrays', () => {
  it.each([1, 2, 3])('hold every possible combination of %i values, and only allowed rows', (strength) => {
    fc.assert(
      fc.property(spaces, (space) => {
        const all = allRows(space);
        const rows = coveringArray(space, Math.min(strength, space.sizes.length));
        const wanted = new Set(
          all.flatMap((row) => [...combinations(row, Math.min(strength, space.sizes.length))]),
        );
        const reached = new Set(
          rows.flatMap((row) => [...combinations(row, Math.min(strength, space.sizes.length))]),
        );
        assert.deepEqual([...reached].sort(), [...wanted].sort());
        for (const row of rows) assert.ok(space.constraints.every(({ allows }) => allows(row)));
      }),
    );
  });

  it('are measured, and a missing row shows', () => {
    fc.assert(
      fc.property(spaces, (space) => {
        const rows = coveringArray(space, 2);
        const meter = coverageMeter(space, 2);
        rows.slice(1).forEach((row) => {
          meter.add(row);
        });
        const { reached, possible } = meter.coverage();
        // The greedy first row always covers something that was missing then; the others may cover it again.
        assert.ok(reached <= possible);
        rows.slice(0, 1).forEach((row) => {
          meter.add(row);
        });
        assert.equal(meter.coverage().reached, possible);
      }),
    );
  });
});

describe('the combinations of an install', () => {
  it.each([2, 3])('are covered whole with strength %i', { timeout: 300_000 }, (strength) => {
    const meter = coverageMeter(spaceWith([]), strength);
    const installs = validInstalls(strength);
    installs.forEach((install) => {
      meter.add(rowOf(install));
    });
    const { reached, possible } = meter.coverage();
    expect(reached).toBe(possible);
    expect(possible).toBeGreaterThan(900);
    expect(installs.flatMap(faultsIn)).toEqual([]);
  });

  it.each(installFaults.map((fault) => [fault.id, fault] as const))(
    'have %s alone in its rows',
    (_, fault) => {
      const installs = faultyInstalls(fault, 2);
      expect(installs.length).toBeGreaterThan(0);
      for (const install of installs) expect(faultsIn(install)).toEqual([fault]);
    },
  );
});
