import type { Finding } from '../waivers/finding.ts';
import type { WaiverKeeper } from '../waivers/match.ts';
import type { FindingGroup } from './certification-report.ts';

/** So many groups are in a report; beyond them the device differs in every way, and the numbers say so. */
const groupsAtMost = 1000;

/** Holds what speaks against a device against the waivers, and keeps it by what was seen. */
export interface FindingKeeper {
  add(finding: Finding): void;
  groups(): readonly FindingGroup[];
  counts(): { readonly accepted: number; readonly notAccepted: number };
}

export function keepFindings(waivers: WaiverKeeper): FindingKeeper {
  const groups = new Map<string, { -readonly [Key in keyof FindingGroup]: FindingGroup[Key] }>();
  let accepted = 0;
  let notAccepted = 0;
  return {
    add: (finding) => {
      const isAccepted = waivers.accept(finding) !== undefined;
      if (isAccepted) accepted++;
      else notAccepted++;
      const { kind, subject, digest, points, case: firstCase } = finding;
      let group = groups.get(digest);
      if (group === undefined) {
        if (groups.size >= groupsAtMost) return;
        group = { kind, subject, digest, points, cases: 0, accepted: 0, firstCase };
        groups.set(digest, group);
      }
      group.cases++;
      if (isAccepted) group.accepted++;
    },
    // What nobody has accepted comes first.
    groups: () =>
      [...groups.values()].sort(
        (left, right) =>
          right.cases - right.accepted - (left.cases - left.accepted) ||
          right.cases - left.cases ||
          (left.digest < right.digest ? -1 : 1),
      ),
    counts: () => ({ accepted, notAccepted }),
  };
}
