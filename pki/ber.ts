/** Bytes that are not what they should be, or more of them than allowed. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
  readonly reason: 'format' | 'limit';

  constructor(reason: 'format' | 'limit', message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Bounds on one BER value from outside; the schema parser has its own of 100 and 10,000. */
const maximumDepth = 64;
const maximumElements = 10_000;

/** One value with the values in it. */
interface Element {
  /** The octets it was read from, with tag, length and end-of-contents octets. */
  readonly octets: Uint8Array;
  /** Whether those octets are what toDer would make of them, as they are in almost all input. */
  readonly isDer: boolean;
  readonly tag: Uint8Array;
  readonly constructed: boolean;
  readonly content: Uint8Array;
  readonly children: readonly Element[];
}

const octetString = 0x04;

/**
 * The same value in definite lengths of the shortest form, OCTET STRINGs in one piece, without the bytes after it.
 *
 * Streaming writers (`openssl cms -stream`, CryptoAPI) use indefinite lengths and constructed strings, which BER
 * allows (X.690 8.1.3.6 and 8.7.3); the schema parser reads a constructed OCTET STRING as an empty one and says
 * nothing. Bytes after the value are passed over, as CryptoAPI does.
 *
 * @throws EncodingError for bytes that are no BER, nested more than 64 deep, or with more than 10,000 elements
 */
export function toDer(ber: Uint8Array): Uint8Array {
  return encode(readElement(ber, 0, ber.length, 0, { elements: 0 }));
}

/** The encoded members of a SEQUENCE, SET or other constructed value in DER. */
export function membersOf(der: Uint8Array): readonly Uint8Array[] {
  return readElement(der, 0, der.length, 0, { elements: 0 }).children.map(encode);
}

/** The content octets of a value in DER, without tag and length. */
export function contentOf(der: Uint8Array): Uint8Array {
  return readElement(der, 0, der.length, 0, { elements: 0 }).content;
}

function readElement(
  bytes: Uint8Array,
  start: number,
  limit: number,
  depth: number,
  seen: { elements: number },
): Element {
  seen.elements += 1;
  if (depth >= maximumDepth)
    throw new EncodingError('limit', `nested more than ${maximumDepth} deep at byte ${start}`);
  if (seen.elements > maximumElements)
    throw new EncodingError('limit', `more than ${maximumElements} elements`);

  const constructed = (byteAt(bytes, start, limit) & 0x20) !== 0;
  const tagEnd = endOfTag(bytes, start, limit);
  const tag = bytes.subarray(start, tagEnd);
  const { length, contentStart, shortest } = readLength(bytes, tagEnd, limit);
  if (length === undefined && !constructed) {
    throw new EncodingError('format', `a primitive value of indefinite length at byte ${start}`);
  }
  const contentLimit = length === undefined ? limit : contentStart + length;
  if (contentLimit > limit)
    throw new EncodingError('format', `a value at byte ${start} is longer than what is left`);

  const children: Element[] = [];
  let position = constructed ? contentStart : contentLimit;
  while (length === undefined ? !isEndOfContents(bytes, position, limit) : position < contentLimit) {
    const child = readElement(bytes, position, contentLimit, depth + 1, seen);
    children.push(child);
    position += child.octets.length;
  }
  return {
    octets: bytes.subarray(start, length === undefined ? position + 2 : position),
    isDer: shortest && !isConstructedOctetString(tag) && children.every((child) => child.isDer),
    tag,
    constructed,
    content: bytes.subarray(contentStart, position),
    children,
  };
}

function isEndOfContents(bytes: Uint8Array, position: number, limit: number): boolean {
  return byteAt(bytes, position, limit) === 0 && byteAt(bytes, position + 1, limit) === 0;
}

function isConstructedOctetString(tag: Uint8Array): boolean {
  return tag.length === 1 && tag[0] === (octetString | 0x20);
}

function byteAt(bytes: Uint8Array, position: number, limit: number): number {
  const byte = position < limit ? bytes[position] : undefined;
  if (byte === undefined) throw new EncodingError('format', `ends early, at byte ${position}`);
  return byte;
}

function endOfTag(bytes: Uint8Array, start: number, limit: number): number {
  const first = byteAt(bytes, start, limit);
  // Tag 0 of the universal class only ends an indefinite length (X.690 8.1.5).
  if (first === 0) throw new EncodingError('format', `no tag at byte ${start}`);
  if ((first & 0x1f) !== 0x1f) return start + 1;
  let position = start + 1;
  while ((byteAt(bytes, position, limit) & 0x80) !== 0) position += 1;
  return position + 1;
}

/** A length that is undefined is indefinite; `shortest` tells whether DER would write it so. */
function readLength(
  bytes: Uint8Array,
  position: number,
  limit: number,
): { length: number | undefined; contentStart: number; shortest: boolean } {
  const first = byteAt(bytes, position, limit);
  if (first < 0x80) return { length: first, contentStart: position + 1, shortest: true };
  if (first === 0x80) return { length: undefined, contentStart: position + 1, shortest: false };
  const count = first & 0x7f;
  // Four octets reach 4 GiB, far beyond every limit.
  if (count > 4) throw new EncodingError('format', `a length of ${count} octets at byte ${position}`);
  let length = 0;
  for (let index = 1; index <= count; index += 1)
    length = length * 256 + byteAt(bytes, position + index, limit);
  return {
    length,
    contentStart: position + 1 + count,
    shortest: length >= Math.max(0x80, 256 ** (count - 1)),
  };
}

function encode(element: Element): Uint8Array {
  if (element.isDer) return element.octets;
  if (isConstructedOctetString(element.tag)) {
    return derValue(Uint8Array.of(octetString), Buffer.concat(octetsOf(element)));
  }
  return derValue(
    element.tag,
    element.constructed ? Buffer.concat(element.children.map(encode)) : element.content,
  );
}

function octetsOf(element: Element): Uint8Array[] {
  if (!element.constructed) return [element.content];
  return element.children.flatMap((part) => {
    if (((part.tag[0] ?? 0) & ~0x20) !== octetString) {
      throw new EncodingError('format', 'a constructed OCTET STRING with a part of another type');
    }
    return octetsOf(part);
  });
}

/** Tag, length and content as one value in DER. */
export function derValue(tag: Uint8Array, content: Uint8Array): Uint8Array {
  const digits: number[] = [];
  for (let rest = content.length; rest > 0; rest = Math.floor(rest / 256)) digits.unshift(rest % 256);
  const length = content.length < 0x80 ? [content.length] : [0x80 | digits.length, ...digits];
  return Buffer.concat([tag, Uint8Array.from(length), content]);
}
