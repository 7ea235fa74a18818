import type { VerdictKind } from '../../cases/verdict.ts';
import type { AmbiguityId, AnswerKey } from '../../csp/ambiguities.ts';
import type { CellPlace } from '../coverage/cell-place.ts';
import type { SuiteIdentity } from '../model/run-record.ts';
import type { RunResult } from '../model/run-result.ts';
import type {
  Counts,
  DifferenceKind,
  RequirementRow,
  RequirementVerdict,
  RunPart,
  SmallestCase,
  TargetPart,
} from '../model/run-report.ts';

/** Version of compare.json; raised when a reader of the old form would misread the new one. */
export const comparisonFormat = 1;

/**
 * Runs of several devices or builds beside one another, as plain JSON; the page is made from it alone. Every list of
 * `cells` has one entry for each run, in the order of `runs`. Nothing but that order depends on the order of the runs.
 */
export interface Comparison {
  readonly format: 'client-certificate-install-comparison';
  readonly version: typeof comparisonFormat;
  readonly runs: readonly ComparedRun[];
  readonly outcome: Outcome;
  /** Why not everything that differs is the devices' doing; empty where the runs were carried out alike. */
  readonly conditions: readonly Condition[];
  /** The most telling first; empty where there is nothing. */
  readonly lookAtFirst: readonly ComparisonPointer[];
  readonly numbers: Numbers;
  /** In the order of the catalogue. */
  readonly requirements: readonly RequirementComparison[];
  /** Differences that blame no requirement; only kinds that some run has. */
  readonly others: readonly OtherComparison[];
  /** Open questions in the order of the catalogue. */
  readonly questions: readonly QuestionComparison[];
  /** Cells of the matrix in which a device differs and another conforms, in the order of the tree. */
  readonly fields: readonly FieldComparison[];
}

/** One column: a run, and what it amounts to. */
export interface ComparedRun {
  /** No two runs have the same. */
  readonly name: string;
  /** The folder or file as it was named. */
  readonly from: string;
  readonly suite: SuiteIdentity;
  readonly target: TargetPart;
  readonly run: RunPart;
  /** The cases that everybody's device is given, where the run is that of a certificate. */
  readonly programme?: { readonly version: string; readonly digest: string };
  readonly result: RunResult;
  readonly counts: Counts;
  readonly requirements: Readonly<Record<RequirementVerdict, number>>;
  /** Open questions to which the device gave an answer, and to how many of them more than one. */
  readonly answered: number;
  readonly contradictions: number;
  /** Planned cases that came to nothing, and those of which nobody says what became of them. */
  readonly leftOut: number;
  readonly unaccounted: number;
  /** Milliseconds of target and oracle, all cases together. */
  readonly milliseconds: number;
}

/** What comes of the comparison as a whole: the first of these that applies. */
export interface Outcome {
  readonly kind: OutcomeKind;
  /** With the numbers of this comparison, as a sentence. */
  readonly because: string;
}

/**
 * `nothing-in-common`: no requirement was decided, and no question answered, in two runs. `verdicts-differ`: a
 * requirement is violated on one device and kept on another. `violations-differ`: verdicts agree, but devices break a
 * requirement in different ways, or in different cells of the matrix. `answers-differ`: only open questions are answered
 * differently. `decided-in-part`: nothing differs as far as several runs decided it, and they did not decide everything.
 * `alike`: nothing differs.
 */
export type OutcomeKind =
  | 'nothing-in-common'
  | 'verdicts-differ'
  | 'violations-differ'
  | 'answers-differ'
  | 'decided-in-part'
  | 'alike';

/** Something in which the runs themselves are not alike. */
export interface Condition {
  readonly kind:
    | 'cut-off'
    | 'errors'
    | 'suite'
    | 'programme'
    | 'chosen'
    | 'random-cases'
    | 'target'
    | 'limits'
    | 'left-out'
    | 'edition';
  /** What is not alike. */
  readonly text: string;
  /** How that bears on what can be read from the comparison. */
  readonly effect: string;
}

export interface ComparisonPointer {
  readonly kind: 'requirement' | 'other' | 'question' | 'field' | 'gap';
  /** The requirement, kind of difference or question that it leads to; absent where it is several. */
  readonly key?: string;
  readonly title: string;
  /** A sentence. */
  readonly text: string;
}

/** How many rows stand in which relation. */
export interface Numbers {
  readonly requirements: Readonly<Record<RequirementRelation, number>>;
  /** Requirements that several devices violate, and not in one way. */
  readonly violatedUnlike: number;
  readonly questions: Readonly<Record<QuestionRelation, number>>;
  /** Questions to which some device gave two answers. */
  readonly contradicted: number;
  /** Cells of the matrix that were judged in at least two runs. */
  readonly fieldsCompared: number;
}

/**
 * How the devices stand to one another in a requirement. `differs`: violated on some, kept on others. `violated-in-part`:
 * violated on some, decided on no other. `violated`: on all. `kept-in-part`: kept on some, not decided on others. `kept`:
 * on all. `undecided`: nowhere decided.
 */
export type RequirementRelation =
  'differs' | 'violated-in-part' | 'violated' | 'kept-in-part' | 'kept' | 'undecided';

export interface RequirementComparison extends Pick<
  RequirementRow,
  'id' | 'text' | 'source' | 'area' | 'level' | 'ambiguities'
> {
  readonly relation: RequirementRelation;
  /** Whether all that violate it show at least one difference of the same kind; absent where fewer than two violate it. */
  readonly alike?: boolean;
  readonly cells: readonly RequirementCell[];
}

/** What one run says of one requirement, as in its own report. */
export interface RequirementCell extends Pick<
  RequirementRow,
  'verdict' | 'cases' | 'decided' | 'violations' | 'firstCase'
> {
  /** Whether the run's suite did not know the requirement. */
  readonly unknown?: true;
  readonly smallest?: SmallestCase;
  /** What differs in the smallest case, or else in the first, in one line. */
  readonly line?: string;
  /** Other runs, by index, that show a difference of the same kind. */
  readonly likeRuns?: readonly number[];
}

export interface OtherComparison {
  readonly kind: Exclude<DifferenceKind, 'violation'>;
  readonly text: string;
  readonly cells: readonly OtherCell[];
}

export interface OtherCell {
  readonly cases: number;
  readonly firstCase?: string;
  readonly line?: string;
  readonly smallest?: SmallestCase;
}

/**
 * `differs`: two devices gave different answers. `in-part`: those that answered agree, others did not answer. `same`: all
 * gave the same. `nowhere`: none answered.
 */
export type QuestionRelation = 'differs' | 'in-part' | 'same' | 'nowhere';

export interface QuestionComparison {
  readonly key: AnswerKey;
  readonly ambiguity: AmbiguityId;
  readonly question: string;
  readonly relation: QuestionRelation;
  /** Every answer that some device gave; the one that most devices gave first. */
  readonly answers: readonly { readonly answer: string; readonly meaning: string }[];
  readonly cells: readonly QuestionCell[];
}

/** The answers of one device with the first case that showed each: none, or more than one where it contradicts itself. */
export type QuestionCell = readonly { readonly answer: string; readonly firstSeen: string }[];

export interface FieldComparison extends CellPlace {
  readonly cells: readonly FieldCell[];
}

export interface FieldCell {
  readonly cases: number;
  readonly verdict: VerdictKind | 'none';
  readonly case?: string;
}
