import type { Case } from '../../cases/case.ts';

/** How large a case is: the characters of all that it prepares and does. A yes and a no count alike. */
export function sizeOf({ preparation, steps }: Case): number {
  return JSON.stringify([preparation, steps], (_, value: unknown) => (typeof value === 'boolean' ? 0 : value))
    .length;
}
