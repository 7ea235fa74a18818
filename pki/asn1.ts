import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { EncodingError, toDer } from './ber.ts';

/**
 * Reads a value of a schema type from BER or DER; bytes after it are passed over.
 *
 * @throws EncodingError whatever is wrong with the bytes
 */
export function parseAsn1<T>(bytes: Uint8Array | ArrayBuffer, type: new () => T): T {
  const der = toDer(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes);
  try {
    return AsnConvert.parse(der, type);
  } catch (error) {
    // The schema parser throws errors of several kinds, TypeError among them, for input that does not fit.
    throw new EncodingError(
      'format',
      `no ${type.name}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** DER of a schema object. SET OF is written in the order given: sort its members with `inSetOrder` before. */
export function serializeAsn1(value: object): Uint8Array {
  return new Uint8Array(AsnConvert.serialize(value));
}

/** Members of a SET OF in the order that DER asks for: by their encodings (X.690 11.6). */
export function inSetOrder<T extends object>(members: readonly T[]): T[] {
  return [...members].sort((a, b) => Buffer.compare(serializeAsn1(a), serializeAsn1(b)));
}

/** A copy in an ArrayBuffer of its own, as schema types want it; a Buffer is often a window into a larger pool. */
export function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** A schema OCTET STRING with a copy of the bytes. */
export function octetString(bytes: Uint8Array): OctetString {
  return new OctetString(toArrayBuffer(bytes));
}

/** The octets of a schema OCTET STRING. */
export function octets(value: OctetString): Uint8Array {
  return new Uint8Array(value.buffer);
}
