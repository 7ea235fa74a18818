import type { Examination } from './accusations.ts';
import type { Detection } from './detection.ts';

/** What one process is asked to do: plain data. */
export type Job = RightDeviceJob | FaultJob;

/** Cases on one of the devices that are right. */
export interface RightDeviceJob {
  readonly kind: 'right-device';
  readonly number: number;
  readonly listed: number;
  readonly drawn: number;
}

/** Runs against one wrong device. */
export interface FaultJob {
  readonly kind: 'fault';
  readonly fault: string;
  /** The first is that of the whole run; with the others only the random families are tried. */
  readonly seeds: readonly [number, ...number[]];
  /** Cases of each random family. */
  readonly runs: number;
}

/** What came of a job. */
export type JobResult =
  | { readonly kind: 'right-device'; readonly examination: Examination }
  | { readonly kind: 'fault'; readonly outcome: FaultOutcome };

export interface FaultOutcome {
  /** The whole run with the first seed. */
  readonly run: Detection;
  /** Whether each further seed finds the fault; a list that finds it does so with every seed. */
  readonly furtherSeeds: readonly boolean[];
  readonly seconds: number;
}
