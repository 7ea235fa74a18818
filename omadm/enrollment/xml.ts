import { decodeText } from '../../syncml/decode.ts';
import { escapeAttribute, escapeText } from '../../syncml/escape.ts';
import { passGate } from '../../syncml/gate.ts';
import type { Limits } from '../../syncml/limits.ts';
import { positionsOf } from '../../syncml/positions.ts';
import { RefusedText, type RefusalKind } from '../../syncml/refusal.ts';
import { treeOf, type XmlElement } from '../../syncml/tree.ts';

export type { XmlElement } from '../../syncml/tree.ts';

/**
 * A message that is not what it should be. The text names elements and places, never what stands in them: it may go
 * back over the wire, and a password stands in most requests.
 */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const refusals: Readonly<Record<RefusalKind, string>> = {
  encoding: 'the bytes are not in the encoding that they claim',
  size: 'the message is larger than allowed',
  depth: 'the message is nested deeper than allowed',
  'not-well-formed': 'the message is not well-formed XML',
  dtd: 'the message has a document type declaration, which is not allowed',
  'not-syncml': 'the message is not well-formed XML',
};

/**
 * Reads a document with exactly one root, without document type, within the limits.
 *
 * @throws MalformedMessage
 */
export function readXml(bytes: Uint8Array, limits: Limits): XmlElement {
  try {
    const text = decodeText(bytes, limits);
    const positionAt = positionsOf(text);
    const [root, second] = treeOf(passGate(text, limits, positionAt));
    if (root === undefined || second !== undefined) {
      throw new MalformedMessage(`the message has ${root === undefined ? 'no root' : 'several roots'}`);
    }
    return root;
  } catch (error) {
    if (!(error instanceof RefusedText)) throw error;
    const { kind, position } = error.refusal;
    throw new MalformedMessage(`${refusals[kind]} (line ${position.line}, column ${position.column})`);
  }
}

/** Whether an element has that name; prefixes are of no account. */
export function isNamed({ tag }: XmlElement, namespace: string, name: string): boolean {
  return tag.name === name && tag.namespace === namespace;
}

/** The elements of that name directly in another one. */
export function childrenOf(parent: XmlElement, namespace: string, name: string): readonly XmlElement[] {
  return parent.children.filter((entry) => isNamed(entry, namespace, name));
}

/** The first element of that name directly in another one. */
export function childOf(
  parent: XmlElement | undefined,
  namespace: string,
  name: string,
): XmlElement | undefined {
  return parent?.children.find((entry) => isNamed(entry, namespace, name));
}

/** The same for one that has to be there. @throws MalformedMessage */
export function requiredChild(parent: XmlElement, namespace: string, name: string): XmlElement {
  const found = childOf(parent, namespace, name);
  if (found === undefined) throw new MalformedMessage(`${parent.tag.name} holds no ${name}`);
  return found;
}

/** The text without the white space around it, with which these messages are often printed. */
export function textOf(element: XmlElement | undefined): string | undefined {
  return element?.text.trim();
}

/** The value of an attribute, by its local name. */
export function attributeOf({ tag }: XmlElement, name: string): string | undefined {
  return Object.values(tag.attributes).find(({ local }) => local === name)?.value;
}

/** Bytes that stand in base64, in lines or not. @throws MalformedMessage */
export function bytesIn(text: string, what: string): Uint8Array {
  const digits = text.replaceAll(/[ \t\r\n]+/g, '');
  if (digits === '' || digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(digits)) {
    throw new MalformedMessage(`${what} is no base64`);
  }
  return Uint8Array.from(Buffer.from(digits, 'base64'));
}

type Attributes = Readonly<Record<string, string>>;

/** Markup of an element around markup. */
export function element(name: string, content: readonly string[] = [], attributes: Attributes = {}): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeAttribute(value)}"`);
  const start = `${name}${written.join('')}`;
  return content.length === 0 ? `<${start}/>` : `<${start}>${content.join('')}</${name}>`;
}

/** Markup of an element around text. */
export function textElement(name: string, text: string, attributes: Attributes = {}): string {
  return element(name, [escapeText(text)], attributes);
}
