import { escapeText } from '../../syncml/escape.ts';
import { tagEnd } from './outline.ts';
import { edited, viewOfText, type Edit, type Span, type View } from './view.ts';

/** What a message is known by: the session, its number, and between whom it goes. Texts, not escaped. */
export interface Identity {
  readonly sessionId: string;
  readonly msgId: string;
  readonly target: string;
  readonly source: string;
}

export type IdentityPlaces = Readonly<Record<keyof Identity, Span>>;

/** Where the identity stands in a document, and what can be put beside it. */
export interface HeaderPlaces {
  readonly texts: IdentityPlaces;
  /** Behind the end tag of the header's Source, where Cred may stand. */
  readonly afterSource?: number;
  /** Behind the start tag of SyncBody; undefined where the body is one empty tag. */
  readonly bodyContent?: number;
}

/**
 * Looks for the header in documents that may be broken anywhere, so nothing is parsed: before the first start tag of
 * SyncBody each of the four texts has to stand exactly once, in the form that everybody writes. Anything else, a prefix
 * or a blank in a tag too, is left to those who can read it: the document then has no places.
 */
export function headerPlaces(view: View): HeaderPlaces | undefined {
  const bodyTag = startOfBody(view);
  if (bodyTag === undefined) return undefined;
  const bodyContent = tagEnd(view, bodyTag);
  if (bodyContent === undefined) return undefined;
  const head = view.slice(0, bodyTag);
  const sessionId = onlyText(head, /<SessionID>/g, '</SessionID>');
  const msgId = onlyText(head, /<MsgID>/g, '</MsgID>');
  const target = onlyText(head, /<Target>[ \t\r\n]*<LocURI>/g, '</LocURI>');
  const source = onlyText(head, /<Source>[ \t\r\n]*<LocURI>/g, '</LocURI>');
  if (sessionId === undefined || msgId === undefined || target === undefined || source === undefined) {
    return undefined;
  }
  const afterSource = head.indexOf('</Source>', source.end) + '</Source>'.length;
  return {
    texts: { sessionId, msgId, target, source },
    ...(afterSource < source.end ? {} : { afterSource }),
    ...(view[bodyContent - 2] === '/' ? {} : { bodyContent }),
  };
}

function startOfBody(view: View): number | undefined {
  const index = view.search(/<SyncBody[ \t\r\n/>]/);
  return index === -1 ? undefined : index;
}

/** The text between the one start tag that matches and its end tag, if nothing but text stands there. */
function onlyText(head: View, startTag: RegExp, endTag: string): Span | undefined {
  const [found, another] = head.matchAll(startTag);
  if (found === undefined || another !== undefined) return undefined;
  const start = found.index + found[0].length;
  const end = head.indexOf('<', start);
  return end !== -1 && head.startsWith(endTag, end) ? { start, end } : undefined;
}

/** Credentials as they stand in a header, with the name that belongs to them (OMA DM security: Source/LocName). */
export interface CredMarkup {
  readonly name: string;
  readonly markup: View;
}

/** The edits that give a document another identity, and credentials where it has room for them. */
export function headerEdits(
  view: View,
  { texts, afterSource }: HeaderPlaces,
  identity: Identity,
  cred?: CredMarkup,
): readonly Edit[] {
  const edits: Edit[] = [];
  for (const key of ['sessionId', 'msgId', 'target', 'source'] as const) {
    edits.push({ ...texts[key], by: viewOfText(escapeText(identity[key])) });
  }
  if (cred !== undefined && afterSource !== undefined) {
    const uriEnd = texts.source.end + '</LocURI>'.length;
    if (!view.slice(uriEnd, afterSource).includes('<LocName')) {
      const by = viewOfText(`<LocName>${escapeText(cred.name)}</LocName>`);
      edits.push({ start: uriEnd, end: uriEnd, by });
    }
    edits.push({ start: afterSource, end: afterSource, by: cred.markup });
  }
  return edits;
}

/** A document, or its beginning, under another identity. */
export function readdressed(
  view: View,
  places: HeaderPlaces,
  identity: Identity,
  cred?: CredMarkup,
  to = view.length,
): View {
  return edited(view, headerEdits(view, places, identity, cred), 0, to);
}
