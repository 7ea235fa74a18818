import { defaultEdition } from '../../csp/editions.ts';
import type { Pool } from '../../pki/pool.ts';
import { casesOfRun, wholeLaboratory, type FamilyCases } from '../programme.ts';
import { coverageOf, type Coverage } from './coverage.ts';
import { answersOfDevice } from './devices.ts';
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
}

export interface MutantOutcome {
  readonly mutant: string;
  readonly fate: Fate;
}

/** Carries out jobs one after the other, all of them with the same files, seed and runs. */
export function mutantJobs(pool: Pool): (job: MutantJob) => Promise<MutantOutcome> {
  let opened:
    Promise<{ readonly device: MutableDevice; readonly families: readonly FamilyCases[] }> | undefined;
  const coverages = new Map<number, Promise<Coverage>>();
  return async ({ files, mutant, seed, runs, devices }) => {
    opened ??= openMutableDevice(files).then((device) => ({
      device,
      families: casesOfRun(wholeLaboratory(defaultEdition, pool), seed, runs),
    }));
    const { device, families } = await opened;
    let fate: Fate = { kind: 'uncovered' };
    for (let number = 0; number < devices && fate.kind !== 'killed'; number++) {
      const coverage = coverages.get(number) ?? coverageOf(device, families, answersOfDevice(number));
      coverages.set(number, coverage);
      fate = weightier(fate, await hunt(device, mutant, await coverage));
    }
    return { mutant, fate };
  };
}
