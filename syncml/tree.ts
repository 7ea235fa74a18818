import { EntityDecoder } from '@nodable/entities';
import { XMLParser } from 'fast-xml-parser';
import type { GatedText } from './gate.ts';
import type { Tag } from './tag.ts';

/** An element with its content, its name and place told by the gate. */
export interface XmlElement {
  readonly tag: Tag;
  readonly children: readonly XmlElement[];
  /** The text directly in it, references resolved, nothing trimmed; comments and instructions leave no trace. */
  readonly text: string;
  /** Whether a CDATA section stands directly in it. */
  readonly cdata: boolean;
}

/** What fast-xml-parser gives with preserveOrder: one key, its value a text or the content of an element. */
type OrderedNode = Readonly<Record<string, string | readonly OrderedNode[]>>;

const textKey = '#text';
const cdataKey = '#cdata';

/** Element names that are legal XML but that fast-xml-parser refuses as properties of an object. */
const reservedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

const references = new EntityDecoder({ numericAllowed: true });

const parser = new XMLParser({
  preserveOrder: true,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  // Attributes are the gate's: it alone resolves their prefixes.
  ignoreAttributes: true,
  ignorePiTags: true,
  textNodeName: textKey,
  cdataPropName: cdataKey,
  // The gate has bounded the depth already.
  maxNestedTags: Number.POSITIVE_INFINITY,
  // Names come from the gate too, so changing one here does no harm.
  transformTagName: (name) => (reservedNames.has(name) ? `_${name}` : name),
  onDangerousProperty: (name) => name,
  // Paths as text would be made for callbacks that nobody listens to.
  jPath: false,
  entityDecoder: {
    setExternalEntities: () => undefined,
    addInputEntities: () => undefined,
    setXmlVersion: () => undefined,
    reset: () => undefined,
    // The decoder gives up on references longer than 32 characters, which leading zeros can make.
    decode: (text) =>
      references.decode(text.includes('&#') ? text.replace(/&#(x?)0+(?=[\da-fA-F])/g, '&#$1') : text),
  },
});

/**
 * The elements of a gated text. fast-xml-parser finds structure and text; the gate's tags, walked in step with it, give
 * names, namespaces and places.
 *
 * @throws Error where the two disagree about the structure, which would be a fault of this codec
 */
export function treeOf(gated: GatedText): readonly XmlElement[] {
  const first = gated.tags[0];
  const lastRoot = gated.tags.findLast((tag) => tag.depth === 1);
  if (first === undefined || lastRoot === undefined) return [];

  const nodes = parser.parse(withoutInstructions(gated, first.start, lastRoot.end)) as readonly OrderedNode[];
  const cursor = { tags: gated.tags, next: 0 };
  const roots = contentOf(nodes, 1, cursor).children;
  if (cursor.next !== gated.tags.length) throw disagreement();
  return roots;
}

interface Content {
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly cdata: boolean;
}

/** Where the walk stands in the gate's tags; both see the elements in document order. */
interface Cursor {
  readonly tags: readonly Tag[];
  next: number;
}

function contentOf(nodes: readonly OrderedNode[], depth: number, cursor: Cursor): Content {
  const children: XmlElement[] = [];
  let text = '';
  let cdata = false;
  for (const node of nodes) {
    for (const key in node) {
      const value = node[key];
      if (typeof value === 'string') {
        text += value;
      } else if (key === cdataKey) {
        cdata = true;
        for (const section of value ?? []) if (typeof section[textKey] === 'string') text += section[textKey];
      } else {
        const tag = cursor.tags[cursor.next++];
        if (tag?.depth !== depth) throw disagreement();
        const content = contentOf(value ?? [], depth + 1, cursor);
        children.push({ tag, children: content.children, text: content.text, cdata: content.cdata });
      }
    }
  }
  return { children, text, cdata };
}

/**
 * From the first root to the end of the last, without processing instructions: fast-xml-parser takes a quote in one for
 * the beginning of a string and may read past its end. A comment in its place keeps CR and LF around it apart.
 */
function withoutInstructions({ text, instructions }: GatedText, from: number, to: number): string {
  let kept = '';
  let index = from;
  for (const [start, end] of instructions) {
    if (start < from || start >= to) continue;
    kept += `${text.slice(index, start)}<!---->`;
    index = end;
  }
  return kept + text.slice(index, to);
}

function disagreement(): Error {
  return new Error(
    'saxes and fast-xml-parser disagree about the structure of a text: a fault of syncml/tree.ts',
  );
}
