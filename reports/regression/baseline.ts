import type { FindingPoint } from '../waivers/finding.ts';
import type { RequirementVerdict } from '../model/run-report.ts';
import type { SuiteIdentity } from '../model/run-record.ts';

/** Version of baseline.json; raised when a reader of the old form would misread the new one. */
export const baselineFormat = 1;

/** What is known of a device: what later nights are compared with. */
export interface Baseline {
  readonly format: 'client-certificate-install-baseline';
  readonly version: typeof baselineFormat;
  readonly device: NightlyDevice;
  readonly suite: SuiteIdentity;
  /** When the night began that it was taken from, ISO 8601 in UTC. */
  readonly night: string;
  readonly seed: number;
  readonly forms: readonly KnownForm[];
  /** Answers to the open questions, by key; more than one where the device contradicted itself. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
  readonly requirements: Readonly<Record<string, RequirementVerdict>>;
  readonly families: Readonly<Record<string, FamilyTime>>;
}

/** A device over all nights: its build may change, its name does not. */
export interface NightlyDevice {
  readonly name: string;
  readonly target: string;
  readonly description: string;
  readonly edition: string;
}

/** A form of difference that the device had when the baseline was taken. */
export interface KnownForm {
  readonly kind: 'violation' | 'inconsistent' | 'drift';
  readonly subject: string;
  readonly digest: string;
  /** Digests under which cases that were made smaller show it. */
  readonly also: readonly string[];
  readonly points: readonly FindingPoint[];
  readonly cases: number;
  readonly firstCase: string;
  /** Cases that show it, and that are carried out every night. */
  readonly witnesses: readonly string[];
}

/** What a family took. */
export interface FamilyTime {
  readonly cases: number;
  /** Of all its cases together. */
  readonly milliseconds: number;
  /** Whether all of its planned cases were carried out. */
  readonly complete: boolean;
}
