import { coveringArray, type PartialRow, type Space, type Tuple } from './covering-array.ts';
import type { DetectableFault } from './detectable-fault.ts';

/** One choice of a subject, with all the values that are combined with those of the others. */
export interface Parameter<Choice extends string, Change> {
  readonly name: Choice;
  readonly values: readonly Change[];
}

/** Everything that covering arrays over a kind of subject need to know of it. */
export interface Combination<Subject, Choice extends string, Change> {
  /** What is not chosen stays as it is here. */
  readonly usual: Subject;
  readonly parameters: readonly Parameter<Choice, Change>[];
  /** Values that are a fault, by themselves or together. */
  readonly faults: readonly DetectableFault<Subject, Choice>[];
  readonly changed: (subject: Subject, change: Change) => Subject;
}

/**
 * The space of subjects that have exactly the faults that are wanted. One fault hides the next, so rows that are to
 * test a fault have no other (PICT, "negative testing").
 */
export function spaceOf<Subject, Choice extends string, Change>(
  combination: Combination<Subject, Choice, Change>,
  wanted: readonly DetectableFault<Subject, Choice>[],
): Space {
  return {
    sizes: sizesOf(combination),
    constraints: combination.faults.map((fault) => ({
      over: readBy(combination, [fault]),
      allows: (row) => fault.isIn(subjectOf(combination, row)) === wanted.includes(fault),
    })),
  };
}

/**
 * The space of subjects that have exactly one fault, and that one out of a group. Faults of one kind, such as one
 * for each setting that can be missing, share the rows in which the other choices are varied.
 */
export function spaceWithOneOf<Subject, Choice extends string, Change>(
  combination: Combination<Subject, Choice, Change>,
  group: readonly DetectableFault<Subject, Choice>[],
): Space {
  if (group.length === 1) return spaceOf(combination, group);
  const others = combination.faults.filter((fault) => !group.includes(fault));
  const inGroup = (row: PartialRow): number => {
    const subject = subjectOf(combination, row);
    return group.filter((fault) => fault.isIn(subject)).length;
  };
  return {
    sizes: sizesOf(combination),
    constraints: [
      ...others.map((fault) => ({
        over: readBy(combination, [fault]),
        allows: (row: PartialRow) => !fault.isIn(subjectOf(combination, row)),
      })),
      // Found early, before every choice of the group has been made.
      ...group.flatMap((fault, index) =>
        group.slice(index + 1).map((other) => ({
          over: readBy(combination, [fault, other]),
          allows: (row: PartialRow) => {
            const subject = subjectOf(combination, row);
            return !(fault.isIn(subject) && other.isIn(subject));
          },
        })),
      ),
      { over: readBy(combination, group), allows: (row: PartialRow) => inGroup(row) === 1 },
    ],
  };
}

/** The subject that a row stands for; what is not filled in is as usual. */
export function subjectOf<Subject, Choice extends string, Change>(
  { usual, parameters, changed }: Combination<Subject, Choice, Change>,
  row: PartialRow,
): Subject {
  return row.reduce<Subject>((subject, value, index) => {
    const change = value === undefined ? undefined : parameters[index]?.values[value];
    return change === undefined ? subject : changed(subject, change);
  }, usual);
}

/** The row of a subject, for measuring; a value that is not among the parameter's is not filled in. */
export function rowIn<Subject, Choice extends string, Change>(
  { parameters, changed }: Combination<Subject, Choice, Change>,
  subject: Subject,
): PartialRow {
  const known = JSON.stringify(subject);
  return parameters.map(({ values }) => {
    // A subject has a value where choosing it changes nothing.
    const index = values.findIndex((value) => JSON.stringify(changed(subject, value)) === known);
    return index === -1 ? undefined : index;
  });
}

/**
 * What a combination of values is called: `keyLocation 3 with tpm true`.
 * @param wordsOf for values that are no texts
 */
export function nameOfTuple<Subject, Choice extends string, Change extends object>(
  { parameters }: Combination<Subject, Choice, Change>,
  tuple: Tuple,
  wordsOf: (value: object) => string = JSON.stringify,
): string {
  const words = (value: unknown): string => {
    if (value === undefined) return 'absent';
    if (typeof value === 'string') return value;
    return typeof value === 'object' && value !== null ? wordsOf(value) : JSON.stringify(value);
  };
  return tuple
    .map(([parameter, value]) => {
      const { name = '', values = [] } = parameters[parameter] ?? {};
      return `${name} ${Object.values(values[value] ?? {})
        .map(words)
        .join(' ')}`;
    })
    .join(' with ');
}

/** Valid subjects in which every possible combination of `strength` values occurs. */
export function validSubjects<Subject, Choice extends string, Change>(
  combination: Combination<Subject, Choice, Change>,
  strength: number,
): readonly Subject[] {
  return coveringArray(spaceOf(combination, []), strength).map((row) => subjectOf(combination, row));
}

/** Subjects with one fault of a group, in which the group meets every possible combination of `strength` - 1 other values. */
export function faultySubjects<Subject, Choice extends string, Change>(
  combination: Combination<Subject, Choice, Change>,
  group: readonly DetectableFault<Subject, Choice>[],
  strength: number,
): readonly Subject[] {
  return coveringArray(spaceWithOneOf(combination, group), strength - 1).map((row) =>
    subjectOf(combination, row),
  );
}

function sizesOf<Subject, Choice extends string, Change>({
  parameters,
}: Combination<Subject, Choice, Change>): readonly number[] {
  return parameters.map(({ values }) => values.length);
}

/** Numbers of the parameters that faults look at; what no parameter has stays as usual. */
function readBy<Subject, Choice extends string, Change>(
  { parameters }: Combination<Subject, Choice, Change>,
  faults: readonly DetectableFault<Subject, Choice>[],
): readonly number[] {
  const choices = new Set(faults.flatMap(({ reads }) => reads));
  return [...choices].flatMap((choice) => {
    const index = parameters.findIndex(({ name }) => name === choice);
    return index === -1 ? [] : [index];
  });
}
