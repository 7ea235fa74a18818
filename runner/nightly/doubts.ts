import type { Baseline } from '../../reports/regression/baseline.ts';
import { formerViolations, violationsOf } from '../../reports/regression/classify.ts';
import { driftOf } from '../../reports/regression/compare-night.ts';
import type { Night } from '../../reports/regression/night.ts';
import type { Doubt } from './repeat.ts';

/**
 * The cases of which has to be known whether they always come out alike: whatever would be reported as a change, what is new
 * first. One case for each form, since cases of one form stand or fall together.
 */
export function doubtsOf(night: Night, baseline: Baseline | undefined): readonly Doubt[] {
  const changed = violationsOf(night, [], baseline).flatMap(
    ({ status, kind, subject, firstCase, repeat }): readonly Doubt[] => {
      // Two answers to one question are two cases, and each alone always gives its own.
      if (status === 'waived' || kind !== 'violation') return [];
      return [{ case: firstCase, subject, ...(repeat === undefined ? {} : { repeat }) }];
    },
  );
  const fixed = formerViolations(night, [], baseline).fixed.map(({ subject, case: id }): Doubt => ({
    case: id,
    subject,
  }));
  const drift = driftOf(night.report, baseline, () => undefined).map(({ key, firstSeen }): Doubt => ({
    case: firstSeen,
    subject: key,
  }));
  const contradictions = night.report.fingerprint
    .filter(({ answers }) => answers.length > 1)
    .flatMap(({ key, answers }) =>
      answers.map(({ firstSeen }): Doubt => ({ case: firstSeen, subject: key })),
    );
  return oneForEachCase([...drift, ...contradictions, ...fixed, ...changed]);
}

function oneForEachCase(doubts: readonly Doubt[]): readonly Doubt[] {
  return [...new Map(doubts.map((doubt) => [doubt.case, doubt])).values()];
}
