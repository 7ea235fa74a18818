import { createHash } from 'node:crypto';
import { openPool } from '../../pki/pool.ts';
import { poolPlan } from '../../pki/pool-plan.ts';

/**
 * The thumbprints of all certificates that the suite puts into PFX files, with their chains. Their keys are no secret, so
 * none of them belongs to anybody; one that appears on a machine during a run is the run's.
 */
export async function suiteThumbprints(): Promise<ReadonlySet<string>> {
  const pool = await openPool();
  return new Set(
    poolPlan
      .filter(({ role }) => role === 'client')
      .flatMap(({ kind, index }) => {
        const { certificate, chain } = pool.identity(kind, index);
        return [certificate, ...chain].map(sha1);
      }),
  );
}

function sha1(der: Uint8Array): string {
  return createHash('sha1').update(der).digest('hex').toUpperCase();
}
