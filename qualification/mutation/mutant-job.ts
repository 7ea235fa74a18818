import { defaultEdition, type EditionId } from '../../csp/editions.ts';
import type { Pool } from '../../pki/pool.ts';
import { casesOfRun, wholeLaboratory, type FamilyCases } from '../programme.ts';
import { devicesBehind, type DeviceBehind } from './behind.ts';
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
  /** The file and the line where the mutant begins: devices on which it matters are tried too. */
  readonly file: string;
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
  let opened: Promise<MutableDevice> | undefined;
  const casesOn = new Map<EditionId, readonly FamilyCases[]>();
  const coverages = new Map<string, Promise<Coverage>>();
  return async ({ files, mutant, seed, runs, devices, file, sourceLine }) => {
    opened ??= openMutableDevice(files);
    const device = await opened;
    let fate: Fate = { kind: 'uncovered' };
    const tried: readonly DeviceBehind[] = [
      ...Array.from({ length: devices }, (_, number) => ({ answers: answersOfDevice(number) })),
      ...answersNamedIn(sourceLine).map((answers) => ({ answers })),
      ...devicesBehind({ file, sourceLine }),
    ];
    for (const { answers, edition = defaultEdition } of tried) {
      if (fate.kind === 'killed') break;
      const families = casesOn.get(edition) ?? casesOfRun(wholeLaboratory(edition, pool), seed, runs);
      casesOn.set(edition, families);
      const key = JSON.stringify([edition, answers]);
      const coverage = coverages.get(key) ?? coverageOf(device, families, answers);
      coverages.delete(key);
      coverages.set(key, coverage);
      for (const oldest of [...coverages.keys()].slice(0, -mostCoverages)) coverages.delete(oldest);
      fate = weightier(fate, await hunt(device, mutant, await coverage));
    }
    return { mutant, fate };
  };
}
