import { readDer } from '../../pki/scep/der-read.ts';
import { ScepMessageError } from '../../pki/scep/error.ts';
import { readName, writeName } from '../../pki/scep/names.ts';
import { remember } from '../../pki/remember.ts';

/**
 * The parts of a distinguished name, each in one spelling, so that two texts of the same name have the same parts. A
 * text that is no name is its own only part.
 */
export const partsOfName: (text: string) => readonly string[] = remember(
  256,
  (text) => text,
  (text) => {
    try {
      return splitParts(readName(readDer(writeName(text))));
    } catch (error) {
      if (error instanceof ScepMessageError) return [text];
      throw error;
    }
  },
);

/** readName puts a comma and a blank between parts, and a backslash before every comma and backslash inside of one. */
function splitParts(name: string): readonly string[] {
  return name.match(/(?:\\.|[^\\,])+(?=, |$)/gs)?.map((part) => part.trimStart()) ?? [];
}
