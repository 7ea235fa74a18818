/**
 * How text stands in XML 1.0. A carriage return is written as a reference, because a literal one is read as a line
 * feed (XML 1.0, 2.11); `>` is, because `]]>` has no place in text (2.4).
 */
const textReferences: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#13;',
};

/** In an attribute literal white space would become blanks (XML 1.0, 3.3.3). */
const attributeReferences: Readonly<Record<string, string>> = {
  ...textReferences,
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
};

/** Text as the content of an element. */
export function escapeText(text: string): string {
  return text.replace(/[&<>\r]/g, (character) => textReferences[character] ?? character);
}

/** Text as the value of an attribute, without the quotes around it. */
export function escapeAttribute(text: string): string {
  return text.replace(/[&<>\r"\t\n]/g, (character) => attributeReferences[character] ?? character);
}

/** Text as a CDATA section; more than one where the text holds what no section can: `]]>` or a carriage return. */
export function cdataSection(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>').replaceAll('\r', ']]>&#13;<![CDATA[')}]]>`;
}

/** The first character that XML 1.0 (2.2) can not carry in any form, lone surrogates among them; -1 where there is none. */
export function indexOfIllegalCharacter(text: string): number {
  return text.search(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u);
}

const nameStart = [
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}',
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}',
].join('');
const nameRest = `\\u{300}-\\u{36F}${nameStart}\\u{203F}-\\u{2040}\\u{B7}0-9.-`;
const localName = new RegExp(`^[${nameStart}][${nameRest}]*$`, 'u');

/** Whether a name may stand in a tag without a prefix (NCName of Namespaces in XML 1.0). */
export function isLocalName(name: string): boolean {
  return localName.test(name);
}
