import { ScepMessageError } from './error.ts';
import type { DerValue } from './der-read.ts';

/** Whether a PrintableString can hold the text (X.680 41.4). */
export function isPrintableText(text: string): boolean {
  return /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The text of a string value of any of the types that names and passwords use.
 *
 * @throws ScepMessageError `format` for another type, or octets that its character set does not have
 */
export function readText(value: DerValue): string {
  switch (value.tag) {
    case 0x0c:
      try {
        return strictUtf8.decode(value.content);
      } catch {
        throw new ScepMessageError('format', 'a UTF8String that is not UTF-8');
      }
    // NumericString, PrintableString, TeletexString, IA5String, VisibleString. Many writers put Latin-1 into the third.
    case 0x12:
    case 0x13:
    case 0x14:
    case 0x16:
    case 0x1a:
      return Buffer.from(value.content).toString('latin1');
    case 0x1e:
      if (value.content.length % 2 !== 0)
        throw new ScepMessageError('format', 'a BMPString of an odd length');
      return Buffer.from(value.content).swap16().toString('utf16le');
    default:
      throw new ScepMessageError('format', `no string: tag 0x${value.tag.toString(16)}`);
  }
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
