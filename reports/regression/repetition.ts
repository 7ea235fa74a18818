import type { Verdict } from '../../cases/verdict.ts';
import { findingOf } from '../waivers/finding.ts';
import { isAnswerKey } from './about.ts';
import type { Flaky } from './nightly-report.ts';

/** A case that was carried out again, and everything that came of it; the first is what counted. */
export interface Repetition {
  readonly case: string;
  /** Why it was repeated: the requirement that it blames, or the question that it answers. */
  readonly subject: string;
  readonly verdicts: readonly Verdict[];
  readonly repeat?: string;
}

/** The repeated cases that did not always come out alike. That transport failed once says nothing of the device. */
export function flakyIn(repetitions: readonly Repetition[]): readonly Flaky[] {
  return repetitions.flatMap(({ case: id, subject, verdicts, repeat }) => {
    const outcomes = new Map<string, { outcome: string; times: number }>();
    for (const verdict of verdicts) {
      if (verdict.kind === 'inconclusive' || verdict.kind === 'not-tested') continue;
      const { key, outcome } = outcomeOf(id, subject, verdict);
      const known = outcomes.get(key) ?? { outcome, times: 0 };
      known.times++;
      outcomes.set(key, known);
    }
    if (outcomes.size < 2) return [];
    return [
      {
        case: id,
        subject,
        outcomes: [...outcomes.values()],
        ...(repeat === undefined ? {} : { repeat }),
      },
    ];
  });
}

/** What is compared, and how it is told. */
function outcomeOf(id: string, subject: string, verdict: Verdict): { key: string; outcome: string } {
  const finding = findingOf({ id, verdict });
  if (finding !== undefined) {
    const [point] = finding.points;
    const seen = point === undefined ? '' : `: ${point.observed} where ${point.expected} was expected`;
    return { key: finding.digest, outcome: `${finding.kind} of ${finding.subject}${seen}` };
  }
  if (verdict.kind !== 'conform') return { key: verdict.kind, outcome: verdict.kind };
  const answer = isAnswerKey(subject) ? verdict.answers[subject] : undefined;
  return answer === undefined
    ? { key: 'conform', outcome: 'conform' }
    : { key: `conform ${answer}`, outcome: `conform, ${subject} answered ${answer}` };
}
