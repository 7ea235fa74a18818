import { isDrawn } from '../../cases/drawn.ts';
import type { FindingGroup } from '../certification/certification-report.ts';
import { keepFindings } from '../certification/finding-groups.ts';
import type { Finding } from '../waivers/finding.ts';
import type { WaiverKeeper } from '../waivers/match.ts';
import type { Waiver } from '../waivers/waiver.ts';

/** So many cases are noted by which a form is looked for on later nights. */
const witnessesAtMost = 3;

/** One way in which a device differs: what the cases that show it have in common. */
export interface Form extends FindingGroup {
  /** Cases that showed it and that are the same every night, a few of them. */
  readonly witnesses: readonly string[];
  /** A waiver that accepts it in some case; it is waived where that holds for all of them. */
  readonly waiver?: Waiver;
}

/** Gathers what speaks against a device; its memory grows with the number of forms only. */
export interface FormKeeper {
  add(finding: Finding): void;
  /** What nobody has accepted first, and what most cases show. */
  forms(): readonly Form[];
}

export function keepForms(waivers: WaiverKeeper): FormKeeper {
  const accepting = new Map<string, Waiver>();
  const witnesses = new Map<string, readonly string[]>();
  const findings = keepFindings({
    ...waivers,
    accept: (finding) => {
      const waiver = waivers.accept(finding);
      if (waiver !== undefined) accepting.set(finding.digest, waiver);
      return waiver;
    },
  });
  return {
    add: (finding) => {
      findings.add(finding);
      if (isDrawn(finding.case)) return;
      const known = witnesses.get(finding.digest) ?? [];
      if (known.length < witnessesAtMost) witnesses.set(finding.digest, [...known, finding.case]);
    },
    forms: () =>
      findings.groups().map((group) => {
        const waiver = accepting.get(group.digest);
        return {
          ...group,
          witnesses: witnesses.get(group.digest) ?? [],
          ...(waiver === undefined ? {} : { waiver }),
        };
      }),
  };
}

/** Whether waivers accept every case that showed a form. */
export function isWaived({ cases, accepted }: Form): boolean {
  return accepted === cases;
}
