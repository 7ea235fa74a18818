import type { RunReport } from '../model/run-report.ts';
import type { FamilyTime } from './baseline.ts';

/** What the families of a run took, by name; those that there was no time for too. */
export function familyTimes({ timing }: RunReport): Readonly<Record<string, FamilyTime>> {
  return Object.fromEntries(
    timing.families.map(({ family, planned, executed, milliseconds }) => [
      family,
      { cases: executed, milliseconds, complete: executed >= planned },
    ]),
  );
}
