import { inconsistencies, judgeRun, type Tally } from '../tally.ts';

/** The rules by which a run is judged, the first that applies; docs/results.md has them as a table. */
export type ResultRule =
  | 'a-case-differs'
  | 'answers-contradict'
  | 'suite-error'
  | 'laboratory-failed'
  | 'nothing-judged'
  | 'numbers-do-not-add-up'
  | 'all-judged-conform';

/** The judgement on a whole run, and why it is that. */
export interface RunResult {
  readonly verdict: 'conform' | 'violation' | 'inconclusive';
  readonly rule: ResultRule;
  /** The rule with the numbers of this run, as a sentence. */
  readonly because: string;
}

/** Judges a run by its numbers: the verdict is judgeRun's, with the rule that led to it. */
export function resultOf(tally: Tally): RunResult {
  const verdict = judgeRun(tally);
  switch (verdict) {
    case 'violation':
      return { verdict, ...whyViolation(tally) };
    case 'inconclusive':
      return { verdict, ...whyInconclusive(tally) };
    case 'conform':
      return {
        verdict,
        rule: 'all-judged-conform',
        because: `All ${counted(tally.verdicts.conform, 'case')} that were judged did what the specification says, and every planned case is accounted for.`,
      };
  }
}

type Why = Pick<RunResult, 'rule' | 'because'>;

function whyViolation(tally: Tally): Why {
  const { violation, inconsistent, drift } = tally.verdicts;
  const differing = violation + inconsistent + drift;
  if (differing > 0) {
    return {
      rule: 'a-case-differs',
      because: `${counted(differing, 'case')} of ${tally.executed} can not be explained by any reading of the specification.`,
    };
  }
  return {
    rule: 'answers-contradict',
    because: `To ${counted(inconsistencies(tally).length, 'question')} that the specification leaves open the device gave different answers within this run.`,
  };
}

function whyInconclusive({ verdicts, planned, executed }: Tally): Why {
  if (verdicts['suite-error'] > 0) {
    return {
      rule: 'suite-error',
      because: `${counted(verdicts['suite-error'], 'case')} failed by a fault of the suite itself, which says nothing about the device.`,
    };
  }
  if (verdicts.inconclusive > 0) {
    return {
      rule: 'laboratory-failed',
      because: `Transport or laboratory failed in ${counted(verdicts.inconclusive, 'case')}, which says nothing about the device.`,
    };
  }
  if (verdicts.conform === 0) {
    return { rule: 'nothing-judged', because: 'Not a single case was judged: an empty run is no success.' };
  }
  return {
    rule: 'numbers-do-not-add-up',
    because: `${planned} cases were planned and ${executed} carried out, and the reasons do not account for the rest: the run was cut off.`,
  };
}

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
