import type { Comparison, Numbers, Outcome, OutcomeKind } from './comparison.ts';
import { counted } from './words.ts';

/** What the outcome follows from. */
export type Facts = Pick<Comparison, 'requirements' | 'questions' | 'fields' | 'numbers'>;

/** The rules by which the outcome is found, the first that applies; docs/results.md has them as a table. */
const rules: readonly {
  readonly kind: OutcomeKind;
  readonly applies: (facts: Facts) => boolean;
  readonly because: (facts: Facts) => string;
}[] = [
  {
    kind: 'nothing-in-common',
    applies: ({ requirements, questions }) =>
      !requirements.some(({ cells }) => cells.filter(({ verdict }) => isDecided(verdict)).length > 1) &&
      !questions.some(({ cells }) => cells.filter(({ length }) => length > 0).length > 1),
    because: () => 'No requirement was decided, and no open question answered, by two of these runs.',
  },
  {
    kind: 'verdicts-differ',
    applies: ({ numbers }) => numbers.requirements.differs > 0,
    because: ({ numbers }) =>
      `${counted(numbers.requirements.differs, 'requirement is', 'requirements are')} violated on some devices and kept on others${and(numbers)}.`,
  },
  {
    kind: 'violations-differ',
    applies: ({ numbers, fields }) => numbers.violatedUnlike > 0 || fields.length > 0,
    because: ({ numbers, fields }) =>
      [
        'No requirement is violated on one device and kept on another, but',
        [
          ...(numbers.violatedUnlike > 0
            ? [
                `${counted(numbers.violatedUnlike, 'requirement is', 'requirements are')} violated in different ways`,
              ]
            : []),
          ...(fields.length > 0
            ? [`${counted(fields.length, 'field')} of the matrix came out differently`]
            : []),
        ].join(', and '),
      ].join(' ') + `${and(numbers)}.`,
  },
  {
    kind: 'answers-differ',
    applies: ({ numbers }) => numbers.questions.differs > 0,
    because: ({ numbers }) =>
      `Every requirement that several runs decided has one verdict; ${counted(numbers.questions.differs, 'open question is', 'open questions are')} answered differently, which is no fault.`,
  },
  {
    kind: 'decided-in-part',
    applies: ({ numbers }) => gapsIn(numbers) > 0,
    because: ({ numbers }) =>
      `Nothing differs as far as several runs decided it, but ${counted(gapsIn(numbers), 'requirement was', 'requirements were')} decided on some devices only.`,
  },
  {
    kind: 'alike',
    applies: () => true,
    because: ({
      numbers: {
        requirements: { violated, kept },
      },
    }) =>
      `All ${counted(violated + kept, 'requirement')} that the runs decided have one verdict on every device${violated > 0 ? `, and ${violated} of them ${violated === 1 ? 'is' : 'are'} violated everywhere` : ''}; no open question is answered differently.`,
  },
];

export function outcomeOf(facts: Facts): Outcome {
  const rule = rules.find(({ applies }) => applies(facts));
  // The last one applies to everything.
  if (rule === undefined) throw new RangeError('no rule applies');
  return { kind: rule.kind, because: rule.because(facts) };
}

function isDecided(verdict: string): boolean {
  return verdict === 'violated' || verdict === 'kept';
}

/** Requirements that were decided on some devices and not on others. */
export function gapsIn({ requirements }: Pick<Numbers, 'requirements'>): number {
  return requirements['violated-in-part'] + requirements['kept-in-part'];
}

function and({ questions }: Numbers): string {
  return questions.differs === 0
    ? ''
    : `; ${counted(questions.differs, 'open question is', 'open questions are')} answered differently`;
}
