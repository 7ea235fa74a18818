import type { Need } from '../../cases/case.ts';
import type { EditionId } from '../../csp/editions.ts';

/** Version of out/run.json; raised when a reader of the old form would misread the new one. */
export const runFormat = 1;

/** The build of this suite that carried out a run. */
export interface SuiteIdentity {
  readonly name: string;
  readonly version: string;
  /** Commit of its sources; absent where they are no git checkout. */
  readonly commit?: string;
  /** Whether the sources differed from that commit. */
  readonly modified?: boolean;
}

/** Who was tested, as the target said before the first case. */
export interface TestedDevice {
  readonly target: string;
  /** What it is called whatever its build; absent where it has no such name. */
  readonly id?: string;
  readonly description: string;
  readonly edition?: string;
}

/** What the target said of one need of cases before the first one. */
export type CapabilityAnswer =
  { readonly answer: 'yes' } | { readonly answer: 'no' | 'unknown'; readonly reason: string };

/** What reports read of out/run.json; the file holds more, which only the workers of the run need. */
export interface RunRecord {
  readonly format: 'client-certificate-install-run';
  readonly version: typeof runFormat;
  readonly suite: SuiteIdentity;
  readonly target: string;
  readonly identity: TestedDevice;
  readonly capabilities: Readonly<Record<Need, CapabilityAnswer>>;
  /** Repeats the run. */
  readonly command: string;
  /** The suites that were chosen; empty: all. */
  readonly suites: readonly string[];
  readonly seed: number;
  /** Cases of each random family. */
  readonly runs: number;
  /** Of the covering arrays: every combination of so many choices occurs; absent in records of old. */
  readonly strength?: number;
  readonly edition: EditionId;
  /** Milliseconds that the run was allowed; absent: as long as it took. */
  readonly budget?: number;
  readonly workers: number;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** Absent while the run goes on, and where it was cut off. */
  readonly endedAt?: number;
}
