import type { CellPlace } from '../coverage/cell-place.ts';
import type { CaseKind, Level, Need } from '../../cases/case.ts';
import type { CaseFile } from '../../cases/result.ts';
import type { VerdictKind } from '../../cases/verdict.ts';
import type { AmbiguityId, AnswerKey } from '../../csp/ambiguities.ts';
import type { EditionId } from '../../csp/editions.ts';
import type { Requirement, RequirementId } from '../../csp/requirements.ts';
import type { NodeId, Verb } from '../../csp/tree.ts';
import type { Coverage } from '../coverage/coverage.ts';
import type { RunResult } from './run-result.ts';
import type { SuiteIdentity, TestedDevice } from './run-record.ts';

/** Version of report.json; raised when a reader of the old form would misread the new one. */
export const reportFormat = 1;

/**
 * All that a report says of one run, as plain JSON. Its size depends on the number of requirements, cells, families and
 * differences, never on the number of cases; every page, certificate and comparison is made from it alone.
 */
export interface RunReport {
  readonly format: 'client-certificate-install-report';
  readonly version: typeof reportFormat;
  readonly suite: SuiteIdentity;
  readonly target: TargetPart;
  readonly run: RunPart;
  readonly result: RunResult;
  /** What a reader should see first, the gravest first; empty where there is nothing. */
  readonly lookAtFirst: readonly Pointer[];
  readonly counts: Counts;
  /** One for each requirement of the catalogue, in its order. */
  readonly requirements: readonly RequirementRow[];
  /** Cells of the matrix, in the order of the tree; only those that cases tried, where the run has no coverage. */
  readonly cells: readonly Cell[];
  /** Verbs on nodes about which cases outside the matrix differ. */
  readonly troubles: readonly NodeTrouble[];
  /** What most cases blame stands first. */
  readonly differences: readonly DifferenceGroup[];
  readonly fingerprint: readonly FingerprintRow[];
  /** Questions that no case of this run settled. */
  readonly unanswered: readonly UnansweredRow[];
  /** Absent where the run was cut off before it was counted. */
  readonly coverage?: Coverage;
  readonly notTested: NotTested;
  readonly timing: Timing;
}

export interface TargetPart extends TestedDevice {
  /** What the target can not do, or does not know of itself. What is not listed it can. */
  readonly limits: readonly Limit[];
}

export interface Limit {
  readonly need: Need;
  readonly answer: 'no' | 'unknown';
  readonly reason: string;
}

export interface RunPart {
  readonly command: string;
  readonly seed: number;
  readonly runs: number;
  /** Of the combinations; absent in reports of old. */
  readonly strength?: number;
  readonly edition: EditionId;
  /** Empty: all. */
  readonly suites: readonly string[];
  readonly workers: number;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** Absent where the run was cut off. */
  readonly ended?: string;
  readonly seconds?: number;
}

/** One thing to look at, and where the report has it. */
export interface Pointer {
  readonly kind: 'suite-error' | 'difference' | 'contradiction' | 'laboratory' | 'undecided' | 'left-out';
  /** Key of a group of differences, or of a line of the fingerprint, where it is one. */
  readonly key?: string;
  /** What it is, with its number. */
  readonly title: string;
  /** A sentence. */
  readonly text: string;
}

export interface Counts {
  readonly planned: number;
  readonly executed: number;
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  /** Cases carried out, by level. */
  readonly levels: Readonly<Record<Level, number>>;
}

/**
 * `violated`: a case showed that the device breaks it. `kept`: it decided what was seen, and the device did so each time.
 * `undecided`: cases aimed at it were judged, and none was decided by it. `not-tested`: no such case was judged.
 */
export type RequirementVerdict = 'violated' | 'kept' | 'undecided' | 'not-tested';

export interface RequirementRow {
  readonly id: RequirementId;
  readonly text: string;
  readonly source: string;
  readonly area: Requirement['area'];
  readonly level: Requirement['level'];
  readonly ambiguities: readonly AmbiguityId[];
  readonly verdict: RequirementVerdict;
  /** Judged cases that were built to test it. */
  readonly cases: number;
  /** Of them, by kind of case (docs/results.md); absent where the run has no coverage. */
  readonly kinds?: Readonly<Record<CaseKind, KindCount>>;
  /** Cases in which it decided something that was seen as it should be, whether built for it or not. */
  readonly decided: number;
  /** Cases that blame it, whether built for it or not. */
  readonly violations: number;
  /** The first case that blames it, else the first in which it decided something. */
  readonly firstCase?: string;
}

