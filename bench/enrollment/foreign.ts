import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Milliseconds of a core, of both programs together, for one enrollment of Debian's scepclient with Debian's scepserver (package scep). */
export interface ForeignSpeed {
  readonly pool: number;
  readonly fresh: number;
  /** What of it the start of a scepclient takes that does nothing. */
  readonly start: number;
}

/**
 * Measures the foreign pair, in a network namespace of its own: scepserver listens on all interfaces and can not be told
 * otherwise. @returns undefined where a program, or the right to make a namespace, is missing
 */
export function measureForeign(count: number): ForeignSpeed | undefined {
  const namespace = ['--map-root-user', '--net'];
  const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
  const programs = ['scepclient', 'scepserver', 'unshare', 'ip'];
  if (!programs.every(has) || spawnSync('unshare', [...namespace, 'true']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'conform-bench-scep-'));
  try {
    const inside = fileURLToPath(new URL('foreign-inside.ts', import.meta.url));
    const node = [process.execPath, ...process.execArgv, inside, folder, String(count)];
    const { status, stdout } = spawnSync('unshare', [...namespace, ...node], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (status !== 0) throw new Error('scepclient and scepserver could not be measured');
    return JSON.parse(stdout) as ForeignSpeed; // Written by foreign-inside.ts.
  } finally {
    rmSync(folder, { recursive: true });
  }
}
