import { describe, expect, it } from 'vitest';
import { coverageMeter } from '../../generators/combinations/coverage-meter.ts';
import { scepCombinationFamilies } from '../../generators/families/scep-combinations.ts';
import { parameters } from '../../generators/scep/combinations/parameters.ts';
import {
  enrollmentOf,
  faultyEnrollments,
  rowOf,
  validEnrollments,
  validSpace,
} from '../../generators/scep/combinations/rows.ts';
import { enrollmentFaults, faultsIn } from '../../generators/scep/faults.ts';
import { settlingTime } from '../../generators/scep/settling.ts';
import { casesOf, documentsOf } from './laboratory.ts';

const families = scepCombinationFamilies(2);
const cases = families.flatMap((family) => casesOf(family));

describe('the combinations of an enrollment and its server', () => {
  it.each([2, 3])('are covered whole with strength %i', { timeout: 300_000 }, (strength) => {
    const meter = coverageMeter(validSpace, strength);
    const enrollments = validEnrollments(strength);
    enrollments.forEach((enrollment) => {
      meter.add(rowOf(enrollment));
    });
    const { reached, possible } = meter.coverage();
    expect(reached).toBe(possible);
    expect(possible).toBeGreaterThan(1500);
    expect(enrollments.flatMap(faultsIn)).toEqual([]);
  });

  it('are read back from the enrollment that a row stands for', () => {
    for (const [index, { values }] of parameters.entries()) {
      for (const value of values.keys()) {
        const row = parameters.map((_, other) => (other === index ? value : 0));
        expect(rowOf(enrollmentOf(row))).toEqual(row);
      }
    }
  });

  it('have each fault of a group alone, and with every value that goes with the group', () => {
    const group = enrollmentFaults.filter(({ requirement }) => requirement === 'R-SCEP-39');
    const rows = faultyEnrollments(group, 2);
    expect(rows.map((row) => faultsIn(row).length)).toEqual(rows.map(() => 1));
    expect(new Set(rows.flatMap((row) => faultsIn(row).map(({ id }) => id)))).toEqual(
      new Set(group.map(({ id }) => id)),
    );
    expect(new Set(rows.map(({ keyProtection }) => keyProtection))).toEqual(
      new Set([undefined, '1', '2', '3', '4']),
    );
  });
});

describe('the families of combinations', () => {
  it('stand in the SCEP suite, and are few enough for a usual run', () => {
    expect(families.map(({ area }) => area)).toEqual(families.map(() => 'scep'));
    expect(cases.length).toBeGreaterThan(200);
    expect(cases.length).toBeLessThanOrEqual(260);
  });

  it('reach every fault, alone', () => {
    for (const { words } of enrollmentFaults) {
      expect(
        cases.some(({ faults }) => faults.length === 1 && faults[0] === words),
        words,
      ).toBe(true);
    }
    expect(cases.every(({ faults }) => faults.length <= 1)).toBe(true);
  });

  it('have a valid twin wherever something is wrong', () => {
    const byId = new Map(cases.map((testCase) => [testCase.id, testCase]));
    expect(byId.size).toBe(cases.length);
    for (const { id, faults, twin } of cases) {
      if (faults.length === 0) continue;
      expect(byId.get(twin ?? '')?.faults, id).toEqual([]);
    }
  });

  it('wait until the last retry has been answered before the last look', () => {
    for (const { steps, preparation, title } of cases) {
      const waited = steps.reduce((sum, step) => sum + (step.kind === 'wait' ? step.seconds : 0), 0);
      const pending = preparation.scepServers?.[0]?.script.pending ?? 0;
      const [, retryCount] = /RetryCount (\d+)/.exec(title) ?? [];
      const [, retryDelay] = /RetryDelay (\d+)/.exec(title) ?? [];
      expect(waited, title).toBe(settlingTime({ retryCount, retryDelay, server: { pending } }));
      expect(steps.slice(-2).map(({ kind }) => kind)).toEqual(['read-scep-log', 'read-stores']);
    }
  });

  it('look into the time in which the server is pending', () => {
    const looking = cases.filter((testCase) => documentsOf(testCase).length === 3);
    expect(looking.length).toBeGreaterThan(50);
    for (const { steps } of looking) {
      const [first] = steps.flatMap((step) => (step.kind === 'wait' ? [step.seconds] : []));
      expect([150, 300]).toContain(first);
    }
  });
});
