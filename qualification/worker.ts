import { openPool } from '../pki/pool.ts';
import { keyCache } from '../runner/laboratory.ts';
import { examineRightDevice } from './accusations.ts';
import { examineDensely } from './dense/examination.ts';
import { faultJobs } from './fault-job.ts';
import { casesOfProbes, measureFingerprint } from './fingerprint.ts';
import type { FingerprintJob, Job, JobResult } from './job.ts';
import { casesOfRun, wholeLaboratory } from './programme.ts';
import { randomDevice } from './random-device.ts';
import type { MutantJob, MutantOutcome } from './mutation/mutant-job.ts';

// One of the processes of processes.ts: carries out a job at a time until it is let go.
const pool = await openPool(keyCache);
const carryOutFault = faultJobs(pool);
let carryOutMutant: Promise<(job: MutantJob) => Promise<MutantOutcome>> | undefined;

process.on('message', (job: Job) => {
  void carryOut(job).then((result) => process.send?.(result));
});

async function carryOut(job: Job): Promise<JobResult> {
  switch (job.kind) {
    case 'right-device':
      return { kind: job.kind, examination: await examineRightDevice(job.number, job, pool) };
    case 'dense':
      return { kind: job.kind, examination: await examineDensely(job.number, job, pool) };
    case 'fault':
      return { kind: job.kind, outcome: await carryOutFault(job) };
    case 'fingerprint':
      return readFingerprint(job);
    case 'mutant':
      // Instrumenter and bundler take a second to load, which the other jobs need not wait for.
      carryOutMutant ??= import('./mutation/mutant-job.ts').then(({ mutantJobs }) => mutantJobs(pool));
      return { kind: job.kind, outcome: await (await carryOutMutant)(job) };
  }
}

async function readFingerprint({ kind, number, seed, runs }: FingerprintJob): Promise<JobResult> {
  const device = randomDevice(number);
  const cases =
    runs === 0
      ? casesOfProbes(device.edition, pool)
      : casesOfRun(wholeLaboratory(device.edition, pool), seed, runs).flatMap(
          ({ cases: ofFamily }) => ofFamily,
        );
  return { kind, device: device.name, fingerprint: await measureFingerprint(device, cases) };
}
