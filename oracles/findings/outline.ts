import type { Position } from '../../syncml/message.ts';

/** Where the elements of a well-formed document begin. */
export interface Outline {
  /** The first element of the document. */
  readonly root: Position | undefined;
  /**
   * The first element on a path of local names below the element that begins at `start`.
   * @returns undefined where there is no such element
   */
  within(start: Position | undefined, ...path: readonly string[]): Position | undefined;
  /** Index in the text of what follows the start tag at this position. */
  contentIndex(start: Position | undefined): number | undefined;
}

interface OutlinedElement {
  readonly name: string;
  readonly position: Position;
  /** Behind its start tag. */
  readonly contentIndex: number;
  readonly children: OutlinedElement[];
}

/** Comments, CDATA and instructions first, because tags in them are none; line ends, to count lines. */
const tokens =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<(?<close>\/?)(?<name>[^\s/>!?]+)(?<rest>(?:[^>"']+|"[^"]*"|'[^']*')*)>|\r\n|\r|\n/g;

/**
 * Outlines a document that the strict reader has let through. The message model knows the positions of commands and
 * Items only; a finding about a value points at its Data.
 */
export function outlineOf(source: string): Outline {
  const byPosition = new Map<string, OutlinedElement>();
  const open: OutlinedElement[] = [];
  let root: Position | undefined;
  let line = 1;
  let lineStart = 0;
  for (const match of source.matchAll(tokens)) {
    const name = match.groups?.['name'];
    if (name !== undefined && match.groups?.['close'] === '/') {
      open.pop();
    } else if (name !== undefined) {
      const position = { line, column: match.index - lineStart + 1 };
      const contentIndex = match.index + match[0].length;
      const element: OutlinedElement = { name: localName(name), position, contentIndex, children: [] };
      root ??= position;
      open.at(-1)?.children.push(element);
      byPosition.set(key(position), element);
      if (match.groups?.['rest']?.endsWith('/') !== true) open.push(element);
    }
    for (const lineEnd of match[0].matchAll(/\r\n|\r|\n/g)) {
      line++;
      lineStart = match.index + lineEnd.index + lineEnd[0].length;
    }
  }
  return {
    root,
    within(start, ...path) {
      let element = start === undefined ? undefined : byPosition.get(key(start));
      for (const step of path) element = element?.children.find((child) => child.name === step);
      return element?.position;
    },
    contentIndex: (start) => (start === undefined ? undefined : byPosition.get(key(start))?.contentIndex),
  };
}

function key(position: Position): string {
  return `${position.line}:${position.column}`;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
