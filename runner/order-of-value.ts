import type { Level } from '../cases/case.ts';
import type { Family } from '../generators/family.ts';

/** What tells most in the least time comes first, for whoever has not the time for all of it. */
const value: Readonly<Record<Level, number>> = {
  matrix: 0,
  example: 1,
  combinations: 2,
  wire: 3,
  sessions: 4,
};

/** Families of the same level stay in their order. What they generate does not depend on it (seeds.ts). */
export function inOrderOfValue(families: readonly Family[]): readonly Family[] {
  return [...families].sort((left, right) => value[left.level] - value[right.level]);
}
