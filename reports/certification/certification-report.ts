import type { RunReport } from '../model/run-report.ts';
import type { FindingPoint } from '../waivers/finding.ts';
import type { WaiverUse } from '../waivers/match.ts';
import type { DecisionRule, Facts, Result } from './decision-rules.ts';
import type { Laboratory } from './laboratory.ts';
import type { Risk } from './risk.ts';

/** Version of the certificate's report.json; raised when a reader of the old form would misread the new one. */
export const certificationFormat = 1;

/**
 * Everything that a certificate says, as plain JSON: page and PDF are made from it alone. It answers what ISO/IEC 17025
 * asks of a test report (7.8.2, 7.8.3 and 7.8.6; docs/certification.md has the clauses one by one).
 */
export interface CertificationReport {
  readonly format: 'client-certificate-install-certificate';
  readonly version: typeof certificationFormat;
  /** SHA-256 of all the rest, so that no two different reports have the same. */
  readonly identification: string;
  /** ISO 8601, UTC. */
  readonly issued: string;
  readonly laboratory: Laboratory;
  readonly programme: Programme;
  readonly conditions: Conditions;
  readonly statement: Statement;
  /** What speaks against the device, by what was seen; the gravest number of cases first. */
  readonly findings: readonly FindingGroup[];
  readonly waivers: readonly WaiverUse[];
  readonly risk: readonly Risk[];
  readonly signature: SignatureNote;
  readonly run: RunReport;
}

/** The cases that everybody's device is given. */
export interface Programme {
  readonly version: string;
  /** SHA-256 over the ids and bytes of all its cases for the edition that was tested. */
  readonly digest: string;
  readonly seed: number;
  /** Cases of each random family. */
  readonly runs: number;
}

/** Under which conditions the tests were carried out, as far as they bear on results. */
export interface Conditions {
  readonly platform: string;
  readonly runtime: string;
  /** Milliseconds that the device had for one answer. */
  readonly patience: number;
  readonly workers: number;
}

export interface Statement {
  readonly result: Result;
  /** Id of the first rule that applied. */
  readonly rule: string;
  readonly because: string;
  readonly facts: Facts;
  /** All rules, in the order in which they are tried. */
  readonly rules: readonly DecisionRule[];
}

/** Findings that blame the same thing for the same observation: what one waiver accepts or does not. */
export interface FindingGroup {
  readonly kind: 'violation' | 'inconsistent' | 'drift';
  readonly subject: string;
  /** What a waiver names to be bound to this observation. */
  readonly digest: string;
  readonly points: readonly FindingPoint[];
  readonly cases: number;
  readonly accepted: number;
  readonly firstCase: string;
}

/** Who signs the manifest of the folder that the report is in. */
export type SignatureNote =
  | { readonly signed: true; readonly subject: string; readonly thumbprint: string }
  | { readonly signed: false };
