import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { median } from '../speed.ts';
import type { KeyChoice } from './device.ts';
import type { Order } from './worker.ts';

/** What came of some processes that enrolled at the same time. */
export interface Together {
  /** Enrollments a second by the clock, all processes together. */
  readonly perSecond: number;
  /** Milliseconds of a core for one enrollment: more than one process alone needs, where they are in each other's way. */
  readonly milliseconds: number;
}

export interface Scaling {
  readonly one: Together;
  readonly two: Together;
}

/** Lets one process enroll, then two at once, in turns. Each has devices, CA and keys of its own. */
export async function measureCores(choice: KeyChoice, count: number, rounds: number): Promise<Scaling> {
  const file = fileURLToPath(new URL('worker.ts', import.meta.url));
  const workers = [fork(file), fork(file)];
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    const one: Together[] = [];
    const two: Together[] = [];
    for (let round = 0; round < rounds; round++) {
      one.push(await together(workers.slice(0, 1), { choice, count }));
      two.push(await together(workers, { choice, count }));
    }
    return { one: middle(one), two: middle(two) };
  } finally {
    for (const worker of workers) worker.disconnect();
  }
}

async function together(workers: readonly ChildProcess[], order: Order): Promise<Together> {
  const begun = performance.now();
  const times = await Promise.all(
    workers.map(async (worker) => {
      const answered = once(worker, 'message');
      worker.send(order);
      return Number((await answered)[0]); // The answer of worker.ts.
    }),
  );
  const enrollments = workers.length * order.count;
  return {
    perSecond: (enrollments * 1000) / (performance.now() - begun),
    milliseconds: times.reduce((sum, one) => sum + one, 0) / enrollments,
  };
}

function middle(rounds: readonly Together[]): Together {
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    milliseconds: median(rounds.map(({ milliseconds }) => milliseconds)),
  };
}
