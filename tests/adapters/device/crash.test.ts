import { fork, type ChildProcess } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { cleanUpDevice } from '../../../adapters/device/clean-up.ts';
import { journalMemory, openJournal, type Journal } from '../../../adapters/device/journal.ts';
import { powershellConnection } from '../../../adapters/device/powershell/connection.ts';
import { powershellOver, type Carrier } from '../../../adapters/device/powershell/powershell.ts';
import { seededRandom } from '../../../pki/random.ts';
import { installingCases, pool } from './cases.ts';
import { fakeCarrier, powershellOutput } from './fake-carrier.ts';
import { FakeWindows } from './fake-windows.ts';
import { runCases } from './run-cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'conform-crash-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const cases = installingCases(pool, 4);
const random = seededRandom('crashes');
/** A whole number from 1 to `most`. */
const drawn = (most: number): number => (Buffer.from(random(4)).readUInt32LE() % most) + 1;

class Dead extends Error {}

/**
 * The life of a process that ends at a moment: from then on nothing that it does reaches the machine or the disk,
 * whatever it still tries.
 */
class Life {
  moments = 0;
  readonly last: number;

  constructor(last: number) {
    this.last = last;
  }

  /** One moment passes. @throws Dead */
  pass(): void {
    this.moments++;
    if (this.isOver()) throw new Dead();
  }

  isOver(): boolean {
    return this.moments >= this.last;
  }

  carrier(carrier: Carrier): Carrier {
    return {
      ...carrier,
      run: async (input, patience) => {
        this.pass();
        const output = await carrier.run(input, patience);
        this.pass();
        return output;
      },
    };
  }

  journal(journal: Journal): Journal {
    return {
      ...journal,
      begin: (entry) => {
        this.pass();
        journal.begin(entry);
        this.pass();
      },
      note: (entry) => {
        this.pass();
        if (this.moments + 1 >= this.last && !this.isOver()) {
          // Death while the line is written.
          appendFileSync(journal.file, JSON.stringify(entry).slice(0, 20));
          this.pass();
        }
        journal.note(entry);
        this.pass();
      },
      finish: () => {
        this.pass();
        journal.finish();
      },
    };
  }
}

function cleanUp(
  machine: FakeWindows,
  file: string,
  life = new Life(Number.POSITIVE_INFINITY),
): Promise<void> {
  const journal = life.journal(openJournal(file));
  const carrier = life.carrier(fakeCarrier(machine));
  return cleanUpDevice(powershellConnection(powershellOver(carrier), journalMemory(journal)), journal);
}

async function untilDeath(machine: FakeWindows, file: string, life: Life): Promise<void> {
  try {
    await runCases(life.carrier(fakeCarrier(machine)), life.journal(openJournal(file)), cases);
  } catch (error) {
    if (!life.isOver()) throw error;
  }
}

async function lengthOfLife(keepsCertificates: boolean): Promise<number> {
  const life = new Life(Number.POSITIVE_INFINITY);
  const machine = new FakeWindows(pool, { keepsCertificates });
  await untilDeath(machine, join(folder, 'whole'), life);
  expect(machine.leftovers()).toEqual([]);
  expect(openJournal(join(folder, 'whole')).state().machine).toBeUndefined();
  return life.moments;
}

describe('a run that dies at any moment', () => {
  it.each([
    ['on a machine as it should be', false, 140],
    ['on a machine that leaves certificates behind', true, 60],
  ])('leaves nothing behind once cleaned up, %s', async (_, keepsCertificates, times) => {
    const moments = await lengthOfLife(keepsCertificates);
    expect(moments).toBeGreaterThan(50);
    let dirty = 0;
    for (let time = 0; time < times; time++) {
      const machine = new FakeWindows(pool, { keepsCertificates });
      const file = join(folder, `${String(keepsCertificates)}-${time}`);
      const last = drawn(moments);
      await untilDeath(machine, file, new Life(last));
      if (machine.leftovers().length > 0) dirty++;
      // The first clean-up dies too, in half of the cases.
      const life = new Life(time % 2 === 0 ? drawn(30) : Number.POSITIVE_INFINITY);
      await cleanUp(machine, file, life).catch((error: unknown) => {
        if (!life.isOver()) throw error;
      });
      await cleanUp(machine, file);
      expect(machine.leftovers(), `killed at moment ${last} of ${moments}`).toEqual([]);
      expect(openJournal(file).state().machine).toBeUndefined();
    }
    // Otherwise nothing would have been tested.
    expect(dirty).toBeGreaterThan(times / 2);
  });
});

describe('a process that is killed', () => {
  const casesFile = join(folder, 'cases.json');
  writeFileSync(casesFile, JSON.stringify(cases));
  const program = fileURLToPath(new URL('crash-child.ts', import.meta.url));

  /** Carries out what the process asks of the machine, and kills it before or after its nth wish. */
  function killedAt(machine: FakeWindows, file: string, last: number): Promise<void> {
    const child: ChildProcess = fork(program, [file, casesFile], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    let wishes = 0;
    child.on('message', (message) => {
      // Its only sender is crash-child.ts.
      const { id, input } = message as { readonly id: number; readonly input: string };
      wishes++;
      if (wishes === last) child.kill('SIGKILL');
      // Even numbers: the wish had reached the machine before.
      if (wishes > last || (wishes === last && last % 2 === 1)) return;
      const output = powershellOutput(machine, input);
      if (wishes < last) child.send({ id, output });
    });
    return new Promise((resolve) =>
      child.once('exit', () => {
        resolve();
      }),
    );
  }

  it('leaves nothing behind once cleaned up, 24 times', async () => {
    let dirty = 0;
    const one = async (time: number): Promise<void> => {
      const machine = new FakeWindows(pool, { keepsCertificates: time % 3 === 0 });
      const file = join(folder, `killed-${time}`);
      await killedAt(machine, file, drawn(40));
      if (machine.leftovers().length > 0) dirty++;
      await cleanUp(machine, file);
      expect(machine.leftovers()).toEqual([]);
    };
    for (let time = 0; time < 24; time += 2) await Promise.all([one(time), one(time + 1)]);
    expect(dirty).toBeGreaterThan(8);
  });
});
