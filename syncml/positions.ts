import type { Position } from './message.ts';

/** Turns an index into a text (UTF-16 code units from 0) into its line and column (both from 1). */
export type PositionAt = (index: number) => Position;

/**
 * The lines of a text. A line ends with LF, CR LF or a lone CR, the three that XML 1.0 (2.11) reads as one line end.
 *
 * The table is made at the first question, because a refusal by size asks for none.
 */
export function positionsOf(text: string): PositionAt {
  let starts: readonly number[] | undefined;
  return (index) => {
    starts ??= lineStarts(text);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: index - (starts[low] ?? 0) + 1 };
  };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    const crBeforeLf = code === carriageReturn && text.charCodeAt(index + 1) === lineFeed;
    if (code === lineFeed || (code === carriageReturn && !crBeforeLf)) starts.push(index + 1);
  }
  return starts;
}

const carriageReturn = 13;
const lineFeed = 10;
