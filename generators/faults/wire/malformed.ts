import { inBytes, inText, withMatch, type WireFault } from './wire.ts';

/** All of these are about R-DM-16: what is not well-formed never changes the tree. */
function malformed(id: string, words: string, edit: (text: string, at: number) => string): WireFault {
  return inText([id, words, 'R-DM-16', 'not-well-formed'], 'malformed', edit);
}

/** Inserts a text into the address of a command. */
function intoAddress(inserted: string): (text: string, at: number) => string {
  return (text, at) => withMatch(text, /<LocURI>[^<]*/g, at, ([found]) => found + inserted);
}

/** Inserts a text right after a start tag of an Item. */
function intoItem(inserted: string): (text: string, at: number) => string {
  return (text, at) => withMatch(text, /<Item>/g, at, ([found]) => found + inserted);
}

/** Cut off right before its last end tag: what is left has all that it asks for. */
function withoutLastEndTag(text: string): string {
  const at = text.lastIndexOf('</');
  return at < 0 ? text : text.slice(0, at);
}

/** Each class of XML that is not well-formed (XML 1.0; Namespaces in XML 1.0), once. To add one: an entry here. */
export const malformedFaults: readonly WireFault[] = [
  // XML 1.0, 3 and 3.1: start and end tags, one root.
  malformed('end-tag-missing', 'an end tag is missing', (text, at) =>
    withMatch(text, /<\/\w+>/g, at, () => ''),
  ),
  malformed('end-tag-too-many', 'there is an end tag too many', (text, at) =>
    withMatch(text, /<\/\w+>/g, at, ([found]) => found + found),
  ),
  malformed('end-tags-crossed', 'two end tags are in the wrong order', (text, at) =>
    withMatch(text, /(<\/\w+>)(?!\1)(<\/\w+>)/g, at, ([, first = '', second = '']) => second + first),
  ),
  malformed('end-tag-miscased', 'an end tag is spelled in other case', (text, at) =>
    withMatch(text, /<\/\w+>/g, at, ([found]) => found.toLowerCase()),
  ),
  malformed('truncated', 'the document is cut off', (text, at) =>
    text.slice(0, 1 + ((at * 997) % Math.max(1, text.length - 1))),
  ),
  malformed('end-missing', 'the last end tag is missing', (text) => withoutLastEndTag(text)),
  malformed('end-missing-twice', 'the last two end tags are missing', (text) =>
    withoutLastEndTag(withoutLastEndTag(text)),
  ),
  malformed('empty-document', 'the document is empty', () => ''),
  malformed('blank-document', 'the document is blank', () => ' \r\n\t'),
  malformed('plain-text', 'the document is plain text', () => 'Install the certificate, please.'),
  malformed('json', 'the document is JSON', () => '{"SyncML":{"SyncBody":{}}}'),
  // Behind a document that is empty it would be the first.
  malformed('two-roots', 'there is a second root element', (text) =>
    text.trim() === '' ? text : text + '<SyncML/>',
  ),
  malformed('text-after-root', 'there is text after the root element', (text) => text + 'end'),
  malformed('text-before-root', 'there is text before the root element', (text) => 'begin' + text),
  // XML 1.0, 3.1 and 2.3; fast parsers let most of these through.
  malformed('attribute-twice', 'an element has an attribute twice', intoItem('<Note a="1" a="2"/>')),
  malformed('attribute-unquoted', 'the value of an attribute is not quoted', intoItem('<Note a=1/>')),
  malformed('attribute-without-value', 'an attribute has no value', intoItem('<Note a/>')),
  malformed('attribute-with-less-than', 'the value of an attribute holds <', intoItem('<Note a="<"/>')),
  malformed('quote-open', 'the value of an attribute never ends', (text) =>
    text.replace(/xmlns="([^"]*)"/, 'xmlns="$1'),
  ),
  malformed('name-illegal', 'the name of an element begins with a digit', intoItem('<1Note/>')),
  // Namespaces in XML 1.0, 5: well-formed for a parser that knows no namespaces, and for no other.
  malformed('prefix-undeclared', 'a prefix is not declared', intoItem('<note:Note/>')),
  // XML 1.0, 2.4 and 4.1: what has to be escaped in text.
  malformed('ampersand-bare', 'an ampersand is not escaped', intoAddress('?a&b')),
  malformed('less-than-bare', 'a < is not escaped', intoAddress(' < ')),
  malformed('entity-undefined', 'an entity is not defined', intoAddress('&nope;')),
  malformed('entity-unfinished', 'a reference has no semicolon', intoAddress('&amp')),
  malformed('cdata-end-in-text', ']]> stands in text', intoAddress(']]>')),
  // XML 1.0, 2.2: characters that no document may hold, however they are written.
  malformed('control-character', 'there is the character U+0001', intoAddress('\u0001')),
  malformed('character-zero', 'there is the character U+0000', intoAddress('\u0000')),
  malformed('character-forbidden', 'there is the character U+FFFE', intoAddress('\ufffe')),
  malformed('reference-to-zero', 'a reference means U+0000', intoAddress('&#0;')),
  malformed('reference-to-surrogate', 'a reference means half a character', intoAddress('&#xD800;')),
  // XML 1.0, 2.5 to 2.8: markup that is no element.
  malformed('comment-with-hyphens', 'a comment holds --', intoItem('<!-- a -- b -->')),
  malformed('comment-open', 'a comment never ends', intoItem('<!-- a ')),
  malformed('cdata-open', 'a CDATA section never ends', intoItem('<![CDATA[ a ')),
  malformed('instruction-open', 'a processing instruction never ends', intoItem('<?a ')),
  malformed(
    'declaration-late',
    'the XML declaration is not at the beginning',
    (text) => `\n<?xml version="1.0"?>${text}`,
  ),
  malformed('declaration-empty', 'the XML declaration names no version', (text) => `<?xml?>${text}`),
  // XML 1.0, 4.3.3: a document without declaration is UTF-8, and decoding errors are fatal.
  inBytes(['utf8-broken', 'the bytes are not UTF-8', 'R-DM-16', 'not-well-formed'], 'malformed', (text, at) =>
    // 0xFF is part of no character, wherever it stands.
    spliced(text, at, [0xff]),
  ),
  inBytes(
    ['utf8-overlong', 'a character is encoded in too many bytes', 'R-DM-16', 'not-well-formed'],
    'malformed',
    (text, at) => spliced(text, at, [0xc0, 0xaf]),
  ),
  inBytes(
    ['utf8-latin1', 'a letter is encoded in Latin-1', 'R-DM-16', 'not-well-formed'],
    'malformed',
    (text, at) => spliced(text, at, [0xe9]),
  ),
  inBytes(
    ['utf16-undeclared', 'the text is UTF-16 and does not say so', 'R-DM-16', 'not-well-formed'],
    'malformed',
    (text) => Uint8Array.from(Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`, 'utf16le')),
  ),
];

/** The text in UTF-8 with some bytes put into one of its addresses. */
function spliced(text: string, at: number, bytes: readonly number[]): Uint8Array {
  const marker = '\u001a';
  const marked = intoAddress(marker)(text, at);
  const place = marked.indexOf(marker);
  const encoder = new TextEncoder();
  if (place === -1) return Uint8Array.from([...encoder.encode(text), ...bytes]);
  return Uint8Array.from([
    ...encoder.encode(marked.slice(0, place)),
    ...bytes,
    ...encoder.encode(marked.slice(place + marker.length)),
  ]);
}
