import { decodeText } from '../syncml/decode.ts';
import { defaultLimits } from '../syncml/limits.ts';
import { RefusedText } from '../syncml/refusal.ts';

/** The text of a payload to quote from: as the codec decodes it, or byte for byte where it refuses to. */
export function textToQuote(bytes: Uint8Array): string {
  try {
    return decodeText(bytes, defaultLimits);
  } catch (error) {
    if (error instanceof RefusedText) return Buffer.from(bytes).toString('latin1');
    throw error;
  }
}
