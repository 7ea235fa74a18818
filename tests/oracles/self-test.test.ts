import assert from 'node:assert/strict';
import { beforeAll, describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import { requirements, type RequirementId } from '../../csp/requirements.ts';
import { families } from '../../generators/families.ts';
import { judge } from '../../oracles/judge.ts';
import { execute } from '../../runner/execute.ts';
import { casesOf } from '../generators/laboratory.ts';
import { scenarios } from './scenarios/all.ts';
import { isAnsweredEverywhere } from './support/edits.ts';
import { enrolls, gets, soon } from './support/enrolling.ts';
import { caseOfScenario, seenOn } from './support/executed.ts';

/** Requirements that no device can be blamed on, and why. */
const neverBroken: Readonly<Partial<Record<RequirementId, string>>> = {
  'R-GEN-06': 'of level info: it excuses devices of version 1511',
  'R-SCEP-01': 'of level info: whether an alert was sent is the answer to A-07, and nothing more',
  'R-EX-01':
    'what an example has to do is what the other requirements say of its commands, and they are blamed',
  'R-EX-02': 'as R-EX-01',
};

/** Requirements that no device is ever credited with, and why. */
const neverKept: Readonly<Partial<Record<RequirementId, string>>> = {};

/** So many cases of its families are tried to show that a requirement is kept, where no scenario does. */
const tried = 20;

const kept = new Set<RequirementId>();
const blamed = new Set<RequirementId>();

beforeAll(async () => {
  for (const scenario of scenarios) {
    const played = await scenario.play();
    const right = judge(played.case, played.kept);
    if (right.kind === 'conform') for (const id of right.exercised) kept.add(id);
    const wrong = judge(played.case, played.broken);
    if (wrong.kind === 'violation') blamed.add(wrong.requirement);
  }
}, 120_000);

/** Whether one of the cases that are there for a requirement shows that the virtual device keeps it. */
async function isKeptInItsCases(id: RequirementId): Promise<boolean> {
  const cases = families
    .filter((family) => family.requirements.includes(id))
    .flatMap((family) => casesOf(family, tried));
  for (const testCase of cases.slice(0, tried)) {
    const verdict = judge(testCase, await execute(simulatorTarget(), testCase, 20_000));
    if (verdict.kind === 'conform' && verdict.exercised.includes(id)) return true;
  }
  return false;
}

describe.each(requirements.map(({ id, text }) => [id, text] as const))('%s %s', (id) => {
  it(`can be kept${neverKept[id] === undefined ? '' : `, which is not seen: ${neverKept[id]}`}`, async () => {
    expect(kept.has(id) || (await isKeptInItsCases(id))).toBe(neverKept[id] === undefined);
  });

  it(`can be broken${neverBroken[id] === undefined ? '' : `, and nobody is blamed: ${neverBroken[id]}`}`, () => {
    expect(blamed.has(id)).toBe(neverBroken[id] === undefined);
  });
});

describe('what no device can be blamed on', () => {
  it('is information, but for the examples', () => {
    const others = requirements.filter(({ level, area }) => level !== 'info' && area !== 'examples');
    expect(others.filter(({ id }) => id in neverBroken)).toEqual([]);
  });

  it.each(['R-EX-01', 'R-EX-02'] as const)(
    '%s: an example that is refused breaks another one',
    async (id) => {
      const family = families.find((one) => one.requirements.includes(id));
      assert(family !== undefined);
      const [example] = casesOf(family);
      assert(example !== undefined);
      const seen = await execute(simulatorTarget(), example, 20_000);
      expect(judge(example, seen)).toMatchObject({
        kind: 'conform',
        exercised: expect.arrayContaining([id]) as unknown,
      });
      expect(judge(example, isAnsweredEverywhere('500')(seen))).toMatchObject({ kind: 'violation' });
    },
  );

  it.each(['sent', 'none'] as const)('R-SCEP-01: the alert is recorded as %s', async (answer) => {
    const testCase = caseOfScenario({ parts: [enrolls(), soon, gets('Status')] });
    const seen = await seenOn(testCase, { answers: { 'A-07': answer } });
    expect(judge(testCase, seen)).toMatchObject({ kind: 'conform', answers: { 'A-07': answer } });
  });
});
