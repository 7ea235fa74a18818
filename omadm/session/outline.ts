import type { Span, View } from './view.ts';

/** An element of a document and where its parts stand. An element without content ends where its content would. */
export interface Outline extends Span {
  /** Without prefix. */
  readonly name: string;
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly children: readonly Outline[];
}

interface Draft extends Outline {
  contentEnd: number;
  end: number;
  readonly children: Draft[];
}

/**
 * The elements of a document that readSyncML has read, so that it is known to be well-formed, to have no document type
 * and to be nested within bounds. The codec tells what a message says; this tells which bytes say it.
 */
export function outlineOf(view: View): readonly Outline[] {
  const roots: Draft[] = [];
  const open: Draft[] = [];
  let index = view.indexOf('<');
  while (index !== -1) {
    const after = passMarkup(view, index, roots, open);
    index = view.indexOf('<', after);
  }
  return roots;
}

/** Takes in what begins with the `<` at `start`; answers where it ends. */
function passMarkup(view: View, start: number, roots: Draft[], open: Draft[]): number {
  if (view.startsWith('<!--', start)) return behind(view, '-->', start + 4);
  if (view.startsWith('<![CDATA[', start)) return behind(view, ']]>', start + 9);
  if (view.startsWith('<?', start)) return behind(view, '?>', start + 2);
  const end = tagEnd(view, start) ?? view.length;
  if (view[start + 1] === '/') {
    const closed = open.pop();
    if (closed !== undefined) {
      closed.contentEnd = start;
      closed.end = end;
    }
    return end;
  }
  const element: Draft = {
    name: localName(view, start, end),
    start,
    contentStart: end,
    contentEnd: end,
    end,
    children: [],
  };
  (open.at(-1)?.children ?? roots).push(element);
  if (view[end - 2] !== '/') open.push(element);
  return end;
}

function behind(view: View, terminator: string, from: number): number {
  const index = view.indexOf(terminator, from);
  return index === -1 ? view.length : index + terminator.length;
}

/** Where the tag that begins at `start` ends; undefined where it never does. A `>` in quotes does not end it. */
export function tagEnd(view: View, start: number): number | undefined {
  let quote: string | undefined;
  for (let index = start; index < view.length; index++) {
    const character = view[index];
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") {
      quote = character;
    } else if (character === '>') {
      return index + 1;
    }
  }
  return undefined;
}

function localName(view: View, start: number, end: number): string {
  let nameEnd = start + 1;
  let nameStart = nameEnd;
  while (nameEnd < end && !' \t\r\n/>'.includes(view.charAt(nameEnd))) {
    if (view[nameEnd] === ':') nameStart = nameEnd + 1;
    nameEnd++;
  }
  return view.slice(nameStart, nameEnd);
}

export function childOf(element: Outline | undefined, name: string): Outline | undefined {
  return element?.children.find((child) => child.name === name);
}

export function contentOf(view: View, element: Outline): View {
  return view.slice(element.contentStart, element.contentEnd);
}

/** The places of a whole message; undefined where it has no root SyncML with a SyncBody, or is not in UTF-8. */
export interface MessageOutline {
  readonly root: Outline;
  readonly header?: Outline;
  readonly body: Outline;
}

export function messageOutline(view: View): MessageOutline | undefined {
  const [root] = outlineOf(view);
  const body = childOf(root, 'SyncBody');
  if (root?.name !== 'SyncML' || body === undefined) return undefined;
  const header = childOf(root, 'SyncHdr');
  return { root, body, ...(header === undefined ? {} : { header }) };
}
