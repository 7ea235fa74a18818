import type { Case } from '../cases/case.ts';
import { bytesOf } from '../runner/execute.ts';
import { tryCase, type Bench } from '../runner/trial.ts';
import { readSyncML } from '../syncml/read.ts';
import { writeSyncML } from '../syncml/write.ts';
import type { Workload } from './workload.ts';

export interface Speed {
  readonly casesPerSecond: number;
  readonly floorPerSecond: number;
  /** Time of the whole path in times of the floor. */
  readonly ratio: number;
}

/**
 * Measures the whole path (generate, replay on the target, judge) against its floor: generating, serialising and
 * parsing the same requests and replies with nothing between. Both in one process and one thread, in turns, so that
 * a noisy machine meets both.
 */
export async function measureSpeed(
  bench: Bench,
  workload: Workload,
  cases: number,
  rounds: number,
): Promise<Speed> {
  const seed = 1;
  const replies = await repliesTo(bench, workload.cases(seed, cases));
  const whole: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < rounds; round++) {
    whole.push(await time(() => runAll(bench, workload.cases(seed, cases))));
    floor.push(
      await time(() => {
        floorOf(workload.cases(seed, cases), replies);
      }),
    );
  }
  const ratios = whole.map((milliseconds, round) => milliseconds / (floor[round] ?? Number.NaN));
  return {
    casesPerSecond: (cases / median(whole)) * 1000,
    floorPerSecond: (cases / median(floor)) * 1000,
    ratio: median(ratios),
  };
}

async function runAll(bench: Bench, cases: Iterable<Case>): Promise<void> {
  for (const testCase of cases) {
    const { verdict } = await tryCase(bench, testCase);
    if (verdict.kind !== 'conform') throw new Error(`${testCase.id} ended as ${JSON.stringify(verdict)}`);
  }
}

async function repliesTo(bench: Bench, cases: Iterable<Case>): Promise<readonly (readonly Uint8Array[])[]> {
  const replies: Uint8Array[][] = [];
  for (const testCase of cases) {
    const { observation } = await tryCase(bench, testCase);
    replies.push(
      observation.steps.flatMap((step) =>
        step.kind === 'reply' && step.payload !== 'none' ? [bytesOf(step.payload)] : [],
      ),
    );
  }
  return replies;
}

/** The requests are serialised by the generator itself; the replies are here. */
function floorOf(cases: Iterable<Case>, replies: readonly (readonly Uint8Array[])[]): void {
  let index = 0;
  for (const testCase of cases) {
    for (const step of testCase.steps) if (step.kind === 'send') readSyncML(bytesOf(step.payload));
    for (const reply of replies[index++] ?? []) {
      const read = readSyncML(reply);
      if (read.ok) writeSyncML(read.message);
    }
  }
}

/** Milliseconds that some work takes. */
export async function time(work: () => void | Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

/** The middle of some values; the upper one of two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
