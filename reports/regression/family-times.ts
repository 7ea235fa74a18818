import type { RunReport } from '../model/run-report.ts';
import type { FamilyTime } from './baseline.ts';

/** What the families of a run took, by name. */
export function familyTimes({ timing }: RunReport): Readonly<Record<string, FamilyTime>> {
  return Object.fromEntries(
    timing.families
      .filter(({ executed }) => executed > 0)
      .map(({ family, planned, executed, milliseconds }) => [
        family,
        { cases: executed, milliseconds, complete: executed >= planned },
      ]),
  );
}
