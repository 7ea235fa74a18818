import type { KeyObject } from 'node:crypto';
import { authorityCertificate, leafCertificate, type Authority } from './pool-certificates.ts';
import { makeKey, poolPlan } from './pool-plan.ts';
import type { StoredPool } from './pool-cache.ts';
import { seededRandom } from './random.ts';

/** Makes every key and certificate of the pool: a few seconds of work, with the same result on every machine. */
export async function makePool(): Promise<StoredPool> {
  const root = authority('conformance root');
  const intermediate = authority('conformance intermediate');
  const identities = poolPlan.map(async ({ name, kind, role }) => {
    const key = makeKey[kind](seededRandom(name));
    const certificate = await leafCertificate(name, key, role, intermediate);
    return [name, { pkcs8: base64(encodedKey(key)), certificate: base64(certificate) }] as const;
  });
  return {
    identities: Object.fromEntries(await Promise.all(identities)),
    chain: [
      base64(await authorityCertificate(intermediate, root)),
      base64(await authorityCertificate(root, root)),
    ],
  };
}

const authority = (name: string): Authority => ({ name, key: makeKey['rsa-2048'](seededRandom(name)) });

const encodedKey = (key: KeyObject): Uint8Array => key.export({ type: 'pkcs8', format: 'der' });

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
