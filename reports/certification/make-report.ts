import { createHash } from 'node:crypto';
import type { RunReport } from '../model/run-report.ts';
import type { WaiverUse } from '../waivers/match.ts';
import {
  certificationFormat,
  type CertificationReport,
  type FindingGroup,
  type Statement,
} from './certification-report.ts';
import { decide, decisionRules, type Facts } from './decision-rules.ts';

/** What a certificate is made of. */
export interface Certified extends Pick<
  CertificationReport,
  'issued' | 'laboratory' | 'programme' | 'conditions' | 'risk' | 'signature' | 'run'
> {
  readonly findings: readonly FindingGroup[];
  readonly counts: { readonly accepted: number; readonly notAccepted: number };
  readonly waivers: readonly WaiverUse[];
  /** Whether the program that carries out the cases ended as it should. */
  readonly ended: boolean;
}

/** The report of a certification, with its statement and its identification. */
export function makeReport({ counts, ended, ...parts }: Certified): CertificationReport {
  const { issued, laboratory, programme, conditions, findings, waivers, risk, signature, run } = parts;
  const rest: Omit<CertificationReport, 'identification'> = {
    format: 'client-certificate-install-certificate',
    version: certificationFormat,
    issued,
    laboratory,
    programme,
    conditions,
    statement: statementOn(factsOf(run, counts, ended)),
    findings,
    waivers,
    risk,
    signature,
    run,
  };
  return { ...rest, identification: identify(rest) };
}

/** The statement that the decision rules make of the facts. */
export function statementOn(facts: Facts): Statement {
  const { id, result, text } = decide(facts);
  return { result, rule: id, because: `${text} ${inNumbers(facts)}`, facts, rules: decisionRules };
}

/** The identification of a report: SHA-256 of its JSON without the identification itself. */
export function identify(report: Omit<CertificationReport, 'identification'>): string {
  const rest: Partial<CertificationReport> = { ...report };
  delete (rest as { identification?: string }).identification;
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex');
}

function factsOf(run: RunReport, counts: Certified['counts'], ended: boolean): Facts {
  const { verdicts } = run.counts;
  const demanded = run.requirements.filter(({ level }) => level === 'must');
  return {
    ...counts,
    suiteErrors: verdicts['suite-error'],
    laboratoryFailures: verdicts.inconclusive,
    judged: verdicts.conform + verdicts.violation + verdicts.inconsistent + verdicts.drift,
    unaccounted: run.notTested.unaccounted,
    demanded: demanded.length,
    decided: demanded.filter(({ verdict }) => verdict === 'kept' || verdict === 'violated').length,
    ended,
  };
}

function inNumbers({ notAccepted, accepted, judged, demanded, decided }: Facts): string {
  const differences = notAccepted + accepted;
  const accepting = accepted === 0 ? '' : `, ${accepted} of them accepted`;
  return `Cases judged: ${judged}; differences: ${differences}${accepting}; requirements of level must decided: ${decided} of ${demanded}.`;
}
