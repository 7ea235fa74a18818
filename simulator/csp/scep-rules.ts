import type { AnswerTo } from '../../csp/ambiguities.ts';
import type { CompleteAnswers } from '../answers.ts';
import type { CommandContext } from '../engine/provider.ts';

/** SCEP settings and Enroll, as far as they do not need a server (csp-source.txt, SCEP). */
export interface ScepRules {
  /** Status of an accepted Exec of Enroll. */
  readonly acceptedExec: string;
  /** What an Exec of Enroll does (R-GEN-03, A-20). */
  readonly enrollTiming: (context: CommandContext) => 'now' | 'at-commit' | 'refused';
  /** What becomes of Challenge once the Exec is accepted (R-SCEP-07, A-21). */
  readonly challengeAfterExec: 'deleted' | 'emptied' | 'kept';
  /** Whether a setting that is changed reaches an enrollment under way, which begins again with it (R-SCEP-04). */
  readonly changeReachesEnrollment: boolean;
  /** What an Exec does while an enrollment of the same id is under way. */
  readonly secondExec: AnswerTo<'A-67'>;
  /** Nodes without which an enrollment does not succeed (R-SCEP-37). */
  readonly requiredSettings: readonly string[];
  /** RetryDelay and RetryCount as the client uses them (R-SCEP-16, R-SCEP-17, A-24, A-31). */
  readonly boundedInt: (value: number | undefined, bounds: Bounds) => number;
}

export interface Bounds {
  readonly standard: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** The rules of csp-source.txt, and the answers where it leaves them open. */
export function scepRules(answers: CompleteAnswers): ScepRules {
  return {
    acceptedExec: answers['A-06'],
    enrollTiming: (context) => {
      const isLast = context !== undefined && context.member === context.members.length - 1;
      if (isLast) return 'now';
      switch (answers['A-20']) {
        case 'works-then':
          return 'now';
        case 'waits-for-commit':
          return context === undefined ? 'now' : 'at-commit';
        case 'fails':
          return 'refused';
      }
    },
    challengeAfterExec: answers['A-21'] === '404' ? 'deleted' : 'emptied',
    changeReachesEnrollment: false,
    secondExec: answers['A-67'],
    requiredSettings: [
      'ServerURL',
      'Challenge',
      'EKUMapping',
      'KeyUsage',
      'SubjectName',
      'KeyLength',
      'HashAlgorithm',
      'CAThumbprint',
    ],
    boundedInt: (value, { standard, minimum, maximum }) => {
      if (value === undefined) return standard;
      if (value < minimum) return answers['A-24'] === 'default' ? standard : minimum;
      return Math.min(value, maximum);
    },
  };
}
