import { beforeAll, describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Case } from '../../cases/case.ts';
import { faultNamed } from '../../faults/catalogue.ts';
import { openPool, type Pool } from '../../pki/pool.ts';
import { complaintAbout } from '../../proofreading/against-intent.ts';
import { choicesOf } from '../../qualification/dense/choices.ts';
import { denseDevice } from '../../qualification/dense/devices.ts';
import { asksTooMuch, denseSessions, examineDensely } from '../../qualification/dense/examination.ts';
import { pfxSession } from '../../qualification/dense/pfx-sessions.ts';
import { scepSession } from '../../qualification/dense/scep-sessions.ts';
import { randomDevice } from '../../qualification/random-device.ts';
import { bytesOf } from '../../runner/execute.ts';
import { keyCache } from '../../runner/laboratory.ts';
import { speaksAgainst, tryCase } from '../../runner/trial.ts';

let pool: Pool;
beforeAll(async () => {
  pool = await openPool(keyCache);
});

describe('choices of a number', () => {
  it('are the same each time, and others for another number', () => {
    const drawn = (seed: number): readonly number[] => {
      const choices = choicesOf(seed);
      return Array.from({ length: 20 }, () => choices.below(1000));
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  it('come as often as they weigh', () => {
    const choices = choicesOf(1);
    const drawn = Array.from({ length: 1000 }, () =>
      choices.weighted([
        [3, 'often'],
        [0, 'never'],
        [1, 'rarely'],
      ]),
    );
    const count = (value: string): number => drawn.filter((one) => one === value).length;
    expect(count('never')).toBe(0);
    expect(count('often') / count('rarely')).toBeGreaterThan(2);
    expect(count('often') / count('rarely')).toBeLessThan(4.5);
  });
});

describe('a device of dense sessions', () => {
  it('is one of the right ones, every other one with the answers that let sessions get somewhere', () => {
    expect(denseDevice(7)).toEqual(randomDevice(7));
    for (let number = 0; number < 20; number += 2) {
      const { answers, ...device } = denseDevice(number);
      expect(randomDevice(number)).toMatchObject(device);
      expect(answers).toMatchObject({ 'A-02': 'parents-created', 'A-14/b64': 'accepted', 'A-10': 'allowed' });
    }
  });
});

describe('a dense session', () => {
  it.each([
    ['PFX', pfxSession],
    ['SCEP', scepSession],
  ])('of %s is the same for the same number', (_, session) => {
    const device = denseDevice(40_001);
    expect(session(device, 5, pool)).toEqual(session(device, 5, pool));
    expect(session(device, 6, pool).steps).not.toEqual(session(device, 5, pool).steps);
  });

  it('has messages in valid form, and one at least', () => {
    for (const testCase of manySessions()) {
      const messages = testCase.steps.flatMap((step) => (step.kind === 'send' ? [step] : []));
      expect(messages.length).toBeGreaterThan(0);
      for (const { payload, intent } of messages) {
        expect(intent).toEqual({ kind: 'valid' });
        expect(complaintAbout(bytesOf(payload), { kind: 'valid' })).toBeUndefined();
      }
    }
  });

  it('asks for no more than its device has', () => {
    const number = Array.from({ length: 100 }, (_, one) => one).find(
      (one) => denseDevice(one).scopes.length === 1 && denseDevice(one).tpm.length === 1,
    );
    const device = denseDevice(number ?? 0);
    for (const { steps, preparation } of denseSessions(device, { pfx: 40, scep: 40 }, pool)) {
      expect(JSON.stringify(steps)).not.toContain('./User/');
      expect(device.tpm).toContain(preparation.tpm);
    }
  });

  it.each([40_004, 40_005, 40_006])('accuses the right device %i of nothing', async (number) => {
    const examination = await examineDensely(number, { pfx: 20, scep: 10 }, pool);
    expect(examination.accusations.map(({ trial, complaint }) => `${trial.case.id}: ${complaint}`)).toEqual(
      [],
    );
    expect(examination.cases).toBe(30);
    expect(examination.tooManyWorlds).toBe(0);
  });

  it.each([
    ['rollback-forgets-the-store', 'pfx'],
    ['rollback-forgets-removed-certificates', 'pfx'],
    ['enrollment-outlives-the-rollback', 'scep'],
  ] as const)('finds the wrong device %s', async (id, half) => {
    const { answers, ...device } = denseDevice(40_004);
    const target = simulatorTarget({ answers, adjustRules: faultNamed(id).adjust });
    const bench = { target, capabilities: await target.capabilities(), patience: 60_000, now: () => 0 };
    const sessions = denseSessions({ ...device, answers }, { pfx: 0, scep: 0, [half]: 200 }, pool);
    const blamed = async (): Promise<boolean> => {
      for (const session of sessions) if (speaksAgainst((await tryCase(bench, session)).verdict)) return true;
      return false;
    };
    expect(await blamed()).toBe(true);
  });
});

describe('a session that asks more at once than the oracle follows', () => {
  it('is told apart from every other error', () => {
    expect(
      asksTooMuch({ kind: 'suite-error', reason: 'TooManyWorlds: more than 4096 possible worlds' }),
    ).toBe(true);
    expect(asksTooMuch({ kind: 'suite-error', reason: 'RangeError: TooManyWorlds' })).toBe(false);
    expect(asksTooMuch({ kind: 'violation', requirement: 'R-DM-01', differences: [] })).toBe(false);
  });
});

function* manySessions(): Iterable<Case> {
  for (const number of [40_000, 40_001, 40_002, 40_003]) {
    yield* denseSessions(denseDevice(number), { pfx: 60, scep: 30 }, pool);
  }
}
