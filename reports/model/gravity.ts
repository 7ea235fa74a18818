import type { VerdictKind } from '../../cases/verdict.ts';

/** Verdicts from the gravest to the one that says least; a place with several cases shows the first of these. */
export const byGravity = [
  'violation',
  'inconsistent',
  'drift',
  'suite-error',
  'inconclusive',
  'conform',
  'not-tested',
] as const satisfies readonly VerdictKind[];

/** Of two verdicts the graver one; `none`, where no case was, is the least. */
export function worseOf(one: VerdictKind | 'none', other: VerdictKind | 'none'): VerdictKind | 'none' {
  return rank(one) <= rank(other) ? one : other;
}

function rank(kind: VerdictKind | 'none'): number {
  return kind === 'none' ? byGravity.length : byGravity.indexOf(kind);
}
