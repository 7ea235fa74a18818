import type { AnswerTo } from '../../csp/ambiguities.ts';
import type { CompleteAnswers } from '../answers.ts';
import type { Change, CommandContext } from '../engine/provider.ts';
import type { EnrollmentState, ShownState } from './enrollment.ts';
import type { InstallRequest } from './install-request.ts';
import type { InvalidAspect } from './invalid-values.ts';

/** Texts of the nodes below Install, by name. */
export type Settings = ReadonlyMap<string, string>;

/** SCEP settings and Enroll, as far as they do not need a server (csp-source.txt, SCEP). */
export interface ScepRules {
  /** An Add or Replace below SCEP that is refused though nothing is wrong with it (R-SCEP-03, R-SCEP-18). */
  readonly refusesChange: (change: Change) => boolean;
  /**
   * The last word on what is wrong with the value of a setting (R-SCEP-10, R-SCEP-19, R-SCEP-21).
   * @param found what the tables of csp-source.txt say against it, if anything
   */
  readonly settingFault: (
    name: string,
    text: string,
    found: InvalidAspect | undefined,
  ) => InvalidAspect | undefined;
  /** The settings that an Exec takes, of those that are there below its request (R-GEN-01, R-SCEP-04). */
  readonly settingsAtExec: (settings: Settings, request: InstallRequest) => Settings;
  /** Settings that are read when the client comes to use them, and not at the Exec (R-SCEP-04). */
  readonly readsLate: ReadonlySet<string>;
  /** Status of an accepted Exec of Enroll. */
  readonly acceptedExec: string;
  /** What an Exec of Enroll does (R-GEN-03, A-20). */
  readonly enrollTiming: (context: CommandContext) => EnrollTiming;
  /** Whether an Exec waits for an answer of its server, and is refused where there is none (R-SCEP-30). */
  readonly execWaitsForServer: boolean;
  /** Whether what an Exec starts is taken back when its Atomic fails (R-GEN-02). */
  readonly rollbackStopsEnrollment: boolean;
  /** What becomes of Challenge once the Exec is accepted (R-SCEP-07, A-21). */
  readonly challengeAfterExec: 'deleted' | 'emptied' | 'kept';
  /** Whether a setting that is changed reaches an enrollment under way, which begins again with it (R-SCEP-04). */
  readonly changeReachesEnrollment: boolean;
  /** What an Exec does while an enrollment of the same id is under way. */
  readonly secondExec: AnswerTo<'A-67'>;
  /** Whether an enrollment has come to its end, so that an Exec begins another one (R-SCEP-29). */
  readonly isOver: (state: EnrollmentState) => boolean;
  /** What Status, ErrorCode, CertThumbprint and RespondentServerUrl of a request show (R-SCEP-32 to R-SCEP-36). */
  readonly shownState: (key: string, states: ReadonlyMap<string, EnrollmentState>) => ShownState | undefined;
  /** Nodes without which an enrollment does not succeed (R-SCEP-37). */
  readonly requiredSettings: readonly string[];
  /** RetryDelay and RetryCount as the client uses them (R-SCEP-16, R-SCEP-17, A-24, A-31). */
  readonly boundedInt: (value: number | undefined, bounds: Bounds) => number;
}

/** When an Exec starts its enrollment; `never`: it is accepted, and nothing comes of it. */
export type EnrollTiming = 'now' | 'at-commit' | 'refused' | 'never';

export interface Bounds {
  readonly setting: 'RetryDelay' | 'RetryCount';
  readonly standard: number;
  readonly minimum: number;
  readonly maximum: number;
}

/** The rules of csp-source.txt, and the answers where it leaves them open. */
export function scepRules(answers: CompleteAnswers): ScepRules {
  return {
    refusesChange: () => false,
    settingFault: (_name, _text, found) => found,
    settingsAtExec: (settings) => settings,
    readsLate: new Set(),
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
    execWaitsForServer: false,
    rollbackStopsEnrollment: true,
    challengeAfterExec: answers['A-21'] === '404' ? 'deleted' : 'emptied',
    changeReachesEnrollment: false,
    secondExec: answers['A-67'],
    isOver: ({ status, pollsSpent = false }) => status === 1 || status === 16 || pollsSpent,
    shownState: (key, states) => states.get(key),
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
