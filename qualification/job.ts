import type { Examination } from './accusations.ts';
import type { DenseSessions } from './dense/examination.ts';
import type { Detection } from './detection.ts';
import type { Fingerprint } from './fingerprint.ts';
import type { MutantJob, MutantOutcome } from './mutation/mutant-job.ts';

/** What one process is asked to do: plain data. */
export type Job = RightDeviceJob | DenseJob | FaultJob | MutantJob | FingerprintJob;

/** Cases on one of the devices that are right. */
export interface RightDeviceJob {
  readonly kind: 'right-device';
  readonly number: number;
  readonly listed: number;
  readonly drawn: number;
}

/** Dense sessions on one of the devices that are right. */
export interface DenseJob extends DenseSessions {
  readonly kind: 'dense';
  readonly number: number;
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
  | { readonly kind: RightDeviceJob['kind'] | DenseJob['kind']; readonly examination: Examination }
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
