import type { AnswerKey } from '../csp/ambiguities.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { Case, Level } from './case.ts';
import type { Observation } from './observation.ts';
import type { Verdict } from './verdict.ts';

/** Version of the three formats below; raised when a reader of the old one would misread the new one. */
export const resultFormat = 1;

/** One line of out/results/*.jsonl: a case that was carried out, or a number of planned ones that were not. */
export type ResultLine = CaseResult | NotRun;

export interface CaseResult {
  readonly kind: 'case';
  readonly id: string;
  readonly family: string;
  readonly level: Level;
  readonly aims: readonly RequirementId[];
  readonly faults: readonly string[];
  readonly verdict: Verdict;
  /** Milliseconds that target and oracle took together. */
  readonly milliseconds: number;
  /** Why the target could not be shown some of the steps that only look; absent where the case was whole. */
  readonly unseen?: readonly string[];
}

/** Planned cases that were not carried out, so that planned = executed + not tested can be checked. */
export interface NotRun {
  readonly kind: 'not-run';
  readonly family: string;
  readonly aims: readonly RequirementId[];
  readonly cases: number;
  readonly reason: string;
}

/** What a family announces before its first case. */
export interface Planned {
  readonly kind: 'planned';
  readonly family: string;
  readonly aims: readonly RequirementId[];
  readonly cases: number;
}

/** One line of out/observations/*.jsonl: what was sent and seen, complete, without any judgement. */
export interface ObservationLine {
  readonly case: Case;
  readonly observation: Observation;
}

/** A case that differed, self-contained: `conform replay` carries it out again on any target. */
export interface CaseFile {
  readonly format: 'client-certificate-install-case';
  readonly version: typeof resultFormat;
  readonly case: Case;
  readonly observation: Observation;
  readonly verdict: Verdict;
  /** Where and how it was found. */
  readonly found: {
    readonly target: string;
    readonly seed: number;
    /** Leads to the case before it was made smaller. */
    readonly path?: string;
    /** How it was made smaller; absent where that was not tried. */
    readonly reduction?: Reduction;
    /** Repeats this case. */
    readonly command: string;
    /** Repeats the run that found it. */
    readonly run: string;
  };
}

/** What making a case smaller took and brought. The case before has the same id in out/observations. */
export interface Reduction {
  /** Cases that were carried out on the way. */
  readonly trials: number;
  readonly steps: BeforeAndAfter;
  /** Of all messages together; a container counts as one, beside its members. */
  readonly commands: BeforeAndAfter;
}

export interface BeforeAndAfter {
  readonly before: number;
  readonly after: number;
}

/** One aspect of a device's fingerprint, over a whole run. */
export interface FingerprintLine {
  readonly key: AnswerKey;
  /** Every answer that was seen, with the first case that showed it; more than one is an inconsistency. */
  readonly answers: readonly { readonly answer: string; readonly firstSeen: string }[];
}
