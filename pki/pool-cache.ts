import { hash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { poolPlan } from './pool-plan.ts';

/** Keys and certificates of the pool as they are kept in a file; all values in base64 of DER. */
export interface StoredPool {
  /** By the names of the plan. */
  readonly identities: Readonly<Record<string, { readonly pkcs8: string; readonly certificate: string }>>;
  /** The issuers' certificates, the root last. */
  readonly chain: readonly string[];
}

/** Raise it when the same name shall get another key or certificate: files of other versions are made anew. */
const version = 1;

const fileIn = (directory: string): string => join(directory, `pool-${version}.json`);

/** The pool that the directory holds; undefined if there is none, or one that is damaged or not of this version. */
export async function readCache(directory: string): Promise<StoredPool | undefined> {
  const text = await readFile(fileIn(directory), 'utf8').catch(() => undefined);
  // The first line is the checksum of the rest.
  const [checksum, content] = text?.split('\n', 2) ?? [];
  if (checksum === undefined || content === undefined || hash('sha256', content) !== checksum)
    return undefined;
  const pool = JSON.parse(content) as StoredPool; // The checksum says that writeCache made it.
  return poolPlan.every(({ name }) => name in pool.identities) ? pool : undefined;
}

/**
 * Keeps the pool for the next opening. Several processes may do so at once, as each writes a file of its own and
 * renames it. A directory that can not be written is no error: the next opening makes the pool again.
 */
export async function writeCache(directory: string, pool: StoredPool): Promise<void> {
  const content = JSON.stringify(pool);
  const temporary = `${fileIn(directory)}.${randomUUID()}`;
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(temporary, `${hash('sha256', content)}\n${content}`, { mode: 0o600 });
    await rename(temporary, fileIn(directory));
  } catch {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
