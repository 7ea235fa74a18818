import { EncodingError, toDer } from '../ber.ts';
import { ScepMessageError } from './error.ts';

/** One value. `encoded` is the value itself with tag and length, exactly as it came: what signatures are made over. */
export interface DerValue {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly encoded: Uint8Array;
}

/** No message of SCEP comes near: the largest is a request for an RSA key of 16,384 bits with hundreds of names. */
export const maximumMessageLength = 1_048_576;

/**
 * Reads the one value that the bytes hold, in BER or DER; the value is given in DER.
 *
 * @throws ScepMessageError `limit` for more than 1 MB or for deep nesting, `format` for anything that is no BER
 */
export function readBer(bytes: Uint8Array): DerValue {
  if (bytes.length > maximumMessageLength) {
    throw new ScepMessageError('limit', `${bytes.length} bytes, more than ${maximumMessageLength}`);
  }
  try {
    return readDer(toDer(bytes));
  } catch (error) {
    if (error instanceof EncodingError) throw new ScepMessageError(error.reason, error.message);
    throw error;
  }
}

/**
 * Reads the one value that the bytes hold, in DER.
 *
 * @throws ScepMessageError `format`
 */
export function readDer(bytes: Uint8Array): DerValue {
  const reader = new DerReader(bytes);
  const value = reader.next('a value');
  reader.end('a value');
  return value;
}

/** The members of a constructed value, one after the other. */
export class DerReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The members of a SEQUENCE; `what` names it in errors. */
  static inside(value: DerValue, tag: number, what: string): DerReader {
    if (value.tag !== tag)
      throw new ScepMessageError('format', `${what}: tag 0x${hex(value.tag)} in place of 0x${hex(tag)}`);
    return new DerReader(value.content);
  }

  get done(): boolean {
    return this.#position >= this.#bytes.length;
  }

  /** Whether the next value has the tag. */
  sees(tag: number): boolean {
    return this.#bytes[this.#position] === tag;
  }

  /** The next value, of any tag. */
  next(what: string): DerValue {
    const start = this.#position;
    const tag = this.#byte(start, what);
    if ((tag & 0x1f) === 0x1f) throw new ScepMessageError('format', `${what}: a tag of several octets`);
    const { length, contentStart } = this.#length(start + 1, what);
    const end = contentStart + length;
    if (end > this.#bytes.length) throw new ScepMessageError('format', `${what}: longer than what holds it`);
    this.#position = end;
    return {
      tag,
      content: this.#bytes.subarray(contentStart, end),
      encoded: this.#bytes.subarray(start, end),
    };
  }

  /** The next value, which has to have the tag. */
  take(tag: number, what: string): DerValue {
    if (!this.sees(tag)) {
      const seen = this.#bytes[this.#position];
      throw new ScepMessageError(
        'format',
        `${what}: ${seen === undefined ? 'missing' : `tag 0x${hex(seen)} in place of 0x${hex(tag)}`}`,
      );
    }
    return this.next(what);
  }

  /** The next value if it has the tag. */
  optional(tag: number, what: string): DerValue | undefined {
    return this.sees(tag) ? this.next(what) : undefined;
  }

  /** All that is left. */
  rest(what: string, maximum = 1000): DerValue[] {
    const values: DerValue[] = [];
    while (!this.done) {
      if (values.length >= maximum) throw new ScepMessageError('limit', `${what}: more than ${maximum}`);
      values.push(this.next(what));
    }
    return values;
  }

  /** Nothing may be left. */
  end(what: string): void {
    if (!this.done) throw new ScepMessageError('format', `${what}: more members than it has`);
  }

  #byte(position: number, what: string): number {
    const byte = this.#bytes[position];
    if (byte === undefined) throw new ScepMessageError('format', `${what}: missing or cut off`);
    return byte;
  }

  #length(position: number, what: string): { length: number; contentStart: number } {
    const first = this.#byte(position, what);
    if (first < 0x80) return { length: first, contentStart: position + 1 };
    const count = first & 0x7f;
    if (count === 0 || count > 4)
      throw new ScepMessageError('format', `${what}: a length that DER does not have`);
    let length = 0;
    for (let index = 1; index <= count; index += 1)
      length = length * 256 + this.#byte(position + index, what);
    return { length, contentStart: position + 1 + count };
  }
}

const hex = (tag: number): string => tag.toString(16).padStart(2, '0');

/**
 * The dotted form of an object identifier.
 *
 * @throws ScepMessageError `format`; `limit` for one of more than 128 octets
 */
export function readObjectIdentifier(value: DerValue): string {
  const { tag, content } = value;
  if (tag !== 0x06 || content.length === 0) throw new ScepMessageError('format', 'no object identifier');
  if (content.length > 128)
    throw new ScepMessageError('limit', 'an object identifier of more than 128 octets');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const octet of content) {
    arc = (arc << 7n) | BigInt(octet & 0x7f);
    if (octet >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  if ((content.at(-1) ?? 0) >= 0x80)
    throw new ScepMessageError('format', 'an object identifier that is cut off');
  const first = arcs[0] ?? 0n;
  const root = first < 40n ? 0n : first < 80n ? 1n : 2n;
  return [root, first - 40n * root, ...arcs.slice(1)].join('.');
}

/** An INTEGER that is not negative and less than 2^31. */
export function readSmallInteger(value: DerValue): number {
  const { tag, content } = value;
  if (tag !== 0x02 || content.length === 0 || content.length > 4 || (content[0] ?? 0) >= 0x80) {
    throw new ScepMessageError('format', 'no small number');
  }
  return content.reduce((number, octet) => number * 256 + octet, 0);
}

/** The octets of a BIT STRING whose length is a multiple of eight bits. */
export function readWholeBitString(value: DerValue, what: string): Uint8Array {
  if (value.tag !== 0x03 || value.content[0] !== 0)
    throw new ScepMessageError('format', `${what}: no BIT STRING of whole octets`);
  return value.content.subarray(1);
}

/** A UTCTime or GeneralizedTime in the only form that certificates may use (RFC 5280, 4.1.2.5). */
export function readTime(value: DerValue): Date {
  const text = Buffer.from(value.content).toString('latin1');
  const pattern =
    value.tag === 0x17
      ? /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/
      : /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
  const [, year = '', month, day, hour, minute, second] =
    (value.tag === 0x17 || value.tag === 0x18 ? pattern.exec(text) : null) ?? [];
  const full = year.length === 2 ? (Number(year) < 50 ? `20${year}` : `19${year}`) : year;
  const date = new Date(`${full}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(date.getTime())) throw new ScepMessageError('format', 'no time');
  return date;
}
