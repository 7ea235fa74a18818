import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/** Input files larger than this are refused: no payload, case or DDF file comes near it. */
const largestInput = 64 * 1024 * 1024;

/**
 * Reads a file named on the command line; `-` is standard input.
 * @throws UsageError with the reason in one line
 */
export function readInput(path: string): Uint8Array {
  if (path === '-') return readStandardInput();
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size } = fstatSync(file);
    if (size > largestInput) {
      throw new UsageError(`${path} is too large: ${size} bytes, at most ${largestInput} are read.`);
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} can not be read: ${reasonOf(error)}.`);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Why a file operation failed, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
      return 'permission denied';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

function readStandardInput(): Uint8Array {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.alloc(65_536);
    const length = readSync(0, chunk);
    if (length === 0) return Buffer.concat(chunks);
    total += length;
    if (total > largestInput)
      throw new UsageError(`standard input is too large: at most ${largestInput} bytes are read.`);
    chunks.push(chunk.subarray(0, length));
  }
}
