import { spawn, spawnSync } from 'node:child_process';

/** What a foreign program did. */
export interface Finished {
  readonly code: number | null;
  readonly output: string;
}

/** Whether a program is installed. */
export function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** Runs a program to its end; it is killed after `seconds`, since some clients wait for ever. */
export function run(
  program: string,
  parameters: readonly string[],
  options: {
    readonly cwd?: string;
    readonly environment?: Record<string, string>;
    readonly seconds?: number;
  } = {},
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd,
      env: { ...process.env, ...options.environment },
      timeout: 1000 * (options.seconds ?? 30),
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => output.push(piece));
    child.stderr.on('data', (piece: Buffer) => output.push(piece));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, output: Buffer.concat(output).toString() });
    });
  });
}
