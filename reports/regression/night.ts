import type { RunReport } from '../model/run-report.ts';
import type { WaiverKeeper } from '../waivers/match.ts';
import type { NightlyDevice } from './baseline.ts';
import type { Form } from './form.ts';
import type { Repetition } from './repetition.ts';

/** A case file that is kept for later nights, of the smallest case that shows a form. */
export interface Kept {
  /** Digest under which the case that was made smaller shows it. */
  readonly digest: string;
  /** Its id among the cases that later nights try first. */
  readonly id: string;
  /** Repeats it. */
  readonly repeat: string;
}

/** Whether a case came out right, differed in whatever way, or came to nothing. */
export type WitnessOutcome = 'conform' | 'differs' | 'nothing';

/** What a night has left, read from its results. */
export interface Night {
  readonly device: NightlyDevice;
  readonly report: RunReport;
  readonly forms: readonly Form[];
  /** What came of the cases by which known forms are looked for. */
  readonly outcomes: ReadonlyMap<string, WitnessOutcome>;
  readonly repetitions: readonly Repetition[];
  /** Case files that were kept of this night's forms, by digest. */
  readonly kept: ReadonlyMap<string, Kept>;
  /** Cases that differ in ways beyond those of `forms`. */
  readonly beyond: number;
  /** So many cases were in doubt; not all of them can be repeated. */
  readonly doubts: number;
  /** The run failed by itself, whatever its results say. */
  readonly isBroken: boolean;
  /** Has been told of all findings already. */
  readonly waivers: WaiverKeeper;
}
