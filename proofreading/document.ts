import type { Breach } from '../cases/intent.ts';
import { demandCharacters, dereference, namePattern, qualifiedNamePattern } from './characters.ts';
import { limits } from './limits.ts';
import {
  bindingsWithin,
  demandDistinct,
  expand,
  isDeclaration,
  outermost,
  type Attribute,
  type Bindings,
} from './namespaces.ts';
import { malformed, Stop } from './stop.ts';

/** An element as it stands in a document. */
export interface Element {
  readonly name: string;
  readonly namespace: string;
  /** Where its start tag begins, as an index into the text. */
  readonly at: number;
  /** Its own text, without that of its children. */
  text: string;
  readonly children: Element[];
  /** Names of its attributes, without declarations of namespaces. */
  readonly attributes: readonly string[];
}

/** A document that is XML, or why it is none. */
export type Reading =
  | { readonly ok: true; readonly text: string; readonly root: Element }
  | {
      readonly ok: false;
      readonly text: string;
      readonly at: number;
      readonly rule: Breach;
      readonly what: string;
    };

/**
 * Reads a document as XML 1.0 with namespaces, with nothing of SyncML in mind, and none of the libraries that the codec
 * rests on: what they overlook is to be found here.
 */
export function readDocument(bytes: Uint8Array): Reading {
  let text = '';
  try {
    if (bytes.length > limits.bytes) {
      throw new Stop('beyond-limits', 0, `${bytes.length} bytes, more than ${limits.bytes}`);
    }
    text = decode(bytes);
    return { ok: true, text, root: readRoot(text) };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { ok: false, text, at: error.at, rule: error.rule, what: error.message };
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text without its byte order mark. What the suite sends is UTF-8, and nothing else. */
function decode(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw malformed(0, 'the bytes are not UTF-8');
  }
}

const space = '[ \\t\\r\\n]';
const quoted = `(?:"[^<"]*"|'[^<']*')`;
const attribute = `${space}+(?:${qualifiedNamePattern})${space}*=${space}*${quoted}`;

/** Names of encodings have no case (XML 1.0, 4.3.3). */
const utf8 = '[Uu][Tt][Ff]-8';

/** XML 1.0, 2.8. */
const declaration = new RegExp(
  `<\\?xml${space}+version${space}*=${space}*(?:"1\\.\\d+"|'1\\.\\d+')` +
    `(?:${space}+encoding${space}*=${space}*(?:"${utf8}"|'${utf8}'))?` +
    `(?:${space}+standalone${space}*=${space}*(?:"(?:yes|no)"|'(?:yes|no)'))?${space}*\\?>`,
  'uy',
);
const startTag = new RegExp(`<(${qualifiedNamePattern})((?:${attribute})*)${space}*(/?)>`, 'uy');
const endTag = new RegExp(`</(${qualifiedNamePattern})${space}*>`, 'uy');
const instruction = new RegExp(`<\\?(${namePattern})(?:${space}[^]*?)?\\?>`, 'uy');
const eachAttribute = new RegExp(`(${qualifiedNamePattern})${space}*=${space}*(${quoted})`, 'gu');

function readRoot(text: string): Element {
  demandCharacters(text);
  const open: { readonly element: Element; readonly tag: string; readonly bindings: Bindings }[] = [];
  let root: Element | undefined;
  let elements = 0;
  let at = matchAt(declaration, text, 0)?.[0].length ?? 0;
  while (at < text.length) {
    const within = open.at(-1);
    if (text[at] !== '<') {
      const next = text.indexOf('<', at);
      const end = next === -1 ? text.length : next;
      readText(text, at, end, within?.element);
      at = end;
      continue;
    }
    const passed = passOver(text, at, within?.element);
    if (passed !== undefined) {
      at = passed;
      continue;
    }
    const ending = matchAt(endTag, text, at);
    if (ending !== undefined) {
      if (within?.tag !== ending[1]) throw malformed(at, `${ending[0]} ends nothing`);
      open.pop();
      at += ending[0].length;
      continue;
    }
    const [whole, tag = '', attributes = '', empty] = matchAt(startTag, text, at) ?? notATag(text, at);
    if (within === undefined && root !== undefined) throw malformed(at, 'there is a second root element');
    if (++elements > limits.elements || open.length >= limits.depth) {
      throw new Stop('beyond-limits', at, 'there are too many elements, or too many within one another');
    }
    const begun = begin(tag, attributes, at, within?.bindings ?? outermost);
    within?.element.children.push(begun.element);
    root ??= begun.element;
    if (empty === '') open.push({ ...begun, tag });
    at += whole.length;
  }
  const unfinished = open.at(-1);
  if (unfinished !== undefined) throw malformed(text.length, `${unfinished.tag} has no end tag`);
  if (root === undefined) throw malformed(text.length, 'there is no element');
  return root;
}

function begin(
  tag: string,
  written: string,
  at: number,
  around: Bindings,
): { readonly element: Element; readonly bindings: Bindings } {
  const attributes: readonly Attribute[] =
    written === ''
      ? []
      : [...written.matchAll(eachAttribute)].map(([, name = '', value = '']) => ({
          name,
          value: dereference(value.slice(1, -1), at),
        }));
  const bindings = bindingsWithin(around, attributes, at);
  demandDistinct(attributes, bindings, at);
  // Nothing may have the prefix xmlns, which declares and names nothing.
  const { namespace, local } = expand(tag, bindings, at);
  const others = attributes.filter((one) => !isDeclaration(one)).map(({ name }) => name);
  return { element: { name: local, namespace, at, text: '', children: [], attributes: others }, bindings };
}

/** Text between two tags, or around the root, where it has to be blank. */
function readText(text: string, at: number, end: number, within: Element | undefined): void {
  const written = text.slice(at, end);
  if (within === undefined) {
    if (/[^ \t\r\n]/.test(written)) throw malformed(at, 'there is text outside of the root element');
    return;
  }
  const close = written.indexOf(']]>');
  if (close !== -1) throw malformed(at + close, ']]> stands in text');
  within.text += dereference(written, at);
}

/** Comments, CDATA sections and processing instructions: what comes behind one; undefined where there is none. */
function passOver(text: string, at: number, within: Element | undefined): number | undefined {
  if (text.startsWith('<!--', at)) {
    const hyphens = text.indexOf('--', at + 4);
    if (hyphens === -1 || text[hyphens + 2] !== '>') throw malformed(at, 'a comment never ends, or holds --');
    return hyphens + 3;
  }
  if (text.startsWith('<![CDATA[', at) && within !== undefined) {
    const end = text.indexOf(']]>', at);
    if (end === -1) throw malformed(at, 'a CDATA section never ends');
    within.text += text.slice(at + 9, end);
    return end + 3;
  }
  if (text.startsWith('<?', at)) {
    const found = matchAt(instruction, text, at);
    if (found === undefined || /^xml$/i.test(found[1] ?? '')) {
      throw malformed(
        at,
        'a processing instruction never ends, or is an XML declaration that is wrong or late',
      );
    }
    return at + found[0].length;
  }
  if (text.startsWith('<!DOCTYPE', at)) throw new Stop('document-type', at, 'there is a document type');
  return undefined;
}

function notATag(text: string, at: number): never {
  throw malformed(at, `${text.slice(at, at + 20)} is no tag`);
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
