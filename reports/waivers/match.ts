import type { Finding, FindingPoint } from './finding.ts';
import { subjectOf, type Waiver } from './waiver.ts';

/** What became of one waiver in a run. */
export interface WaiverUse {
  readonly waiver: Waiver;
  /** `used`: it accepted something. `expired`: it would have, but its last day is over. `unused`: nothing matched it. */
  readonly state: 'used' | 'expired' | 'unused';
  /** Findings that it accepted, or would have accepted. */
  readonly cases: number;
  /** Findings of its cases that it does not cover, since what they blame or what was seen is something else. */
  readonly different: number;
}

/** Holds findings against waivers, as they come. */
export interface WaiverKeeper {
  /** The waiver that accepts a finding; undefined where none does. */
  accept(finding: Finding): Waiver | undefined;
  uses(): readonly WaiverUse[];
}

/** @param today the day for which waivers have to count, YYYY-MM-DD */
export function keepWaivers(waivers: readonly Waiver[], today: string): WaiverKeeper {
  const kept = waivers.map((waiver) => ({
    waiver,
    expired: waiver.expires < today,
    isCase: pattern(waiver.case),
    covers: coveredBy(waiver),
    cases: 0,
    different: 0,
  }));
  return {
    accept: (finding) => {
      let accepted: Waiver | undefined;
      for (const one of kept) {
        if (!one.isCase.test(finding.case)) continue;
        if (!one.covers(finding)) one.different++;
        else {
          // Every waiver that fits counts, so that the second of two is not called unused.
          one.cases++;
          if (!one.expired) accepted ??= one.waiver;
        }
      }
      return accepted;
    },
    uses: () =>
      kept.map(({ waiver, expired, cases, different }) => ({
        waiver,
        state: expired ? 'expired' : cases > 0 ? 'used' : 'unused',
        cases,
        different,
      })),
  };
}

/** Whether a finding is what a waiver is bound to, whatever the case. */
function coveredBy(waiver: Waiver): (finding: Finding) => boolean {
  const subject = subjectOf(waiver);
  const seen = seenAs(waiver);
  return (finding) => finding.kind === waiver.kind && finding.subject === subject && seen(finding);
}

function seenAs(waiver: Waiver): (finding: Finding) => boolean {
  const { observation } = waiver;
  if ('digest' in observation) return ({ digest }) => digest === observation.digest;
  const points = observation.points.map(({ requirement = subjectOf(waiver), expected, observed }) => {
    const [isExpected, isObserved] = [pattern(expected), pattern(observed)];
    return (point: FindingPoint): boolean =>
      point.subject === requirement && isExpected.test(point.expected) && isObserved.test(point.observed);
  });
  // All points of a case have to be waived: one more is a different failure, which must not hide behind the others.
  return (finding) =>
    finding.points.length > 0 && finding.points.every((point) => points.some((agrees) => agrees(point)));
}

/** A text in which * stands for any characters. */
function pattern(text: string): RegExp {
  const escaped = text.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's');
}
