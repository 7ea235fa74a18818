import type { Mutant } from './mutant.ts';

/** Why no case can kill some mutants, found out by looking at them. */
export interface Note {
  readonly file: string;
  /** The line on which they begin, as it stands there but for the blanks around it; it is looked at again once it changes. */
  readonly line: string | RegExp;
  /** The source text that is replaced; absent: whatever is replaced on that line. */
  readonly original?: string;
  /** By what; absent: whatever it is replaced by. */
  readonly replacement?: string;
  /**
   * `equivalent`: the device does the same. `admitted`: what it does otherwise is left open, or can not be seen.
   * `faults-only`: only seeded faults reach this code. `for-people`: words that no device shows.
   */
  readonly because: 'equivalent' | 'admitted' | 'faults-only' | 'for-people';
  readonly reason: string;
}

/** Whether a note is about this mutant. */
export function isAbout({ file, line, original, replacement }: Note, mutant: Mutant): boolean {
  return (
    mutant.file === file &&
    (typeof line === 'string' ? mutant.sourceLine === line : line.test(mutant.sourceLine)) &&
    (original === undefined || mutant.original === original) &&
    (replacement === undefined || mutant.replacement === replacement)
  );
}
