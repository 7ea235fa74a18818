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
  /** Cases that differ in yet other ways, beyond those that are kept. */
  beyond(): number;
}

export function keepForms(waivers: WaiverKeeper): FormKeeper {
  const accepting = new Map<string, Waiver>();
  const open = new Map<string, { readonly first: string; readonly witnesses: readonly string[] }>();
  const accepted = new Map<string, readonly string[]>();
  const findings = keepFindings({
    ...waivers,
    accept: (finding) => {
      const waiver = waivers.accept(finding);
      const { digest, case: id } = finding;
      if (waiver === undefined) {
        const known = open.get(digest) ?? { first: id, witnesses: [] };
        open.set(digest, { ...known, witnesses: withWitness(known.witnesses, id) });
      } else {
        accepting.set(digest, waiver);
        accepted.set(digest, withWitness(accepted.get(digest) ?? [], id));
      }
      return waiver;
    },
  });
  return {
    add: (finding) => {
      findings.add(finding);
    },
    forms: () =>
      findings.groups().map((group) => {
        const waiver = accepting.get(group.digest);
        // Whoever looks at it is shown a case that nobody has accepted, where there is one.
        const { first = group.firstCase, witnesses = accepted.get(group.digest) ?? [] } =
          open.get(group.digest) ?? {};
        return { ...group, firstCase: first, witnesses, ...(waiver === undefined ? {} : { waiver }) };
      }),
    beyond: () => {
      const { accepted: waived, notAccepted } = findings.counts();
      return waived + notAccepted - findings.groups().reduce((sum, { cases }) => sum + cases, 0);
    },
  };
}

function withWitness(known: readonly string[], id: string): readonly string[] {
  return isDrawn(id) || known.length >= witnessesAtMost ? known : [...known, id];
}

/** Whether waivers accept every case that showed a form. */
export function isWaived({ cases, accepted }: Form): boolean {
  return accepted === cases;
}
