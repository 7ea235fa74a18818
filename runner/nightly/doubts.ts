import type { Violation } from '../../reports/regression/nightly-report.ts';
import type { Baseline } from '../../reports/regression/baseline.ts';
import { formerViolations, violationsOf } from '../../reports/regression/classify.ts';
import { driftOf } from '../../reports/regression/compare-night.ts';
import type { Night } from '../../reports/regression/night.ts';
import { repeatedAtMost, type Doubt } from './repeat.ts';

/**
 * The cases of which has to be known whether they always come out alike: whatever would be reported as a change, what is new
 * first; and what is no change where there is room. One case for each form, since cases of one form stand or fall together.
 */
export function doubtsOf(night: Night, baseline: Baseline | undefined): readonly Doubt[] {
  const doubtOf = ({ subject, firstCase, repeat }: Violation): Doubt => ({
    case: firstCase,
    subject,
    ...(repeat === undefined ? {} : { repeat }),
  });
  // Two answers to one question are two cases, and each alone always gives its own.
  const violations = violationsOf(night, [], baseline).filter(({ kind }) => kind === 'violation');
  const fresh = violations.filter(({ status }) => status === 'new').map(doubtOf);
  const others = violations.filter(({ status }) => status === 'known' || status === 'further').map(doubtOf);
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
  const changes = oneForEachCase([...fresh, ...drift, ...contradictions, ...fixed]);
  return oneForEachCase([...changes, ...others.slice(0, Math.max(0, repeatedAtMost - changes.length))]);
}

function oneForEachCase(doubts: readonly Doubt[]): readonly Doubt[] {
  return [...new Map(doubts.map((doubt) => [doubt.case, doubt])).values()];
}
