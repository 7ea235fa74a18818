/**
 * A document as a string of its bytes, one character for each (Latin-1). Markup is ASCII, so it is found and cut out of
 * a view as out of a text, while everything else, invalid UTF-8 too, comes out as it went in.
 */
export type View = string;

export function viewOf(bytes: Uint8Array): View {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

export function bytesOf(view: View): Uint8Array {
  return new Uint8Array(Buffer.from(view, 'latin1'));
}

/** A text as it stands in a document in UTF-8. */
export function viewOfText(text: string): View {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Where something stands in a view. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What a stretch of a view is replaced by; nothing is replaced where start and end are the same. */
export interface Edit extends Span {
  readonly by: View;
}

export function cut({ start, end }: Span): Edit {
  return { start, end, by: '' };
}

/** The stretch from `from` to `to` with all edits that lie in it. Of two edits, one in the other, the outer counts. */
export function edited(view: View, edits: readonly Edit[], from = 0, to = view.length): View {
  const within = edits.filter(({ start, end }) => start >= from && end <= to);
  let result = '';
  let index = from;
  for (const { start, end, by } of within.sort((first, second) => first.start - second.start)) {
    if (start < index) continue;
    result += view.slice(index, start) + by;
    index = end;
  }
  return result + view.slice(index, to);
}
