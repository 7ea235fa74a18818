import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Target } from '../../adapters/target.ts';
import type { Case, SendStep } from '../../cases/case.ts';
import type { Intent } from '../../cases/intent.ts';
import { get } from '../../generators/command.ts';
import { sending } from '../../generators/draft.ts';
import { speaksAgainst, tryCase } from '../../runner/trial.ts';

const root = './Device/Vendor/MSFT/ClientCertificateInstall';
const { payload } = sending([get(root)], 1);
assert('text' in payload);
const right = payload.text;
const wrong = right.replace(/<CmdID>.*?<\/CmdID>/, '');

const caseOf = (...steps: readonly SendStep[]): Case => ({
  id: 'test',
  level: 'example',
  aims: [],
  faults: [],
  title: 'a case of a test',
  preparation: { edition: '10.0.26100', tpm: false, certificates: [], helloContainers: [] },
  steps,
});

const step = (text: string, intent?: Intent): SendStep => ({
  kind: 'send',
  payload: { text },
  ...(intent === undefined ? {} : { intent }),
});

/** A device that nothing may reach. */
const untouched: Target = {
  ...simulatorTarget(),
  open: () => assert.fail('the case was carried out'),
};

async function verdictOf(testCase: Case, target: Target = simulatorTarget()) {
  const capabilities = await target.capabilities();
  const bench = { target, capabilities, patience: 60_000, now: () => 0 };
  return (await tryCase(bench, testCase)).verdict;
}

describe('a message that is not what it was meant to be', () => {
  it.each([
    ['meant to be right', wrong, { kind: 'valid' }, /is not: element-missing at 1:\d+: Get has no CmdID$/],
    ['meant to be broken', right, { kind: 'broken', breaches: ['element-missing'] }, /, and is valid$/],
    [
      'broken in another way',
      wrong,
      { kind: 'broken', breaches: ['namespace'] },
      /in another way: element-missing/,
    ],
  ] as const)('%s is an error of the suite, and reaches no device', async (_, text, intent, reason) => {
    const verdict = await verdictOf(caseOf(step(right, { kind: 'valid' }), step(text, intent)), untouched);
    assert.equal(verdict.kind, 'suite-error');
    expect(verdict.reason).toMatch(/^the message of step 2 was meant to be /);
    expect(verdict.reason).toMatch(reason);
    expect(speaksAgainst(verdict)).toBe(false);
  });

  it('is no matter where it is the payload of somebody else', async () => {
    expect(await verdictOf(caseOf(step(wrong)))).toMatchObject({ kind: 'conform' });
  });
});

describe('a message that is what it was meant to be', () => {
  it('is sent, broken or not', async () => {
    expect(await verdictOf(caseOf(step(right, { kind: 'valid' })))).toMatchObject({ kind: 'conform' });
    const broken: Intent = { kind: 'broken', breaches: ['element-missing'] };
    expect(await verdictOf(caseOf(step(wrong, broken)))).toMatchObject({ kind: 'conform' });
  });
});
