import { describe, expect, it } from 'vitest';
import { journalMemory } from '../../../adapters/device/journal.ts';
import { powershellConnection } from '../../../adapters/device/powershell/connection.ts';
import { powershellOver, type Carrier } from '../../../adapters/device/powershell/powershell.ts';
import type { Clock } from '../../../adapters/device/recover.ts';
import { deviceTarget } from '../../../adapters/device/target.ts';
import { TargetFailure, type Target } from '../../../adapters/target.ts';
import type { Case } from '../../../cases/case.ts';
import type { Verdict } from '../../../cases/verdict.ts';
import type { Family } from '../../../generators/family.ts';
import { runFamily } from '../../../runner/family-run.ts';
import { laboratoryFor } from '../../../runner/laboratory.ts';
import { tryThroughOutage } from '../../../runner/outage.ts';
import type { Bench } from '../../../runner/trial.ts';
import { installingCases, pool } from './cases.ts';
import { add, csp, deviceBench, opened } from './device-bench.ts';
import { fakeCarrier } from './fake-carrier.ts';
import { FakeWindows, type FakeOptions } from './fake-windows.ts';

const bench = deviceBench();
const cases = installingCases(pool, 3);
const forever = Number.POSITIVE_INFINITY;

/** A machine that goes away at one of its calls, and the time in which it does. */
class Absence {
  time = 0;
  /** Calls that it was given so far. */
  calls = 0;
  /** Moments at which somebody waited. */
  readonly waits: number[] = [];
  backAt = 0;
  isAway = false;
  readonly clock: Clock = {
    now: () => this.time,
    pause: (milliseconds) => {
      this.waits.push(milliseconds);
      this.time += milliseconds;
      return Promise.resolve();
    },
  };
  private readonly leavesAt: number;
  private readonly lasts: number;
  private readonly losesAnswer: boolean;

  /**
   * @param leavesAt number of the call, from 1
   * @param losesAnswer whether that call was still carried out
   */
  constructor(leavesAt: number, lasts: number, losesAnswer: boolean) {
    this.leavesAt = leavesAt;
    this.lasts = lasts;
    this.losesAnswer = losesAnswer;
  }

  carrier(carrier: Carrier): Carrier {
    const gone = (): TargetFailure => new TargetFailure('transport', 'the connection was cut');
    return {
      ...carrier,
      run: async (input, patience) => {
        this.calls++;
        if (this.isAway && this.time < this.backAt) throw gone();
        this.isAway = false;
        if (this.calls !== this.leavesAt) return carrier.run(input, patience);
        if (this.losesAnswer) await carrier.run(input, patience);
        this.isAway = true;
        this.backAt = this.time + this.lasts;
        throw gone();
      },
    };
  }

  target(machine: Pick<FakeWindows, 'answer'>): Target {
    const journal = bench.journal();
    const carrier = this.carrier(fakeCarrier(machine));
    const connection = powershellConnection(powershellOver(carrier), journalMemory(journal));
    return deviceTarget(connection, { journal, address: 'fake', run: 'test', clock: this.clock });
  }
}

async function benchOn(target: Target, { clock }: Absence): Promise<Bench> {
  return {
    target,
    capabilities: await target.capabilities(),
    patience: 60_000,
    now: () => clock.now(),
    outage: { isLasting: false },
  };
}

async function verdictsWith(absence: Absence, machine: FakeWindows): Promise<readonly Verdict[]> {
  const target = absence.target(machine);
  const on = await benchOn(target, absence);
  const verdicts: Verdict[] = [];
  for (const testCase of cases) {
    const trial = await tryThroughOutage(on, testCase, forever, on.outage ?? { isLasting: false });
    verdicts.push(trial.verdict);
  }
  await target.close();
  return verdicts;
}

/** Number of the first call of the first case. */
async function firstCallOfCases(): Promise<number> {
  const absence = new Absence(0, 0, false);
  const target = absence.target(new FakeWindows(pool));
  await target.capabilities();
  const first = absence.calls + 1;
  await target.close();
  return first;
}

