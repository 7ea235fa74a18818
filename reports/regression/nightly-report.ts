import type { AmbiguityId, AnswerKey } from '../../csp/ambiguities.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import type { SuiteIdentity } from '../model/run-record.ts';
import type { Counts, RunPart } from '../model/run-report.ts';
import type { FindingPoint } from '../waivers/finding.ts';
import type { WaiverUse } from '../waivers/match.ts';
import type { Waiver } from '../waivers/waiver.ts';
import type { NightlyDevice } from './baseline.ts';
import type { NightLine } from './history.ts';
import type { TimingChange } from './timing-change.ts';

/** Version of nightly.json; raised when a reader of the old form would misread the new one. */
export const nightlyFormat = 1;

/** One night on a device, held against its baseline. Page, summary, JUnit and exit code are made from it alone. */
export interface NightlyReport {
  readonly format: 'client-certificate-install-nightly';
  readonly version: typeof nightlyFormat;
  readonly device: NightlyDevice;
  readonly suite: SuiteIdentity;
  readonly run: RunPart;
  /** Absent on the first night of a device. */
  readonly baseline?: BaselineReference;
  /** What makes a night fail: all that nobody has waived, or only what the baseline does not have. */
  readonly failOn: FailOn;
  readonly result: NightlyResult;
  readonly counts: Counts;
  /** Requirements by what the night says of them. */
  readonly requirements: readonly RequirementOfNight[];
  /** All that speaks against the device, what somebody has to look at first. */
  readonly violations: readonly Violation[];
  /** What the device did wrong when the baseline was taken, and does right now. */
  readonly fixed: readonly FormerViolation[];
  /** What was wrong in the baseline, and what no case of this night asked again. */
  readonly notSeen: readonly FormerViolation[];
  readonly drift: readonly Drift[];
  /** Questions that are answered for the first time. */
  readonly appeared: readonly AnswerLine[];
  /** Questions that were answered in the baseline and that no case of this night settled. */
  readonly lost: readonly AnswerLine[];
  /** Cases that did not always come out alike. */
  readonly flaky: readonly Flaky[];
  /** Cases of which it had to be known whether they always come out alike, and those that there was time to repeat. */
  readonly repetition: { readonly inDoubt: number; readonly repeated: number };
  readonly timing: TimingChange;
  readonly waivers: readonly WaiverUse[];
  /** What has to be known to read the comparison, a sentence each. */
  readonly notes: readonly string[];
  /** The nights before, and this one at the end. */
  readonly nights: readonly NightLine[];
}

export type FailOn = 'any' | 'new';

export interface BaselineReference {
  readonly night: string;
  readonly suite: SuiteIdentity;
  readonly edition: string;
  readonly seed: number;
}

export interface NightlyResult {
  readonly verdict: 'passed' | 'failed' | 'inconclusive';
  readonly rule: NightlyRule;
  /** The rule with the numbers of this night, as a sentence. */
  readonly because: string;
}

export type NightlyRule =
  | 'new-violation'
  | 'flaky'
  | 'drift'
  | 'known-violation'
  | 'run-inconclusive'
  | 'nothing-against-it'
  | 'nothing-new';

export interface RequirementOfNight {
  readonly id: RequirementId;
  readonly area: string;
  readonly text: string;
  readonly verdict: 'violated' | 'kept' | 'undecided' | 'not-tested';
  /** What the baseline says of it; absent without one. */
  readonly before?: 'violated' | 'kept' | 'undecided' | 'not-tested';
  readonly cases: number;
}

/**
 * `new`: not in the baseline. `further`: not in the baseline, but it breaks what the device is known to break, and only cases
 * drawn at random show it. `known`: in the baseline. `flaky`: the same case came out otherwise when it was repeated.
 * `waived`: a waiver that counts accepts it, whatever else it is.
 */
export type ViolationStatus = 'new' | 'flaky' | 'further' | 'known' | 'waived';

export interface Violation {
  readonly status: ViolationStatus;
  readonly kind: 'violation' | 'inconsistent' | 'drift';
  readonly subject: string;
  /** The requirement's sentence, or the question. */
  readonly text: string;
  /** Where that sentence comes from. */
  readonly source?: string;
  readonly digest: string;
  readonly points: readonly FindingPoint[];
  readonly cases: number;
  readonly firstCase: string;
  /** Repeats the smallest case; absent where none was kept. */
  readonly repeat?: string;
  readonly waiver?: Waiver;
  /** Why it may be no change of the device. */
  readonly note?: string;
}

export interface FormerViolation {
  readonly kind: 'violation' | 'inconsistent' | 'drift';
  readonly subject: string;
  readonly text: string;
  readonly digest: string;
  readonly points: readonly FindingPoint[];
  /** A case that shows what is said of it. */
  readonly case: string;
}

export interface Drift {
  readonly key: AnswerKey;
  readonly ambiguity: AmbiguityId;
  readonly question: string;
  readonly before: readonly Answered[];
  readonly now: readonly Answered[];
  readonly firstSeen: string;
  readonly waiver?: Waiver;
}

export interface Answered {
  readonly answer: string;
  readonly meaning: string;
}

export interface AnswerLine {
  readonly key: AnswerKey;
  readonly question: string;
  readonly answers: readonly Answered[];
}

/** A case that was repeated and did not come out alike. */
export interface Flaky {
  readonly case: string;
  readonly subject: string;
  /** What came out, in words, and how often; the first is what counted. */
  readonly outcomes: readonly { readonly outcome: string; readonly times: number }[];
  readonly repeat?: string;
}
