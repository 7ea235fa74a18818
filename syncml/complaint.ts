import type { PositionAt } from './positions.ts';
import { RefusedText } from './refusal.ts';
import type { Tag } from './tag.ts';

/** Where saxes stood when it complained. Indices are those of the whole text. */
export interface Scene {
  readonly text: string;
  /** After the last tag, comment, section or instruction that was in order. */
  readonly markupEnd: number;
  /** After the last character that saxes has read; for an open end, far behind the fault. */
  readonly after: number;
  readonly innermost: Tag | undefined;
  readonly lastClosed: Tag | undefined;
}

/** Says what is not well-formed with the names and the place that help to repair it. */
export function explainComplaint(complaint: string, scene: Scene, positionAt: PositionAt): RefusedText {
  const [reason, index] = reasonAndIndex(complaint, scene, positionAt);
  return new RefusedText(
    'not-well-formed',
    reason,
    positionAt(Math.min(Math.max(index, 0), scene.text.length)),
  );
}

function reasonAndIndex(complaint: string, scene: Scene, positionAt: PositionAt): readonly [string, number] {
  const { text, markupEnd, after, innermost, lastClosed } = scene;
  if (complaint.startsWith('unclosed tag') || complaint === 'unexpected end.') {
    // What begins after the last good markup swallowed the rest of the text, or else an element is left open.
    const opened = firstMatch(text, /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)|</g, markupEnd);
    if (opened !== undefined && text[opened] === '&') return [notReference(text, opened), opened];
    if (opened !== undefined) return ['the markup that begins here never ends', opened];
    if (innermost !== undefined)
      return [`${nameOf(innermost, text, positionAt)} is never closed`, innermost.start];
  }
  if (complaint.includes('entity')) {
    const reference = firstMatch(text, /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/g, markupEnd);
    const index = reference ?? text.lastIndexOf('&', after);
    return [notReference(text, index), index];
  }
  if (complaint === 'unexpected close tag.' && lastClosed !== undefined) {
    const endTag = text.lastIndexOf('</', after - 1);
    return [`${text.slice(endTag, after)} does not close ${nameOf(lastClosed, text, positionAt)}`, endTag];
  }
  if (complaint.startsWith('unmatched closing tag')) {
    const endTag = text.lastIndexOf('</', after - 1);
    return [`${text.slice(endTag, after)} closes no element`, endTag];
  }
  if (complaint === 'text data outside of root node.') {
    return [
      'there is text outside of the root element',
      firstMatch(text, /[^ \t\r\n]/g, markupEnd) ?? markupEnd,
    ];
  }
  return [complaint.replace(/\.$/, ''), after - 1];
}

function notReference(text: string, index: number): string {
  const sample = /&[^;\s<]{0,20};?/y;
  sample.lastIndex = index;
  return (
    `${sample.exec(text)?.[0] ?? '&'} is no reference of XML: there are &amp; &lt; &gt; &quot; &apos; and ` +
    'allowed characters by number, such as &#65; (a plain & is written &amp;)'
  );
}

function nameOf(tag: Tag, text: string, positionAt: PositionAt): string {
  const { line, column } = positionAt(tag.start);
  const name = /[^\s/>]*/.exec(text.slice(tag.start + 1, tag.contentStart))?.[0] ?? tag.name;
  return `<${name}> of line ${line}, column ${column}`;
}

function firstMatch(text: string, pattern: RegExp, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index;
}
