import type { Case } from '../../cases/case.ts';

/** A way of making cases smaller. */
export type Pass =
  /** Leaves parts out, many at a time first. Rows inside of another row come after it. */
  | { readonly kind: 'cut'; readonly rows: (testCase: Case) => readonly Row[] }
  /** Puts something simpler in a place; for each place the candidates, the simplest first. */
  | { readonly kind: 'change'; readonly places: (testCase: Case) => readonly Iterable<Case>[] };

/** Parts that stand beside each other, and can be left out for themselves. */
export interface Row {
  readonly length: number;
  /** The case without the parts of these numbers. */
  without(from: number, to: number): Case;
}

/** A row of parts of any kind. */
export function rowOf<Part>(parts: readonly Part[], without: (dropped: readonly Part[]) => Case): Row {
  return { length: parts.length, without: (from, to) => without(parts.slice(from, to)) };
}

/** A list without some of its members. */
export function listWithout<Member>(list: readonly Member[], dropped: readonly Member[]): readonly Member[] {
  return list.filter((member) => !dropped.includes(member));
}