describe('a machine that goes away and comes back', () => {
  it('at any call, with and without having carried it out, gives the verdicts of one that stays', async () => {
    const first = await firstCallOfCases();
    const staying = new Absence(0, 0, false);
    const expected = await verdictsWith(staying, new FakeWindows(pool));
    expect(expected.some(({ kind }) => kind === 'conform')).toBe(true);
    // The last calls are of the end of the run, when no case is there to be tried again.
    const last = staying.calls - 8;
    expect(last - first).toBeGreaterThan(10);
    for (let call = first; call <= last; call++) {
      for (const losesAnswer of [true, false]) {
        bench.newJournal();
        const machine = new FakeWindows(pool);
        const absence = new Absence(call, 100_000, losesAnswer);
        expect(await verdictsWith(absence, machine), `away at call ${call} of ${last}`).toEqual(expected);
        expect(absence.waits).toEqual(Array.from({ length: 7 }, () => 15_000));
        expect(machine.leftovers()).toEqual([]);
      }
    }
  });

  it('without its registration and embedded mode, is registered again', async () => {
    const first = await firstCallOfCases();
    bench.newJournal();
    const machine = new FakeWindows(pool);
    const absence = new Absence(first + 1, 20_000, true);
    const target = absence.target({
      answer: (script, data) => {
        // As if a restart had taken both.
        if (absence.calls === first + 1) {
          machine.registered = false;
          machine.flag = { kind: 'number', value: 0 };
        }
        return machine.answer(script, data);
      },
    });
    const on = await benchOn(target, absence);
    const [testCase] = cases;
    if (testCase === undefined) throw new Error('there is no case');
    const { verdict } = await tryThroughOutage(on, testCase, forever, { isLasting: false });
    expect(verdict.kind).toBe('conform');
    await target.close();
    expect(machine.leftovers()).toEqual([]);
  });
});

describe('recovering', () => {
  it('removes what the interrupted case has left, before any other case begins', async () => {
    const first = await firstCallOfCases();
    bench.newJournal();
    const machine = new FakeWindows(pool);
    const absence = new Absence(first, 60_000, true);
    const target = absence.target(machine);
    await target.capabilities();
    const session = await opened(target);
    await expect(session.exchange(add(`${csp}/PFXCertInstall/Alpha`))).rejects.toThrow(/was cut/);
    await expect(session.cleanUp()).rejects.toThrow(/was cut/);
    expect(machine.leftovers()).toContain('requests Alpha');
    expect(await target.recover?.(forever)).toBe(true);
    expect(machine.leftovers()).toEqual(['embedded-mode flag', 'registration']);
    await target.close();
    expect(machine.leftovers()).toEqual([]);
  });
});

describe('a machine that does not come back', () => {
  const list: Family = {
    area: 'pfx',
    requirements: ['R-PFX-05'],
    level: 'matrix',
    cases: { kind: 'list', build: (): readonly Case[] => cases },
  };

  async function runOn(
    absence: Absence,
    machine: Pick<FakeWindows, 'answer'>,
    deadline: number,
  ): Promise<{ leftOut: string | undefined; isLasting: boolean | undefined; kinds: readonly string[] }> {
    bench.newJournal();
    const target = absence.target(machine);
    const on = await benchOn(target, absence);
    const kinds: string[] = [];
    const { leftOut } = await runFamily(
      on,
      list,
      await laboratoryFor(on.capabilities, '10.0.26100'),
      { runs: 1, seed: 1, deadline },
      ({ verdict }) => kinds.push(verdict.kind),
    );
    return { leftOut, isLasting: on.outage?.isLasting, kinds };
  }

  it('is given up after a quarter of an hour, and no further case is begun', async () => {
    const absence = new Absence((await firstCallOfCases()) + 1, forever, false);
    const { leftOut, isLasting, kinds } = await runOn(absence, new FakeWindows(pool), forever);
    expect(leftOut).toMatch(/did not come back/);
    expect(isLasting).toBe(true);
    expect(kinds).toEqual(['inconclusive']);
    expect(absence.time).toBe(15 * 60_000);
  });

  it('is not waited for beyond the time that the run has', async () => {
    const absence = new Absence((await firstCallOfCases()) + 1, forever, false);
    const { leftOut, isLasting, kinds } = await runOn(absence, new FakeWindows(pool), 40_000);
    expect(leftOut).toBe('the time allowed was used up');
    expect(isLasting).toBe(false);
    expect(kinds).toEqual(['inconclusive']);
    expect(absence.waits).toEqual([15_000, 15_000, 10_000]);
  });

  it.each([
    ['another machine', { smbiosUuid: '99999999-4455-6677-8899-AABBCCDDEEFF' }, {}],
    ['another build', { build: '10.0.26100.2000' }, {}],
    ['nobody logged on', { userLoggedOn: false }, { userLoggedOn: true }],
  ])('as it was, but with %s, is given up', async (_, changed, options: FakeOptions) => {
    const first = await firstCallOfCases();
    const absence = new Absence(first + 3, 20_000, false);
    const machine = new FakeWindows(pool, options);
    const { isLasting, kinds } = await runOn(
      absence,
      {
        answer: (script, data) => {
          const answer = machine.answer(script, data);
          const isBack = absence.backAt > 0 && script === 'describe';
          return isBack ? { ...(answer as Readonly<Record<string, unknown>>), ...changed } : answer;
        },
      },
      forever,
    );
    expect(isLasting).toBe(true);
    expect(kinds).toEqual(['inconclusive']);
  });
});
