import { openPool } from '../../pki/pool.ts';
import { measureCores, type Scaling, type Together } from './cores.ts';
import { enrollDevices, keyChoices, keysOf, type KeyChoice } from './device.ts';
import { measureForeign, type ForeignSpeed } from './foreign.ts';
import { measureEnrollments, type EnrollmentSpeed } from './speed.ts';
import { splitOf } from './split.ts';

/** Fresh keys take so much longer that fewer enrollments tell as much. */
const fewer = 15;

/**
 * The part `enrollments` of the benchmark, in lines as they are ready.
 *
 * @param count enrollments with keys of the pool in one round
 */
export async function* reportEnrollments(count: number, rounds: number): AsyncGenerator<string> {
  const pool = await openPool();
  const foreign = measureForeign(Math.max(1, Math.ceil(count / fewer)));
  for (const choice of keyChoices) {
    const number = choice === 'pool' ? count : Math.max(1, Math.ceil(count / fewer));
    yield `enrollments with ${choice} keys (RSA 2048; CPU time, median of ${rounds} rounds of ${number}):`;
    const speed = await measureEnrollments(choice, number, rounds, pool);
    yield* describeSpeed(speed);
    yield* describeScaling(await measureCores(choice, number, rounds));
    if (choice === 'pool') {
      const { parts, rest } = await splitOf(() => {
        enrollDevices(5 * count, keysOf(choice, pool), pool);
      });
      yield* describeSplit(parts, rest, speed);
    } else yield `  of it key generation ${speed.key.toFixed(1)} ms, ${percent(speed.key, speed.device)}`;
    yield describeForeign(foreign, choice, speed);
  }
}

function describeSpeed({ device, scep, http, floor, ratio }: EnrollmentSpeed): readonly string[] {
  const line = (name: string, milliseconds: number, times: number): string =>
    `  ${name}: ${(1000 / milliseconds).toFixed(0)}/s, ${milliseconds.toFixed(2)} ms, ${times.toFixed(2)} times the floor`;
  return [
    line('virtual device, CA in process', device, ratio.device),
    line('SCEP alone, CA in process', scep, ratio.scep),
    line('SCEP alone, over HTTP', http, ratio.http),
    `  floor: ${(1000 / floor).toFixed(0)}/s, ${floor.toFixed(2)} ms`,
  ];
}

function describeScaling({ one, two }: Scaling): readonly string[] {
  const line = (name: string, { perSecond, milliseconds }: Together): string =>
    `  ${name}: ${perSecond.toFixed(0)}/s by the clock, ${milliseconds.toFixed(2)} ms of a core each`;
  return [line('one process', one), line('two processes', two)];
}

/** The shares are the profiler's; the milliseconds those of the run without it, which slows everything down. */
function describeSplit(
  parts: ReadonlyMap<string, number>,
  rest: ReadonlyMap<string, number>,
  { device, http, scep }: EnrollmentSpeed,
): readonly string[] {
  const sum = [...parts.values(), ...rest.values()].reduce((total, value) => total + value, 0);
  const line = (name: string, value: number): string =>
    `    ${name.padEnd(26)} ${((value / sum) * device).toFixed(2)} ms  ${percent(value, sum)}`;
  const descending = (values: ReadonlyMap<string, number>): readonly (readonly [string, number])[] =>
    [...values].sort(([, left], [, right]) => right - left);
  const others = descending(rest);
  const everythingElse = others.reduce((total, [, value]) => total + value, 0);
  return [
    '  where the time of the virtual device goes:',
    ...descending(parts).map(([name, value]) => line(name, value)),
    line('everything else', everythingElse),
    `      most of it: ${others
      .slice(0, 4)
      .map(([name, value]) => `${name} ${percent(value, sum)}`)
      .join(', ')}`,
    `  HTTP, where it is used: ${(http - scep).toFixed(2)} ms for three requests`,
  ];
}

function describeForeign(
  foreign: ForeignSpeed | undefined,
  choice: KeyChoice,
  { http }: EnrollmentSpeed,
): string {
  if (foreign === undefined)
    return '  scepclient and scepserver: not measured, package scep or a namespace is missing';
  const milliseconds = foreign[choice];
  return [
    `  scepclient with scepserver: ${(1000 / milliseconds).toFixed(0)}/s, ${milliseconds.toFixed(1)} ms`,
    `of it ${foreign.start.toFixed(1)} ms to start a process`,
    `${(milliseconds / http).toFixed(1)} times this suite's over HTTP`,
  ].join(', ');
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;