export interface KindCount {
  readonly cases: number;
  /** Whether what the suite asks of this kind was reached; true also where there can be none. */
  readonly enough: boolean;
  readonly note?: string;
}

/** Node × verb × scope × state. */
export interface Cell extends CellPlace {
  readonly cases: number;
  /** The worst of its cases; `none` where there was none. */
  readonly verdict: VerdictKind | 'none';
  /** A case with this verdict. */
  readonly case?: string;
  /** Why no case can be in this cell. */
  readonly impossible?: string;
}

/** Cases outside the matrix that differ, first of all, in a command on a node: their sessions have no single state. */
export interface NodeTrouble {
  readonly node: NodeId;
  readonly verb: Verb;
  readonly cases: number;
  /** The first of them. */
  readonly case: string;
}

/** Differences that have one reason: a requirement, or a kind of verdict that blames none. */
export interface DifferenceGroup {
  /** The requirement's id, or the kind of verdict. */
  readonly key: string;
  readonly kind: DifferenceKind;
  readonly requirement?: RequirementId;
  /** The requirement's sentence, or what the kind means. */
  readonly text: string;
  /** Where that sentence comes from. */
  readonly source?: string;
  readonly cases: number;
  /** The smallest case file of the group. */
  readonly smallest?: SmallestCase;
  /** Cases of the group in the order in which they were found, as far as the report lists them. */
  readonly listed: readonly DifferenceLine[];
  /** Cases beyond those; out/results has them. */
  readonly unlisted: number;
}

/** The verdicts that ask somebody to look. */
export type DifferenceKind = Extract<VerdictKind, 'violation' | 'inconsistent' | 'drift' | 'suite-error'>;

export interface SmallestCase {
  /** Name in out/cases. */
  readonly name: string;
  /** Absent where it is too large for a report, or where the report has enough of them. */
  readonly file?: CaseFile;
}

export interface DifferenceLine {
  readonly id: string;
  /** What differs, in one line. */
  readonly line: string;
  /** Name in out/cases, where the case was kept. */
  readonly name?: string;
}

/** One question that the specification leaves open, and what this device answers. */
export interface FingerprintRow {
  readonly key: AnswerKey;
  readonly ambiguity: AmbiguityId;
  readonly question: string;
  /** More than one: the device contradicts itself. */
  readonly answers: readonly SeenAnswer[];
}

export interface SeenAnswer {
  readonly answer: string;
  /** What a device does that gives this answer. */
  readonly meaning: string;
  /** The first case that showed it. */
  readonly firstSeen: string;
}

export interface UnansweredRow {
  readonly key: AnswerKey;
  readonly ambiguity: AmbiguityId;
  readonly question: string;
}

export interface NotTested {
  /** Cases that were not carried out or came to nothing, by reason. */
  readonly leftOut: readonly ReasonCount[];
  /** Cases that were judged without a part of what they would have looked at, by reason. */
  readonly unseen: readonly ReasonCount[];
  /** Requirements that the planned cases aim at and that decided nothing. */
  readonly undecided: readonly RequirementId[];
  /** Requirements that no planned case aims at. */
  readonly notAimedAt: readonly RequirementId[];
  /** Planned cases of which nobody says what became of them; 0 in a run that was not cut off. */
  readonly unaccounted: number;
}

export interface ReasonCount {
  readonly reason: string;
  readonly cases: number;
}

export interface Timing {
  /** Milliseconds of target and oracle, all cases together. */
  readonly milliseconds: number;
  /** Cases by how long they took: more than the bound before, and at most this many milliseconds. */
  readonly histogram: readonly { readonly atMost: number; readonly cases: number }[];
  readonly families: readonly FamilyTiming[];
  /** The slowest cases, the slowest first. */
  readonly slowest: readonly { readonly id: string; readonly milliseconds: number }[];
}

export interface FamilyTiming {
  readonly family: string;
  readonly planned: number;
  readonly executed: number;
  /** Cases of it that ask somebody to look. */
  readonly differences: number;
  readonly milliseconds: number;
}
