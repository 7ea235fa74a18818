import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';

/** So much of a file is in memory at a time, beside the line that is being put together. */
const chunkSize = 1 << 18;

/**
 * The lines of a text file with their numbers from 1, without the empty ones; never more than a chunk of them in memory.
 * A last line without its end is left out: whoever wrote it was cut off.
 */
export function* linesOf(path: string): Generator<{ readonly number: number; readonly text: string }> {
  const file = openSync(path, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const chunk = Buffer.alloc(chunkSize);
    let number = 0;
    let rest = '';
    for (;;) {
      const length = readSync(file, chunk, 0, chunkSize, null);
      if (length === 0) return;
      const lines = (rest + decoder.write(chunk.subarray(0, length))).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) {
        number++;
        if (text !== '') yield { number, text };
      }
    }
  } finally {
    closeSync(file);
  }
}
