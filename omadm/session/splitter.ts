import { readSyncML } from '../../syncml/read.ts';
import { metaInformationNamespace } from '../../syncml/vocabulary.ts';
import { childOf, contentOf, type MessageOutline, type Outline } from './outline.ts';
import { bytesOf, edited, type View } from './view.ts';

/** What goes into the body of one of several messages, with all that closes the message. */
export interface Portion {
  readonly view: View;
  readonly last: boolean;
}

/** Gives a document away in portions; what they hold, put one after the other, is the body byte for byte. */
export interface Splitter {
  /**
   * @param space bytes that the portion may have
   * @returns undefined where nothing that can be sent alone is so small
   */
  next(space: number): Portion | undefined;
}

/** Where the splitter stands: before which child of the body, and how much of that child's Data is gone. */
interface Progress {
  readonly child: number;
  readonly dataSent: number;
}

/**
 * Splits between commands, and where one command alone is too large, within its Data (OMA DM protocol 1.2, large
 * objects: MoreData in all chunks but the last, Size of the whole in the first).
 */
export function createSplitter(view: View, { root, body }: MessageOutline): Splitter {
  const children = body.children.at(-1)?.name === 'Final' ? body.children.slice(0, -1) : body.children;
  const tail = view.slice(children.at(-1)?.end ?? body.contentStart);
  const close = view.slice(body.contentEnd, body.end) + view.slice(root.contentEnd, root.end);
  const beginOf = (index: number): number => children[index - 1]?.end ?? body.contentStart;
  let progress: Progress = { child: 0, dataSent: 0 };

  return {
    next: (space) => {
      let taken = '';
      let { child: index, dataSent } = progress;
      for (let child = children[index]; child !== undefined; child = children[index]) {
        const rest = restOf(view, { command: child, from: beginOf(index), dataSent });
        const behind = index === children.length - 1 ? tail : close;
        if (taken.length + rest.length + behind.length > space) break;
        taken += rest;
        dataSent = 0;
        index++;
      }
      const left = children[index];
      if (left === undefined) {
        progress = { child: index, dataSent: 0 };
        return { view: taken + tail, last: true };
      }
      if (taken === '') {
        const chunk = chunkOf(view, { command: left, from: beginOf(index), dataSent }, space - close.length);
        if (chunk === undefined) return undefined;
        taken = chunk.view;
        dataSent += chunk.dataLength;
      }
      progress = { child: index, dataSent };
      return { view: taken + close, last: false };
    },
  };
}

/** A child of the body, some of whose Data may have gone out already. */
interface Started {
  readonly command: Outline;
  /** Where it begins with what stands before it: behind the command before. */
  readonly from: number;
  readonly dataSent: number;
}

function restOf(view: View, { command, from, dataSent }: Started): View {
  const data = dataSent === 0 ? undefined : dataOf(command);
  if (data === undefined) return view.slice(from, command.end);
  return view.slice(command.start, data.contentStart) + view.slice(data.contentStart + dataSent, command.end);
}

function dataOf(command: Outline): Outline | undefined {
  return childOf(childOf(command, 'Item'), 'Data');
}

interface Chunk {
  readonly view: View;
  /** Bytes of the Data in it, as they are written. */
  readonly dataLength: number;
}

function chunkOf(view: View, { command, from, dataSent }: Started, space: number): Chunk | undefined {
  const items = command.children.filter(({ name }) => name === 'Item');
  const item = items[0];
  const data = dataOf(command);
  if (item === undefined || items.length > 1 || data === undefined) return undefined;
  // Elements that are written into the command have to be in the namespace of those around them.
  if (!view.startsWith('<Data', data.start) || childOf(item, 'MoreData') !== undefined) return undefined;
  const content = contentOf(view, data);
  if (content.includes('<')) return undefined;

  const opening =
    dataSent === 0
      ? openingWithSize(view, { from, item, data }, content)
      : view.slice(command.start, data.contentStart);
  const ending = `${view.slice(data.contentEnd, data.end)}<MoreData/>${view.slice(data.end, command.end)}`;
  const room = space - opening.length - ending.length;
  const piece = pieceOf(content, dataSent, room);
  if (piece === '') return undefined;
  return { view: opening + piece + ending, dataLength: piece.length };
}

function openingWithSize(
  view: View,
  { from, item, data }: { readonly from: number; readonly item: Outline; readonly data: Outline },
  content: View,
): View {
  const meta = childOf(item, 'Meta');
  if (childOf(meta, 'Size') !== undefined) return view.slice(from, data.contentStart);
  const size = `<Size xmlns="${metaInformationNamespace}">${sizeOf(content)}</Size>`;
  // Inside the Meta that is there, in the place of one that is an empty tag, or else before the Data.
  const filled = meta !== undefined && meta.contentEnd < meta.end;
  const place = filled
    ? { start: meta.contentEnd, end: meta.contentEnd }
    : (meta ?? { start: data.start, end: data.start });
  return edited(
    view,
    [{ start: place.start, end: place.end, by: filled ? size : `<Meta>${size}</Meta>` }],
    from,
    data.contentStart,
  );
}

/** Bytes of a value, references resolved. */
function sizeOf(content: View): number {
  const read = readSyncML(bytesOf(`<SyncBody><Alert><Data>${content}</Data></Alert></SyncBody>`));
  const [alert] = read.ok ? read.message.commands : [];
  return alert?.kind === 'Alert' ? Buffer.byteLength(alert.data?.text ?? '') : content.length;
}

/** As much of a text as there is room for, and not all of it; no character, reference or line end is cut in two. */
function pieceOf(content: View, start: number, room: number): View {
  let end = Math.min(start + room, content.length - 1);
  if (end <= start) return '';
  while (end > start && isContinuation(content.charCodeAt(end))) end--;
  if (content[end] === '\n' && content[end - 1] === '\r') end--;
  const ampersand = content.slice(start, end).lastIndexOf('&');
  if (ampersand !== -1 && !content.slice(start + ampersand, end).includes(';')) end = start + ampersand;
  return content.slice(start, Math.max(start, end));
}

/** Whether a byte is within a character of UTF-8. */
function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
