import { SaxesParser } from 'saxes';
import { explainComplaint } from './complaint.ts';
import type { Limits } from './limits.ts';
import type { PositionAt } from './positions.ts';
import { RefusedText } from './refusal.ts';
import type { Tag } from './tag.ts';

/** A text that is known to be well-formed XML with namespaces, without a document type, and within the limits. */
export interface GatedText {
  readonly text: string;
  /** In document order, every root followed by its descendants. */
  readonly tags: readonly Tag[];
  /** Processing instructions, the XML declaration not among them, as [start, end) of each. */
  readonly instructions: readonly (readonly [start: number, end: number])[];
}

/**
 * Lets through what is well-formed XML 1.0 with namespaces and refuses everything else.
 *
 * One thing is wider than XML: a text may have several roots, because the profiles of MDM servers are rows of bare
 * commands. Each root is judged as a document of its own. References are the five of XML and characters only: there is
 * no document type in which an entity could be declared.
 *
 * @throws RefusedText of kind dtd, not-well-formed, depth or size (too many elements)
 */
export function passGate(text: string, limits: Limits, positionAt: PositionAt): GatedText {
  const doctype = doctypeIndex(text);
  if (doctype !== undefined) {
    throw new RefusedText(
      'dtd',
      'a document type declaration (DTD) is not allowed in SyncML',
      positionAt(doctype),
    );
  }
  // saxes would overlook a second byte order mark, which is text before the root.
  if (text.startsWith('\uFEFF')) {
    throw new RefusedText('not-well-formed', 'the character U+FEFF stands before the root', positionAt(0));
  }
  const gated: GateRecord = { text, tags: [], instructions: [] };
  let from: number | undefined = 0;
  while (from !== undefined) from = passRoot(gated, from, limits, positionAt);
  return gated;
}

/** A gated text while the gate is still at work. */
interface GateRecord extends GatedText {
  readonly tags: Tag[];
  readonly instructions: (readonly [number, number])[];
}

/** Judges one root and what stands around it; answers where the next root begins, if there is one. */
function passRoot(
  gated: GateRecord,
  from: number,
  limits: Limits,
  positionAt: PositionAt,
): number | undefined {
  const { text, tags } = gated;
  // XML 1.1 would change which characters are allowed; every reader that Windows brings along knows 1.0 only.
  const parser = new SaxesParser({
    xmlns: true,
    position: false,
    forceXMLVersion: true,
    defaultXMLVersion: '1.0',
  });
  const open: Tag[] = [];
  let lastClosed: Tag | undefined;
  let start = from;
  let markupEnd = from === 0 ? (/^<\?xml[ \t\r\n][^>]*>/.exec(text)?.[0].length ?? 0) : from;
  let rootClosed = false;
  let nextRoot: number | undefined;
  const here = () => from + parser.position;

  // Six handlers and no more: with a seventh V8 keeps the parser as a dictionary, at a quarter of the speed.
  parser.on('opentagstart', () => {
    // No other `<` can stand between the one that opens this tag and here.
    start = text.lastIndexOf('<', here() - 1);
    if (rootClosed) {
      nextRoot = start; // saxes complains of a second root next, which ends its work on this one.
    } else if (open.length >= limits.depth) {
      throw new RefusedText('depth', `elements are nested deeper than ${limits.depth}`, positionAt(start));
    } else if (tags.length >= limits.elements) {
      throw new RefusedText('size', `there are more than ${limits.elements} elements`, positionAt(start));
    }
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    markupEnd = here();
    const depth = open.length + 1;
    const tag = {
      name: local,
      namespace: uri,
      depth,
      start,
      contentStart: markupEnd,
      end: markupEnd,
      attributes,
    };
    tags.push(tag);
    open.push(tag);
  });
  parser.on('closetag', () => {
    markupEnd = here();
    lastClosed = open.pop();
    if (lastClosed !== undefined) lastClosed.end = markupEnd;
    rootClosed = open.length === 0;
  });
  parser.on('processinginstruction', () => {
    gated.instructions.push([text.indexOf('<?', markupEnd), here()]);
    markupEnd = here();
  });
  parser.on('comment', () => (markupEnd = here()));
  parser.on('cdata', () => (markupEnd = here()));

  try {
    parser.write(from === 0 ? text : text.slice(from)).close();
    return undefined;
  } catch (error) {
    if (error instanceof RefusedText) throw error;
    if (nextRoot !== undefined) return nextRoot;
    const complaint = (error as Error).message;
    throw explainComplaint(
      complaint,
      { text, markupEnd, after: here(), innermost: open.at(-1), lastClosed },
      positionAt,
    );
  }
}

/**
 * Where a document type declaration begins. It can only stand before the root, behind comments and processing
 * instructions; found here, its content is not even looked at.
 */
function doctypeIndex(text: string): number | undefined {
  if (!text.includes('<!DOCTYPE')) return undefined;
  const skipped = /[ \t\r\n]+|<!--.*?-->|<\?.*?\?>/sy;
  let index = 0;
  while (skipped.test(text)) index = skipped.lastIndex;
  return text.startsWith('<!DOCTYPE', index) ? index : undefined;
}
