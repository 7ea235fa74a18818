import { openPool } from '../pki/pool.ts';
import { keyCache } from '../runner/laboratory.ts';
import { examineRightDevice } from './accusations.ts';
import { faultJobs } from './fault-job.ts';
import type { Job, JobResult } from './job.ts';

// One of the processes of processes.ts: carries out a job at a time until it is let go.
const pool = await openPool(keyCache);
const carryOutFault = faultJobs(pool);

process.on('message', (job: Job) => {
  void carryOut(job).then((result) => process.send?.(result));
});

async function carryOut(job: Job): Promise<JobResult> {
  switch (job.kind) {
    case 'right-device':
      return { kind: job.kind, examination: await examineRightDevice(job.number, job, pool) };
    case 'fault':
      return { kind: job.kind, outcome: await carryOutFault(job) };
  }
}
