import { existsSync } from 'node:fs';
import { InvalidFile } from '../reports/strict-reader.ts';
import { readWaivers } from '../reports/waivers/read-waivers.ts';
import type { Waiver } from '../reports/waivers/waiver.ts';
import { readInput } from './input.ts';
import { UsageError } from './usage-error.ts';

/** Read where it lies in the current folder and no option names another. */
export const usualWaivers = 'waivers.json';

/**
 * The accepted differences that a command goes by.
 * @param path that --waivers names; absent: the usual file, where there is one
 * @throws UsageError where the file can not be read
 */
export function waiversFrom(path: string | undefined): readonly Waiver[] {
  return readNamedOrUsual(path, usualWaivers, readWaivers) ?? [];
}

/** What a file says: the one that is named, else the usual one, where there is one. */
export function readNamedOrUsual<T>(
  named: string | undefined,
  usual: string,
  read: (text: string, name: string) => T,
): T | undefined {
  const path = named ?? (existsSync(usual) ? usual : undefined);
  if (path === undefined) return undefined;
  try {
    return read(Buffer.from(readInput(path)).toString('utf8'), path);
  } catch (error) {
    if (error instanceof InvalidFile) throw new UsageError(error.message);
    throw error;
  }
}
