import { omaDmTarget } from '../../adapters/mdm/oma-dm.ts';
import { startOwnLaboratory } from '../../adapters/mdm/own-laboratory.ts';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Target } from '../../adapters/target.ts';
import { execute } from '../../runner/execute.ts';
import { createDmClient } from '../../omadm/client/dm-client.ts';
import type { Workload } from '../workload.ts';
import { startBenchServer } from './server.ts';
import { soak } from './soak.ts';

/**
 * The target mdm in numbers: cases over HTTPS against the same cases in process, memory of enrolled devices, and a soak.
 * @param cases of each workload and round
 */
export async function* reportMdm(
  workloads: readonly Workload[],
  {
    cases,
    devices,
    sessions,
  }: { readonly cases: number; readonly devices: number; readonly sessions: number },
): AsyncIterable<string> {
  const laboratory = await startOwnLaboratory(1);
  const overHttps = omaDmTarget({ mdm: 'oma-dm', control: laboratory.controlFile });
  try {
    for (const workload of workloads) {
      const [direct, far] = [
        await casesPerSecond(simulatorTarget(), workload, cases),
        await casesPerSecond(overHttps, workload, cases),
      ];
      yield `${workload.name} by OMA-DM over TLS, device in another process: ${far.toFixed(0)} cases/s, in process ${direct.toFixed(0)} cases/s, ratio ${(direct / far).toFixed(1)}`;
    }
  } finally {
    await overHttps.close();
    await laboratory.stop();
  }
  yield await memoryOf(devices);
  const { documents, troubles, complaints, seconds, growth } = await soak(sessions, 'bench');
  const injected = Object.entries(troubles).map(([trouble, count]) => `${trouble} ${count}`);
  yield `${sessions} sessions with ${documents} documents in ${seconds.toFixed(0)} s (${(sessions / seconds).toFixed(0)}/s), ${injected.join(', ')}: ${complaints.length} lost or wrong; ${growth.toFixed(0)} MB more after the first tenth`;
  for (const complaint of complaints.slice(0, 5)) yield `  ${complaint}`;
}

async function casesPerSecond(target: Target, workload: Workload, count: number): Promise<number> {
  const chosen = [...workload.cases(1, count)];
  const begun = performance.now();
  for (const testCase of chosen) await execute(target, testCase, 60_000);
  return (1000 * chosen.length) / (performance.now() - begun);
}

/** Heap and resident memory that enrolled devices take, each after a session of its own. */
async function memoryOf(devices: number): Promise<string> {
  const bench = await startBenchServer(0);
  const measure = (): NodeJS.MemoryUsage => {
    globalThis.gc?.();
    return process.memoryUsage();
  };
  try {
    const first = await bench.enroll();
    first.caller.close();
    const before = measure();
    const begun = performance.now();
    for (let device = 1; device < devices; device++) {
      const { account, caller } = await bench.enroll();
      const outcome = await createDmClient({
        account,
        caller,
        handle: () => undefined,
        loginStatus: 'user',
        devInfo: { DevId: account.deviceId },
        sleep: () => Promise.resolve(),
      }).sync();
      if (outcome.kind === 'failed') throw new Error(outcome.reason);
      caller.close();
    }
    const seconds = (performance.now() - begun) / 1000;
    const after = measure();
    const megabytes = (key: 'heapUsed' | 'rss'): string => ((after[key] - before[key]) / 1e6).toFixed(1);
    return `${devices} devices enrolled, ${(devices / seconds).toFixed(0)}/s: heap ${megabytes('heapUsed')} MB, resident ${megabytes('rss')} MB more than with one`;
  } finally {
    await bench.close();
  }
}
