/** The statement of a certificate. */
export type Result = 'passed' | 'passed with waivers' | 'failed' | 'inconclusive';

/** The numbers of a run that decide its result. */
export interface Facts {
  /** Findings against the device that no waiver in force accepts. */
  readonly notAccepted: number;
  readonly accepted: number;
  readonly suiteErrors: number;
  readonly laboratoryFailures: number;
  /** Cases that were judged, for or against the device. */
  readonly judged: number;
  /** Planned cases of which nobody knows what became. */
  readonly unaccounted: number;
  /** Requirements of level must, and those of them that decided what was seen. */
  readonly demanded: number;
  readonly decided: number;
  /** Whether the program that carries out the cases ended as it should. */
  readonly ended: boolean;
}

export interface DecisionRule {
  readonly id: string;
  readonly result: Result;
  /** When it applies, as the report declares it. */
  readonly text: string;
}

/** The least share of the demanded requirements that has to be decided for a device to pass, in percent. */
export const leastDecided = 90;

type Rule = DecisionRule & { readonly applies: (facts: Facts) => boolean };

/**
 * The decision rules of ISO/IEC 17025, 7.8.6: the first that applies gives the result. Verdicts have no margin of
 * uncertainty to be weighed, since each is yes or no; what is uncertain is the suite, and the report says how much.
 */
const rules: readonly Rule[] = [
  {
    id: 'difference',
    result: 'failed',
    text: 'At least one case shows what no reading of the specification explains, or two answers to one question, and no waiver in force accepts it.',
    applies: ({ notAccepted }) => notAccepted > 0,
  },
  {
    id: 'suite-error',
    result: 'inconclusive',
    text: 'A case failed by an error of the suite itself.',
    applies: ({ suiteErrors }) => suiteErrors > 0,
  },
  {
    id: 'laboratory',
    result: 'inconclusive',
    text: 'Transport or laboratory failed in a case.',
    applies: ({ laboratoryFailures }) => laboratoryFailures > 0,
  },
  {
    id: 'cut-off',
    result: 'inconclusive',
    text: 'Not every planned case is accounted for, or the run did not end as it should.',
    applies: ({ unaccounted, ended }) => unaccounted !== 0 || !ended,
  },
  {
    id: 'nothing',
    result: 'inconclusive',
    text: 'No case was judged.',
    applies: ({ judged }) => judged === 0,
  },
  {
    id: 'too-little',
    result: 'inconclusive',
    text: `Fewer than ${leastDecided} % of the requirements of level must were decided by what was seen.`,
    applies: ({ decided, demanded }) => decided * 100 < demanded * leastDecided,
  },
  {
    id: 'accepted',
    result: 'passed with waivers',
    text: 'Every difference is accepted by a waiver in force, and nothing else stands in the way of a result.',
    applies: ({ accepted }) => accepted > 0,
  },
  {
    id: 'none',
    result: 'passed',
    text: 'No case differed, and nothing stands in the way of a result.',
    applies: () => true,
  },
];

/** The rules as a report declares them. */
export const decisionRules: readonly DecisionRule[] = rules.map(({ id, result, text }) => ({
  id,
  result,
  text,
}));

/** The result of a run, and the first rule that applies to it. */
export function decide(facts: Facts): DecisionRule {
  const found = rules.find(({ applies }) => applies(facts));
  if (found === undefined) throw new RangeError('the last decision rule has to apply always');
  const { id, result, text } = found;
  return { id, result, text };
}
