import { answerKeys } from '../../csp/ambiguities.ts';
import type { FingerprintRow, RunReport, UnansweredRow } from '../model/run-report.ts';
import type { QuestionCell, QuestionComparison, QuestionRelation } from './comparison.ts';

/** Open questions × runs: every question that the suite of some run knew. */
export function compareQuestions(reports: readonly RunReport[]): readonly QuestionComparison[] {
  return allOf(reports).map(({ key, ambiguity, question }) => {
    const rows = reports.map(({ fingerprint }) => fingerprint.find((row) => row.key === key));
    const cells = rows.map(
      (row): QuestionCell => row?.answers.map(({ answer, firstSeen }) => ({ answer, firstSeen })) ?? [],
    );
    return {
      key,
      ambiguity,
      question,
      relation: relationOf(cells),
      answers: answersOf(rows.flatMap((row) => row ?? [])),
      cells,
    };
  });
}

function allOf(reports: readonly RunReport[]): readonly UnansweredRow[] {
  const known = new Map<string, UnansweredRow>();
  for (const row of reports.flatMap(({ fingerprint, unanswered }) => [...fingerprint, ...unanswered])) {
    const other = known.get(row.key);
    if (other === undefined || row.question < other.question) known.set(row.key, row);
  }
  const places = new Map<string, number>(answerKeys.map((key, index) => [key, index]));
  const placeOf = (key: string): number => places.get(key) ?? answerKeys.length;
  return [...known.values()].sort(
    (left, right) => placeOf(left.key) - placeOf(right.key) || (left.key < right.key ? -1 : 1),
  );
}

/** The answer that most devices gave first. */
function answersOf(rows: readonly FingerprintRow[]): QuestionComparison['answers'] {
  const given = new Map<string, { readonly meaning: string; readonly runs: number }>();
  for (const { answer, meaning } of rows.flatMap(({ answers }) => answers)) {
    const before = given.get(answer);
    given.set(answer, {
      meaning: before === undefined || meaning < before.meaning ? meaning : before.meaning,
      runs: (before?.runs ?? 0) + 1,
    });
  }
  return [...given]
    .sort(
      ([left, { runs: leftRuns }], [right, { runs: rightRuns }]) =>
        rightRuns - leftRuns || (left < right ? -1 : 1),
    )
    .map(([answer, { meaning }]) => ({ answer, meaning }));
}

/** A device that gave two answers differs from one that gave either of them. */
function relationOf(cells: readonly QuestionCell[]): QuestionRelation {
  const answered = cells.filter(({ length }) => length > 0);
  if (answered.length === 0) return 'nowhere';
  const distinct = new Set(answered.map((cell) => JSON.stringify(cell.map(({ answer }) => answer).sort())));
  if (distinct.size > 1) return 'differs';
  return answered.length === cells.length ? 'same' : 'in-part';
}
