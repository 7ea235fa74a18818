import { openPool } from '../../pki/pool.ts';
import { cpuMilliseconds } from './cpu-time.ts';
import { enrollDevices, keysOf, type KeyChoice } from './device.ts';

/** What a worker is told to do; it answers with the milliseconds that it had a core for it. */
export interface Order {
  readonly choice: KeyChoice;
  readonly count: number;
}

// A process of bench/enrollment/cores.ts. Says when it is warm, then enrolls so often as it is told.
const pool = await openPool();
enrollDevices(100, keysOf('pool', pool), pool);
process.on('message', ({ choice, count }: Order) => {
  const begun = cpuMilliseconds();
  enrollDevices(count, keysOf(choice, pool), pool);
  process.send?.(cpuMilliseconds() - begun);
});
process.send?.(0);
