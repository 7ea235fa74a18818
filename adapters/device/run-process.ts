import { spawn } from 'node:child_process';

/** How a process ended that was given some input. */
export type ProcessEnd =
  | {
      readonly kind: 'ended';
      /** null where a signal ended it. */
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
      readonly output: Uint8Array;
      /** The end of what it wrote to standard error. */
      readonly errors: string;
    }
  | { readonly kind: 'not-started'; readonly reason: string }
  /** It was killed because it took too long, with what it had written to standard error. */
  | { readonly kind: 'too-slow'; readonly errors: string }
  /** It was killed because it wrote more than anybody wants to read. */
  | { readonly kind: 'too-much' };

/** The largest reply of a device is 4 MB of text, which JSON in ASCII can make six times as long. */
const mostOutput = 32 * 1024 * 1024;
const mostErrors = 16 * 1024;

/**
 * Runs a program without a shell, gives it `input` and waits for its end.
 * @param patience milliseconds, after which it is killed
 */
export function runProcess(
  [program = '', ...options]: readonly string[],
  input: string,
  patience: number,
): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    const child = spawn(program, options, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    const pieces: Buffer[] = [];
    let length = 0;
    let errors = '';
    const finish = (end: ProcessEnd): void => {
      clearTimeout(timer);
      resolve(end);
    };
    // What it started itself may keep the pipes open, so nobody waits for them once it is killed.
    const killed = (end: ProcessEnd): void => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
      finish(end);
    };
    const timer = setTimeout(() => {
      killed({ kind: 'too-slow', errors });
    }, patience);
    child.stdout.on('data', (piece: Buffer) => {
      pieces.push(piece);
      length += piece.length;
      if (length > mostOutput) killed({ kind: 'too-much' });
    });
    child.stderr.on('data', (piece: Buffer) => {
      errors = `${errors}${piece.toString('utf8')}`.slice(-mostErrors);
    });
    // It may end before it has read everything; its end tells more than the broken pipe.
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => {
      finish({ kind: 'not-started', reason: error.message });
    });
    child.once('close', (code, signal) => {
      finish({ kind: 'ended', code, signal, output: Buffer.concat(pieces), errors });
    });
    child.stdin.end(input);
  });
}
