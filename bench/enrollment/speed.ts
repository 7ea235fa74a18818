import type { Pool } from '../../pki/pool.ts';
import { median } from '../speed.ts';
import { cpuMilliseconds } from './cpu-time.ts';
import { enrollDevices, keysOf, type KeyChoice } from './device.ts';
import { floorOf } from './floor.ts';
import { scepInProcess, scepOverHttp } from './loopback.ts';

/** Milliseconds of one core for one enrollment: the median of the rounds. */
export interface EnrollmentSpeed {
  /** A new virtual device, SyncML, the enrollment, the store; the CA in the same process. */
  readonly device: number;
  /** SCEP alone: the client and the CA. */
  readonly scep: number;
  /** The same over HTTP on the loopback interface. */
  readonly http: number;
  /** The bare cryptographic operations, with the making of the key. */
  readonly floor: number;
  /** Of each of them the making of the key; 0 for keys of the pool. */
  readonly key: number;
  /** Whole to floor, of the same round. */
  readonly ratio: { readonly device: number; readonly scep: number; readonly http: number };
}

/**
 * Measures enrollments and their floor in one process and one thread, in turns. How long it takes to make an RSA key is a
 * matter of luck, so that the floor of each run has the very times that its keys took.
 */
export async function measureEnrollments(
  choice: KeyChoice,
  count: number,
  rounds: number,
  pool: Pool,
): Promise<EnrollmentSpeed> {
  const floor = floorOf(pool);
  const direct = scepInProcess(pool);
  const http = scepOverHttp(pool);
  const bare = choice === 'pool' ? floor.run : floor.runWithNewKeys;
  const round = async (number: number): Promise<Round> => {
    const each = async (work: (keys: ReturnType<typeof keysOf>) => void | Promise<void>): Promise<Timed> => {
      const keys = keysOf(choice, pool);
      const whole = await cpuTime(() => work(keys));
      return { rest: (whole - keys.milliseconds()) / number, key: keys.milliseconds() / number };
    };
    const device = await each((keys) => {
      enrollDevices(number, keys, pool);
    });
    const scep = await each((keys) => direct(number, keys));
    const overHttp = await each((keys) => http(number, keys));
    const floorTime =
      (await cpuTime(() => {
        bare(number);
      })) / number;
    return { device, scep, http: overHttp, floor: floorTime };
  };
  await round(Math.min(count, 100)); // What is compiled later would count for the first.
  const all: Round[] = [];
  for (let index = 0; index < rounds; index++) all.push(await round(count));
  return summary(all);
}

/** Milliseconds of one core that some work takes. */
async function cpuTime(work: () => void | Promise<void>): Promise<number> {
  const begun = cpuMilliseconds();
  await work();
  return cpuMilliseconds() - begun;
}

interface Timed {
  readonly rest: number;
  readonly key: number;
}

interface Round {
  readonly device: Timed;
  readonly scep: Timed;
  readonly http: Timed;
  readonly floor: number;
}

function summary(rounds: readonly Round[]): EnrollmentSpeed {
  // One mean for all, lest luck with keys be taken for a difference between the ways.
  const key = mean(rounds.flatMap(({ device, scep, http }) => [device.key, scep.key, http.key]));
  const of = (name: 'device' | 'scep' | 'http'): number =>
    median(rounds.map((round) => round[name].rest)) + key;
  const ratio = (name: 'device' | 'scep' | 'http'): number =>
    median(rounds.map((round) => (round[name].rest + round[name].key) / (round.floor + round[name].key)));
  return {
    device: of('device'),
    scep: of('scep'),
    http: of('http'),
    floor: median(rounds.map((round) => round.floor)) + key,
    key,
    ratio: { device: ratio('device'), scep: ratio('scep'), http: ratio('http') },
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
