import type { Case, CaseKind } from './case.ts';

/** All kinds, in the order in which tables show them. */
export const caseKinds = ['positive', 'negative', 'boundary'] as const satisfies readonly CaseKind[];

/** What kind of test a case is; where it does not say so, its faults do. */
export function kindsOf({ kinds, faults }: Pick<Case, 'kinds' | 'faults'>): readonly CaseKind[] {
  return kinds ?? [faults.length === 0 ? 'positive' : 'negative'];
}
