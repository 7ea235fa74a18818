import { malformed } from './stop.ts';

/** XML 1.0, 2.3: what a name begins with and goes on with, without the colon of namespaces. */
const start =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const unprefixed = `[${start}][${start}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040]*`;

/** A name without colon. */
export const namePattern = unprefixed;
/** A name that may have a prefix (Namespaces in XML 1.0). */
export const qualifiedNamePattern = `${unprefixed}(?::${unprefixed})?`;

/** XML 1.0, 2.2: what no document may hold, however it is written; surrogates alone are none of UTF-8 to begin with. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const forbidden = /[\0-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/;

const predefined: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const reference = /&(?:#(\d+)|#x([0-9A-Fa-f]+)|(amp|lt|gt|quot|apos));|&/g;

/** Demands that all characters of a document are ones of XML. */
export function demandCharacters(text: string): void {
  const at = text.search(forbidden);
  if (at !== -1) throw malformed(at, 'there is a character that no document may hold');
}

/**
 * The characters that references in a text mean. There are no entities but the five of XML, since there is no DTD.
 * @param at where the text begins in its document
 */
export function dereference(text: string, at: number): string {
  if (!text.includes('&')) return text;
  let last = 0;
  let meant = '';
  for (const { 0: found, 1: decimal, 2: hexadecimal, 3: name, index } of text.matchAll(reference)) {
    const character = name === undefined ? numbered(decimal, hexadecimal) : predefined[name];
    if (character === undefined) {
      throw malformed(at + index, 'a reference means no character, or an ampersand is not escaped');
    }
    meant += text.slice(last, index) + character;
    last = index + found.length;
  }
  return meant + text.slice(last);
}

/** The character of a number; undefined where there is none, or none that may stand in a document. */
function numbered(decimal: string | undefined, hexadecimal: string | undefined): string | undefined {
  const code = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  if (!(code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  const character = String.fromCodePoint(code);
  return forbidden.test(character) ? undefined : character;
}
