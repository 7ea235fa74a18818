import type { Comparison, ComparisonPointer, RequirementComparison } from './comparison.ts';
import { gapsIn } from './outcome.ts';
import { counted, namesOf } from './words.ts';

/** So many things are pointed at; who is shown more sees none. */
const pointersAtMost = 6;
/** Requirements among them. */
const requirementsAtMost = 3;

/**
 * What a reader should see first: a requirement that few devices violate and others keep, since it tells them apart; then
 * what is violated where others decided nothing, and what all violate; then contradictions, open questions and gaps.
 */
export function lookAtFirst(
  comparison: Pick<Comparison, 'runs' | 'requirements' | 'others' | 'questions' | 'fields' | 'numbers'>,
): readonly ComparisonPointer[] {
  const names = comparison.runs.map(({ name }) => name);
  return [
    ...pointAtErrors(comparison, names),
    ...byUrgency(comparison.requirements)
      .slice(0, requirementsAtMost)
      .map((row) => pointAtRequirement(row, names)),
    ...pointAtFields(comparison),
    ...pointAtQuestions(comparison, names),
    ...pointAtGaps(comparison),
  ].slice(0, pointersAtMost);
}

const urgency = ['differs', 'violated-in-part', 'violated'] as const;

/** Requirements that some device violates, the most telling first. */
export function byUrgency(requirements: readonly RequirementComparison[]): readonly RequirementComparison[] {
  const rank = ({ relation }: RequirementComparison): number =>
    urgency.findIndex((each) => each === relation);
  return requirements
    .filter((row) => rank(row) >= 0)
    .map((row, place) => ({ row, place }))
    .sort(
      (left, right) =>
        rank(left.row) - rank(right.row) ||
        Number(left.row.alike ?? true) - Number(right.row.alike ?? true) ||
        violating(left.row) - violating(right.row) ||
        blaming(right.row) - blaming(left.row) ||
        left.place - right.place,
    )
    .map(({ row }) => row);
}

function violating({ cells }: RequirementComparison): number {
  return cells.filter(({ verdict }) => verdict === 'violated').length;
}

function blaming({ cells }: RequirementComparison): number {
  return cells.reduce((sum, { violations }) => sum + violations, 0);
}

function pointAtRequirement(
  { id, text, relation, alike, cells }: RequirementComparison,
  names: readonly string[],
): ComparisonPointer {
  const on = (wanted: string): readonly string[] =>
    names.filter((_, index) => cells[index]?.verdict === wanted);
  const how = alike === false ? ', not in the same way' : '';
  return {
    kind: 'requirement',
    key: id,
    title:
      relation === 'differs'
        ? `${id} is violated on ${namesOf(on('violated'), 'devices')} and kept on ${namesOf(on('kept'), 'others')}${how}`
        : relation === 'violated'
          ? `${id} is violated on every device${how}`
          : `${id} is violated on ${namesOf(on('violated'), 'devices')}${how}, and decided on no other`,
    text,
  };
}

/** Errors of the suite put the rest in doubt. */
function pointAtErrors(
  { others }: Pick<Comparison, 'others'>,
  names: readonly string[],
): readonly ComparisonPointer[] {
  return others
    .filter(({ kind }) => kind === 'suite-error')
    .map(({ kind, text, cells }) => ({
      kind: 'other',
      key: kind,
      title: `Errors of the suite itself on ${namesOf(names.filter((_, index) => (cells[index]?.cases ?? 0) > 0))}`,
      text,
    }));
}

function pointAtFields({ fields }: Pick<Comparison, 'fields'>): readonly ComparisonPointer[] {
  if (fields.length === 0) return [];
  return [
    {
      kind: 'field',
      title: `${counted(fields.length, 'field')} of the matrix ${fields.length === 1 ? 'differs' : 'differ'}`,
      text: 'A verb on a node in a certain state, which is as it should be on one device and not on another.',
    },
  ];
}

function pointAtQuestions(
  { questions, numbers }: Pick<Comparison, 'questions' | 'numbers'>,
  names: readonly string[],
): readonly ComparisonPointer[] {
  const contradicted = questions.filter(({ cells }) => cells.some(({ length }) => length > 1));
  const differing = questions.filter(({ relation }) => relation === 'differs');
  return [
    ...contradicted.slice(0, 1).map(({ key, question, cells }): ComparisonPointer => ({
      kind: 'question',
      key,
      title: `${namesOf(names.filter((_, index) => (cells[index]?.length ?? 0) > 1))} gave two answers to ${key}${contradicted.length > 1 ? `, and ${contradicted.length - 1} more like it` : ''}`,
      text: `${question}.`,
    })),
    ...differing.slice(0, 1).map(({ key }): ComparisonPointer => ({
      kind: 'question',
      key,
      title: `${counted(numbers.questions.differs, 'open question')} answered differently`,
      text: 'None of it is a fault; it is what a profile has to allow for.',
    })),
  ];
}

function pointAtGaps({ numbers }: Pick<Comparison, 'numbers'>): readonly ComparisonPointer[] {
  const gaps = gapsIn(numbers);
  if (gaps === 0) return [];
  return [
    {
      kind: 'gap',
      title: `${counted(gaps, 'requirement')} decided on some devices only`,
      text: 'There the runs can not be compared.',
    },
  ];
}
