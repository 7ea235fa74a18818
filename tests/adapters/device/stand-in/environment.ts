import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Libraries } from '../../../../adapters/device/local/messages.ts';
import type { Program } from '../../../../adapters/device/local/process.ts';

/** Where the local way to a machine can be tried: how its process is started, and which libraries that loads. */
export interface Environment {
  readonly program: Program;
  readonly libraries: Libraries;
  /** With the stand-in's LocalFree in the place of the system's, so that it can count. */
  readonly countingLibraries: Libraries;
  stop(): void;
}

/** The folder with the sources of the stand-in. */
export const sources = fileURLToPath(new URL('./', import.meta.url));

/** Whether a program is installed. */
export function isInstalled(program: string, argument = '--version'): boolean {
  return spawnSync(program, [argument], { stdio: 'ignore' }).status === 0;
}

/** Runs a program to its end. */
export function run(
  program: string,
  parameters: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string | undefined>> } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(program, parameters, { encoding: 'utf8', ...options });
  if (status !== 0) {
    throw new Error(`${program} ${parameters.join(' ')} failed: ${error?.message ?? stderr.slice(-2000)}`);
  }
  return stdout;
}

/** A folder for the time of the tests. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'conform-stand-in-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
