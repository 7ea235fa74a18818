/** An element of a document, with its places in the text. */
export interface Element {
  /** Without its prefix. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Where its content begins and ends; equal for an empty-element tag. */
  readonly contentStart: number;
  readonly contentEnd: number;
  readonly children: readonly Element[];
}

/** Markup other than elements: comments, processing instructions, blanks between tags. */
export interface Ornament {
  readonly start: number;
  readonly end: number;
}

export interface Scanned {
  /** Elements in no other element. */
  readonly roots: readonly Element[];
  readonly ornaments: readonly Ornament[];
}

type OpenElement = { -readonly [Key in keyof Element]: Element[Key] } & { children: OpenElement[] };

/** What begins with < and has an end. Values of attributes hold no <, so an open quote ends with its tag. */
const token =
  /<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<\/(?<end>[^\s<>/]+)\s*>|<(?<start>[A-Za-z_][^\s<>/]*)(?:"[^"<]*"|'[^'<]*'|[^<>"'])*?(?<empty>\/?)>/g;

/**
 * The elements of a text. Unlike a parser it reads on where the text is broken, since broken documents have to become
 * smaller too: an end tag without a start is passed over, and an element without an end ends with the one around it.
 */
export function scanElements(text: string): Scanned {
  const roots: OpenElement[] = [];
  const ornaments: Ornament[] = [];
  const open: OpenElement[] = [];
  let behind = 0;
  for (const { 0: found, index, groups = {} } of text.matchAll(token)) {
    const after = index + found.length;
    if (index > behind && text.slice(behind, index).trim() === '')
      ornaments.push({ start: behind, end: index });
    behind = after;
    const { start, end, empty } = groups;
    if (start !== undefined) {
      const element: OpenElement = {
        name: localName(start),
        start: index,
        end: after,
        contentStart: after,
        contentEnd: after,
        children: [],
      };
      (open.at(-1)?.children ?? roots).push(element);
      if (empty === '') open.push(element);
    } else if (end !== undefined) {
      close(open, localName(end), index, after);
    } else if (!found.startsWith('<![')) {
      ornaments.push({ start: index, end: after });
    }
  }
  for (const element of open) element.end = element.contentEnd = text.length;
  return { roots, ornaments };
}

/** Every element below these, they themselves first, in document order. */
export function* elementsIn(elements: readonly Element[]): Generator<Element> {
  const waiting = [...elements].reverse();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    for (let place = next.children.length - 1; place >= 0; place--) {
      const child = next.children[place];
      if (child !== undefined) waiting.push(child);
    }
  }
}

/** Closes the innermost element of that name, in any case of letters, and those inside of it. */
function close(open: OpenElement[], name: string, at: number, after: number): void {
  const place = open.findLastIndex((element) => element.name.toLowerCase() === name.toLowerCase());
  if (place === -1) return;
  for (const [offset, element] of open.splice(place).entries()) {
    element.contentEnd = at;
    element.end = offset === 0 ? after : at;
  }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
