import { defaultEdition } from '../csp/editions.ts';
import { faultNamed } from '../faults/catalogue.ts';
import type { Fault } from '../faults/fault.ts';
import type { Pool } from '../pki/pool.ts';
import { baselineOf, type KnownFamily } from './baseline.ts';
import { detect, type Detection } from './detection.ts';
import type { FaultJob, FaultOutcome } from './job.ts';
import { drawnCases, listedCases, wholeLaboratory } from './programme.ts';

/** Carries out fault jobs one after the other; what the right device shows is found out once. */
export function faultJobs(pool: Pool): (job: FaultJob) => Promise<FaultOutcome> {
  const laboratory = wholeLaboratory(defaultEdition, pool);
  let listed: Promise<readonly KnownFamily[]> | undefined;
  const drawn = new Map<string, Promise<readonly KnownFamily[]>>();
  const drawnWith = (seed: number, runs: number): Promise<readonly KnownFamily[]> => {
    const key = `${seed}/${runs}`;
    const known = drawn.get(key) ?? baselineOf(drawnCases(laboratory, seed, runs));
    drawn.set(key, known);
    return known;
  };
  return async ({ fault: id, seeds: [first, ...further], runs }) => {
    const begun = performance.now();
    const fault = faultNamed(id);
    listed ??= baselineOf(listedCases(laboratory));
    const run = await detect(fault, [...(await listed), ...(await drawnWith(first, runs))], pool);
    const always = run.discoveries.some((one) => one.kind === 'list' && pointsAt(one, fault));
    const furtherSeeds: boolean[] = [];
    for (const seed of further) {
      furtherSeeds.push(always || finds(await detect(fault, await drawnWith(seed, runs)), fault));
    }
    return { run, furtherSeeds, seconds: (performance.now() - begun) / 1000 };
  };
}

/** Whether a run points at a sentence that the fault breaks. */
export function finds({ discoveries }: Detection, fault: Fault): boolean {
  return discoveries.some((one) => pointsAt(one, fault));
}

function pointsAt({ blamed }: Detection['discoveries'][number], { breaks }: Fault): boolean {
  return blamed !== undefined && breaks.includes(blamed);
}
