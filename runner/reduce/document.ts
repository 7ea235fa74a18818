import type { Payload } from '../../cases/case.ts';

/** A payload as a text that can be cut, and back: what is not touched keeps its bytes. */
export interface OpenDocument {
  readonly text: string;
  /** The payload with this text in the place of the old one. */
  close(text: string): Payload;
}

/** Opens a payload, whatever its bytes are. */
export function openDocument(payload: Payload): OpenDocument {
  if ('text' in payload) return { text: payload.text, close: (text) => ({ text }) };
  const bytes = Buffer.from(payload.base64, 'base64');
  const encoding = encodingOf(bytes);
  return {
    text: encoding.read(bytes),
    close: (text) => ({ base64: encoding.write(text).toString('base64') }),
  };
}

interface Encoding {
  readonly read: (bytes: Buffer) => string;
  readonly write: (text: string) => Buffer;
}

/** One character for each byte: for what is UTF-8 but for a few bytes, and for what is no text at all. */
const bytewise: Encoding = {
  read: (bytes) => bytes.toString('latin1'),
  write: (text) => Buffer.from(text, 'latin1'),
};

const utf16LittleEndian: Encoding = {
  read: (bytes) => bytes.toString('utf16le'),
  write: (text) => Buffer.from(text, 'utf16le'),
};

const utf16BigEndian: Encoding = {
  read: (bytes) => Buffer.from(bytes).swap16().toString('utf16le'),
  write: (text) => Buffer.from(text, 'utf16le').swap16(),
};

/** In UTF-16 a document begins with a mark, or with a < beside a zero (XML 1.0, appendix F). */
function encodingOf(bytes: Buffer): Encoding {
  if (bytes.length % 2 !== 0) return bytewise;
  switch (bytes.subarray(0, 2).toString('hex')) {
    case 'fffe':
    case '3c00':
      return utf16LittleEndian;
    case 'feff':
    case '003c':
      return utf16BigEndian;
    default:
      return bytewise;
  }
}
