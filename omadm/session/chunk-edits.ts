import type { ReplyPart } from './incoming.ts';
import { childOf, contentOf, type Outline } from './outline.ts';
import { cut, type Edit, type View } from './view.ts';

/** A value whose chunks have been seen, but not the last. */
interface Unfinished {
  pieces: View;
  /** Of Results with several Items, the last of which is the value: what has to stay where it is. */
  readonly kept?: { readonly edits: Edit[]; readonly data: Outline; readonly moreData: Outline };
}

/**
 * The edits that put a value together which came in chunks, one list for each part. The last chunk looks like the whole
 * (no MoreData, no Size), so it becomes the whole and the others go. A value begins behind all other Results of its
 * message and goes on in the first ones of the next (large-objects.ts saw to that).
 */
export function chunkEdits(parts: readonly ReplyPart[]): readonly (readonly Edit[])[] {
  let unfinished: Unfinished | undefined;
  return parts.map(({ incoming: { view, outline } }) => {
    const edits: Edit[] = [];
    const results = outline.body.children.filter(({ name }) => name === 'Results');
    results.forEach((element, index) => {
      const items = element.children.filter(({ name }) => name === 'Item');
      const data = childOf(items.at(-1), 'Data');
      const moreData = childOf(items.at(-1), 'MoreData');
      const content = data === undefined ? '' : contentOf(view, data);
      if (index === 0 && unfinished !== undefined) {
        if (moreData !== undefined || unfinished.kept !== undefined) {
          unfinished.pieces += content;
          edits.push(cut(element));
        } else if (data !== undefined) {
          edits.push(putBefore(view, data, unfinished.pieces));
        }
        if (moreData === undefined) {
          finish(unfinished);
          unfinished = undefined;
        }
      } else if (moreData !== undefined) {
        const severalItems = items.length > 1 && data !== undefined;
        if (!severalItems) edits.push(cut(element));
        unfinished = severalItems ? { pieces: '', kept: { edits, data, moreData } } : { pieces: content };
      }
    });
    return edits;
  });
}

/** Puts a text before the content of an element, which may be one empty tag. */
export function putBefore(view: View, data: Outline, pieces: View): Edit {
  const { start, end, contentStart, contentEnd } = data;
  if (contentEnd < end) return { start: contentStart, end: contentStart, by: pieces };
  const tag = view.slice(start, end).replace(/[ \t\r\n]*\/>$/, '>');
  return { start, end, by: `${tag}${pieces}</Data>` };
}

function finish({ pieces, kept }: Unfinished): void {
  if (kept === undefined) return;
  kept.edits.push({ start: kept.data.contentEnd, end: kept.data.contentEnd, by: pieces }, cut(kept.moreData));
}
