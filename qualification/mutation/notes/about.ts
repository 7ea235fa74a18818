import type { Note } from '../note.ts';

/** Which mutants of a file a note is about. */
export type Place = Pick<Note, 'line' | 'original' | 'replacement'>;

/** One reason for several mutants of a file. */
export function about(
  file: string,
  because: Note['because'],
  reason: string,
  places: readonly Place[],
): readonly Note[] {
  return places.map((place): Note => ({ file, because, reason, ...place }));
}
