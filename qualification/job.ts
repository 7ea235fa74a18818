import type { Examination } from './accusations.ts';
import type { Detection } from './detection.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { MutantJob, MutantOutcome } from './mutation/mutant-job.ts';

/** What one process is asked to do: plain data. */
export type Job = RightDeviceJob | FaultJob | MutantJob | FingerprintJob;

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

/** The run that is to read the answers of one of the devices that are right. */
export interface FingerprintJob {
  readonly kind: 'fingerprint';
  readonly number: number;
  readonly seed: number;
  /** Cases of each random family; none: only the probes are tried. */
  readonly runs: number;
}

/** What came of a job. */
export type JobResult =
  | { readonly kind: 'right-device'; readonly examination: Examination }
  | { readonly kind: 'fault'; readonly outcome: FaultOutcome }
  | { readonly kind: 'fingerprint'; readonly device: string; readonly fingerprint: Fingerprint }
  | { readonly kind: 'mutant'; readonly outcome: MutantOutcome };

export interface FaultOutcome {
  /** The whole run with the first seed. */
  readonly run: Detection;
  /** Whether each further seed finds the fault; a list that finds it does so with every seed. */
  readonly furtherSeeds: readonly boolean[];
  readonly seconds: number;
}
