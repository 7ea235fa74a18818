import { isPrintableText } from './text.ts';
import { derValue } from '../ber.ts';
import { ScepMessageError } from './error.ts';

// Structures are written as nested calls, in the order and with the names of the ASN.1 modules. The schema types of
// @peculiar serve reading elsewhere; here signed bytes have to be kept as they came, and a message is made of a
// hundred small values whose reflection costs more than its cryptography.

/** One value with a tag of one octet. */
export const taggedValue = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array =>
  derValue(Uint8Array.of(tag), Buffer.concat(parts));

export const sequence = (...members: readonly Uint8Array[]): Uint8Array => taggedValue(0x30, ...members);

/** A SET OF, its members sorted by their encodings (X.690 11.6). */
export const setOf = (...members: readonly Uint8Array[]): Uint8Array =>
  taggedValue(0x31, ...[...members].sort((a, b) => Buffer.compare(a, b)));

/** A constructed value with a context-specific tag, 0 to 30. */
export const tagged = (number: number, ...members: readonly Uint8Array[]): Uint8Array =>
  taggedValue(0xa0 | number, ...members);

/** A primitive value with a context-specific tag, 0 to 30. */
export const taggedPrimitive = (number: number, content: Uint8Array): Uint8Array =>
  taggedValue(0x80 | number, content);

export const octetString = (content: Uint8Array): Uint8Array => taggedValue(0x04, content);

export const derNull: Uint8Array = taggedValue(0x05);

export const derTrue: Uint8Array = taggedValue(0x01, Uint8Array.of(0xff));

/** A number that is not negative, or the octets of one with the most significant first. */
export function integer(value: number | Uint8Array): Uint8Array {
  if (typeof value === 'number') {
    const octets: number[] = [];
    for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
    return integer(Uint8Array.from(octets));
  }
  let start = 0;
  while (start < value.length && value[start] === 0) start += 1;
  const octets = value.subarray(start);
  // The first bit is the sign.
  return (octets[0] ?? 0x80) >= 0x80
    ? taggedValue(0x02, Uint8Array.of(0), octets)
    : taggedValue(0x02, octets);
}

export function bitString(content: Uint8Array, unusedBits = 0): Uint8Array {
  return taggedValue(0x03, Uint8Array.of(unusedBits), content);
}

/**
 * An object identifier from its dotted form.
 *
 * @throws ScepMessageError `value`
 */
export function objectIdentifier(dotted: string): Uint8Array {
  const known = written.get(dotted);
  if (known !== undefined) return known;
  const encoded = encodeObjectIdentifier(dotted);
  if (written.size < 256) written.set(dotted, encoded);
  return encoded;
}

/** Messages are full of the same few; what comes from outside does not fill the memory. */
const written = new Map<string, Uint8Array>();

function encodeObjectIdentifier(dotted: string): Uint8Array {
  const arcs = /^[0-2](\.(0|[1-9]\d{0,37}))+$/.test(dotted) ? dotted.split('.').map(BigInt) : [];
  const [first, second, ...others] = arcs;
  if (first === undefined || second === undefined || (first < 2n && second > 39n)) {
    throw new ScepMessageError('value', `"${dotted}" is no object identifier`);
  }
  return taggedValue(0x06, Uint8Array.from([first * 40n + second, ...others].flatMap(base128)));
}

function base128(arc: bigint): number[] {
  const groups = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) groups.unshift(Number(rest & 0x7fn) | 0x80);
  return groups;
}

export const utf8String = (text: string): Uint8Array => taggedValue(0x0c, Buffer.from(text, 'utf8'));

/** A text that has ASCII characters only; the caller makes sure. */
export const ia5String = (text: string): Uint8Array => taggedValue(0x16, Buffer.from(text, 'latin1'));

export const bmpString = (text: string): Uint8Array =>
  taggedValue(0x1e, Buffer.from(text, 'utf16le').swap16());

export const printableString = (text: string): Uint8Array => taggedValue(0x13, Buffer.from(text, 'latin1'));

/** A DirectoryString: PrintableString where its characters allow, else UTF8String (RFC 5280, 4.1.2.4). */
export const directoryString = (text: string): Uint8Array =>
  isPrintableText(text) ? printableString(text) : utf8String(text);

/** Time of a certificate: UTCTime until 2049, then GeneralizedTime (RFC 5280, 4.1.2.5). In whole seconds. */
export function time(date: Date): Uint8Array {
  const digits = date.toISOString().replaceAll(/[-:T]|\.\d+Z/g, '');
  const year = date.getUTCFullYear();
  const short = year >= 1950 && year < 2050;
  return taggedValue(short ? 0x17 : 0x18, Buffer.from(`${short ? digits.slice(2) : digits}Z`, 'latin1'));
}
