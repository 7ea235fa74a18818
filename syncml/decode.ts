import type { Limits } from './limits.ts';
import { positionsOf } from './positions.ts';
import { RefusedText } from './refusal.ts';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What the first bytes of a document tell about its encoding (XML 1.0, appendix F). The first match counts. */
const signatures: readonly { readonly bytes: readonly number[]; readonly encoding: Encoding | 'utf-32' }[] = [
  { bytes: [0xff, 0xfe, 0x00, 0x00], encoding: 'utf-32' },
  { bytes: [0x00, 0x00, 0xfe, 0xff], encoding: 'utf-32' },
  { bytes: [0x3c, 0x00, 0x00, 0x00], encoding: 'utf-32' },
  { bytes: [0x00, 0x00, 0x00, 0x3c], encoding: 'utf-32' },
  { bytes: [0xff, 0xfe], encoding: 'utf-16le' },
  { bytes: [0xfe, 0xff], encoding: 'utf-16be' },
  { bytes: [0x3c, 0x00], encoding: 'utf-16le' },
  { bytes: [0x00, 0x3c], encoding: 'utf-16be' },
];

/** The names that a declaration may give to an encoding, in lower case. */
const declaredNames: Readonly<Record<Encoding, readonly string[]>> = {
  'utf-8': ['utf-8'],
  'utf-16le': ['utf-16', 'utf-16le'],
  'utf-16be': ['utf-16', 'utf-16be'],
};

const start = { line: 1, column: 1 };

/**
 * The text of a document, without its byte order mark.
 *
 * Bytes are UTF-8, or UTF-16 told by a byte order mark or by the first character. A string is text that somebody has
 * decoded already; what its XML declaration says about an encoding is of no account then (replies of
 * mdmlocalmanagement.dll say utf-16 in a string, ms-iot/iot-core-azure-dm-client issue 84).
 *
 * @throws RefusedText of kind size or encoding
 */
export function decodeText(input: Uint8Array | string, limits: Limits): string {
  if (input.length > limits.bytes) {
    throw new RefusedText(
      'size',
      `the input of ${input.length} bytes exceeds the limit of ${limits.bytes}`,
      start,
    );
  }
  if (typeof input === 'string') return withoutByteOrderMark(refuseLoneSurrogate(input));

  const encoding = encodingOf(input);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(input);
  } catch {
    throw firstBadByte(input, encoding);
  }
  refuseContradiction(text, encoding);
  return text;
}

function encodingOf(bytes: Uint8Array): Encoding {
  const signature = signatures.find((candidate) =>
    candidate.bytes.every((byte, index) => bytes[index] === byte),
  );
  if (signature === undefined) return 'utf-8';
  if (signature.encoding === 'utf-32') {
    throw new RefusedText('encoding', 'the bytes are UTF-32; only UTF-8 and UTF-16 are read', start);
  }
  return signature.encoding;
}

/** XML 1.0 (4.3.3): it is a fatal error if the bytes are in another encoding than the declaration says. */
function refuseContradiction(text: string, encoding: Encoding): void {
  const declaration =
    /^<\?xml[ \t\r\n][^>]{0,200}?encoding[ \t\r\n]*=[ \t\r\n]*["']([A-Za-z][\w.-]*)["']/.exec(text);
  const declared = declaration?.[1]?.toLowerCase();
  if (declared === undefined || declaredNames[encoding].includes(declared)) return;
  throw new RefusedText(
    'encoding',
    `the XML declaration says ${declared}, but the bytes are ${encoding.toUpperCase()}; only UTF-8 and UTF-16 are read`,
    start,
  );
}

/** A JavaScript string can hold half a surrogate pair, which is no character and has no place in XML (XML 1.0, 2.2). */
function refuseLoneSurrogate(text: string): string {
  const index = text.search(/\p{Surrogate}/u);
  if (index === -1) return text;
  throw new RefusedText('encoding', 'half of a surrogate pair stands alone', positionsOf(text)(index));
}

function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** TextDecoder does not tell where it failed: the shortest prefix that fails ends with the bad byte. */
function firstBadByte(bytes: Uint8Array, encoding: Encoding): RefusedText {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodePrefix(bytes, middle, encoding) === undefined) bad = middle;
    else good = middle;
  }
  const prefix = decodePrefix(bytes, good, encoding) ?? '';
  const reason =
    good === bytes.length
      ? `the bytes end in the middle of a character of ${encoding.toUpperCase()}`
      : `byte ${good} (0x${(bytes[good] ?? 0).toString(16).padStart(2, '0')}) is not valid ${encoding.toUpperCase()}`;
  return new RefusedText('encoding', reason, positionsOf(prefix)(prefix.length));
}

/** The text of the first bytes, a character cut off at their end left out; undefined where they are not valid. */
function decodePrefix(bytes: Uint8Array, length: number, encoding: Encoding): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return undefined;
  }
}
