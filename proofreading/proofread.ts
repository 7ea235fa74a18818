import { readDocument } from './document.ts';
import { limits } from './limits.ts';
import type { Remark } from './remark.ts';
import { validate, type Flaw } from './validate.ts';

/**
 * Reads a document as a DM message of SyncML 1.2, independently of the codec that wrote it (docs/architecture.md).
 * @returns what is wrong, in the order of the document; nothing for a valid message. A document that is no XML has one
 *   remark, where reading ended.
 */
export function proofread(bytes: Uint8Array): readonly Remark[] {
  const reading = readDocument(bytes);
  if (!reading.ok) {
    const { rule, text, at, what } = reading;
    return [{ rule, ...placeOf(text, at), what }];
  }
  const flaws: Flaw[] = [];
  validate(reading.root, (flaw) => {
    if (flaws.length < limits.remarks) flaws.push(flaw);
  });
  return flaws.map(({ element, ...flaw }) => ({ ...flaw, ...placeOf(reading.text, element.at) }));
}

function placeOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split(/\r\n|\r|\n/);
  return { line: before.length, column: Array.from(before.at(-1) ?? '').length + 1 };
}
