import { defaultEdition } from '../../csp/editions.ts';
import type { Pool } from '../../pki/pool.ts';
import { casesOfRun, wholeLaboratory, type FamilyCases } from '../programme.ts';
import { coverageOf, type Coverage } from './coverage.ts';
import { answersNamedIn, answersOfDevice } from './devices.ts';
import { weightier, type Fate } from './fate.ts';
import { hunt } from './hunt.ts';
import { openMutableDevice, type MutableDevice } from './mutable-device.ts';

/** One mutant against the cases of a run. */
export interface MutantJob {
  readonly kind: 'mutant';
  /** Sources that have mutants; the number of a mutant is its place among those of all of them. */
  readonly files: readonly string[];
  readonly mutant: string;
  readonly seed: number;
  /** Cases of each random family. */
  readonly runs: number;
  /** How many devices are tried, each with other answers, until one is found out. */
  readonly devices: number;
  /** The line on which the mutant begins: devices that answer otherwise what it names are tried too. */
  readonly sourceLine: string;
}

export interface MutantOutcome {
  readonly mutant: string;
  readonly fate: Fate;
}

/** Devices whose cases are remembered, those that were tried last: each has some thousand. */
const mostCoverages = 12;

/** Carries out jobs one after the other, all of them with the same files, seed and runs. */
export function mutantJobs(pool: Pool): (job: MutantJob) => Promise<MutantOutcome> {
  let opened:
    Promise<{ readonly device: MutableDevice; readonly families: readonly FamilyCases[] }> | undefined;
  const coverages = new Map<string, Promise<Coverage>>();
  return async ({ files, mutant, seed, runs, devices, sourceLine }) => {
    opened ??= openMutableDevice(files).then((device) => ({
      device,
      families: casesOfRun(wholeLaboratory(defaultEdition, pool), seed, runs),
    }));
    const { device, families } = await opened;
    let fate: Fate = { kind: 'uncovered' };
    const usual = Array.from({ length: devices }, (_, number) => answersOfDevice(number));
    for (const answers of [...usual, ...answersNamedIn(sourceLine)]) {
      if (fate.kind === 'killed') break;
      const key = JSON.stringify(answers);
      const coverage = coverages.get(key) ?? coverageOf(device, families, answers);
      coverages.delete(key);
      coverages.set(key, coverage);
      for (const oldest of [...coverages.keys()].slice(0, -mostCoverages)) coverages.delete(oldest);
      fate = weightier(fate, await hunt(device, mutant, await coverage));
    }
    return { mutant, fate };
  };
}
