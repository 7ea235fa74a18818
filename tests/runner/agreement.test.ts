import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Case } from '../../cases/case.ts';
import { families } from '../../generators/families.ts';
import type { Family, Laboratory } from '../../generators/family.ts';
import { pick, randomDevice } from '../../qualification/random-device.ts';
import { keyCache } from '../../runner/laboratory.ts';
import { tryCase } from '../../runner/trial.ts';
import { openPool } from '../../pki/pool.ts';

const casesOf = (family: Family, laboratory: Laboratory, name: string): readonly Case[] => {
  if (family.cases.kind === 'property') {
    return fc.sample(family.cases.arbitrary(laboratory), { seed: pick(name, 2 ** 31), numRuns: 1 });
  }
  const list = family.cases.build(laboratory);
  return list.slice(pick(name, list.length)).slice(0, 1);
};

/*
 * Oracle and simulator read the specification apart from each other. Where they disagree on a device that gives any
 * admitted answers, one of them is wrong, or the catalogue of ambiguities is not exact enough.
 */
describe('devices that are right, each with answers of its own', () => {
  test.each(Array.from({ length: 6 }, (_, number) => number))(
    'device %i is never accused, and no other answer is read from it than it gives',
    async (number) => {
      const { name: device, edition, answers } = randomDevice(number);
      const pool = await openPool(keyCache);
      const laboratory: Laboratory = { edition, scopes: ['device', 'user'], tpm: [true, false], pool };
      const target = simulatorTarget({ answers });
      const capabilities = await target.capabilities();
      const bench = { target, capabilities, patience: 60_000, now: () => 0 };
      for (const [index, family] of families.entries()) {
        for (const testCase of casesOf(family, laboratory, `${device} family ${index}`)) {
          const { verdict } = await tryCase(bench, testCase);
          expect({ id: testCase.id, verdict }).toMatchObject({ verdict: { kind: 'conform' } });
          if (verdict.kind === 'conform') expect(answers).toMatchObject(verdict.answers);
        }
      }
    },
  );
});
