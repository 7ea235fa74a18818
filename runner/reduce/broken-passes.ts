import type { Case } from '../../cases/case.ts';
import { commandsOf } from './commands.ts';
import { documentsOf, without, type SentDocument } from './edit.ts';
import { rowOf, type Pass } from './pass.ts';

/** Pieces that a document in which no command can be found is cut into: so many at most. */
const mostPieces = 32;

/** Pieces of documents whose structure is broken beyond finding their commands: lines, or parts of equal length. */
export const dropPieces: Pass = {
  kind: 'cut',
  rows: (testCase) => {
    const commands = commandsOf(testCase);
    return documentsOf(testCase)
      .filter((_, index) => commands[index]?.length === 0)
      .map((document) => piecesOf(testCase, document));
  },
};

function piecesOf(testCase: Case, { step, text }: SentDocument): ReturnType<typeof rowOf> {
  const lines = text.split(/(?<=\n)/);
  const pieces = lines.length > 1 && lines.length <= mostPieces ? lines : equalParts(text, mostPieces);
  let behind = 0;
  const ranges = pieces.map((piece) => ({ step, start: behind, end: (behind += piece.length) }));
  return rowOf(ranges, (dropped) => without(testCase, dropped));
}

/** A text in so many pieces, or in its characters where there are fewer. */
export function equalParts(text: string, count: number): readonly string[] {
  const characters = Array.from(text);
  const size = Math.ceil(characters.length / count);
  const parts: string[] = [];
  for (let start = 0; start < characters.length; start += size) {
    parts.push(characters.slice(start, start + size).join(''));
  }
  return parts;
}
