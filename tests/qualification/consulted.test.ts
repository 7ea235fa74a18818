import { beforeAll, describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import { defaultEdition } from '../../csp/editions.ts';
import { faults } from '../../faults/catalogue.ts';
import { openPool } from '../../pki/pool.ts';
import { baselineOf, digestOf, patience, type KnownCase } from '../../qualification/baseline.ts';
import { changedRules } from '../../qualification/consulted.ts';
import { listedCases } from '../../qualification/programme.ts';
import { execute } from '../../runner/execute.ts';
import { keyCache } from '../../runner/laboratory.ts';
import { modelFor } from '../../simulator/model.ts';

const { rules } = modelFor({}, defaultEdition);

/** A case of each list: enough for every kind of step. */
let known: readonly KnownCase[];
beforeAll(async () => {
  const pool = await openPool(keyCache);
  const laboratory = {
    edition: defaultEdition,
    scopes: ['device', 'user'],
    tpm: [true, false],
    pool,
  } as const;
  const some = listedCases(laboratory).map((family) => ({ ...family, cases: family.cases.slice(0, 1) }));
  known = (await baselineOf(some)).flatMap(({ cases }) => cases);
});

describe('the rules that a case asks', () => {
  it('are some, and not all', () => {
    const all = new Set(known.flatMap(({ asked }) => [...asked]));
    expect(all.size).toBeGreaterThan(50);
    expect(known.every(({ asked }) => asked.size > 0 && asked.size < all.size)).toBe(true);
  });

  it('tell which cases a fault can not show in', async () => {
    let untouched = 0;
    for (const fault of faults.filter((_, index) => index % 25 === 0)) {
      const changed = changedRules(rules, fault.adjust(rules));
      for (const { case: testCase, asked, digest } of known) {
        if ([...changed].some((rule) => asked.has(rule))) continue;
        untouched++;
        if (untouched % 10 !== 0) continue;
        const observation = await execute(simulatorTarget({ adjustRules: fault.adjust }), testCase, patience);
        expect({ fault: fault.id, case: testCase.id, digest: digestOf(observation) }).toMatchObject({
          digest,
        });
      }
    }
    expect(untouched).toBeGreaterThan(100);
  });
});

describe('the rules that a fault changes', () => {
  it('are named, down to the entry of a table', () => {
    const wrong = {
      ...rules,
      engine: { ...rules.engine, statuses: { ...rules.engine.statuses, 'no-such-node': '500' } },
    };
    expect([...changedRules(rules, wrong)]).toEqual(['engine.statuses.no-such-node']);
    expect([...changedRules(rules, rules)]).toEqual([]);
  });
});
