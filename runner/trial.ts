import type { Capabilities, Target } from '../adapters/target.ts';
import type { Case } from '../cases/case.ts';
import { needsOf } from '../cases/needs.ts';
import type { Observation } from '../cases/observation.ts';
import type { Verdict } from '../cases/verdict.ts';
import { judge } from '../oracles/judge.ts';
import { complaintAbout } from '../proofreading/against-intent.ts';
import { bytesOf, execute } from './execute.ts';
import { visiblePart } from './visible.ts';

/** One case that was carried out, and what came of it. */
export interface Trial {
  readonly case: Case;
  readonly observation: Observation;
  readonly verdict: Verdict;
  readonly milliseconds: number;
  /** Why the case was carried out without some of the steps that only look; absent where it was whole. */
  readonly unseen?: readonly string[];
}

/** What a trial needs beside its case; effects (the clock) come in here. */
export interface Bench {
  readonly target: Target;
  readonly capabilities: Capabilities;
  /** Milliseconds that the target has for one answer. */
  readonly patience: number;
  /** Milliseconds since some fixed moment. */
  readonly now: () => number;
  /** What is known of the target's absence, for all families that are carried out on it; absent: for each its own. */
  readonly outage?: Outage;
}

/** Changes while cases are carried out (outage.ts). */
export interface Outage {
  /** The target has gone away and has not come back: no further case is begun. */
  isLasting: boolean;
}

/**
 * Carries out one case and judges it: the oracle sees only the bytes of the case and the observation.
 * A case that asks for more than the target can do, or that can not be carried to it, is not carried out and ends as `not-tested`; one with a message that
 * is not what it was meant to be neither, as `suite-error`: what a device makes of it would say nothing.
 */
export async function tryCase(bench: Bench, whole: Case): Promise<Trial> {
  const { case: testCase, unseen } = visiblePart(whole, bench.capabilities);
  const missing = needsOf(testCase)
    .map((need) => bench.capabilities[need])
    .find((capability) => capability.answer === 'no');
  if (missing?.answer === 'no') {
    const verdict: Verdict = { kind: 'not-tested', reason: missing.reason };
    return { case: testCase, observation: { steps: [] }, verdict, milliseconds: 0 };
  }
  const refusal = bench.target.refusal?.(testCase);
  if (refusal !== undefined) {
    const verdict: Verdict = { kind: 'not-tested', reason: refusal };
    return { case: testCase, observation: { steps: [] }, verdict, milliseconds: 0 };
  }
  const begun = bench.now();
  const slip = slipIn(testCase);
  if (slip !== undefined) {
    const verdict: Verdict = { kind: 'suite-error', reason: slip };
    return { case: testCase, observation: { steps: [] }, verdict, milliseconds: bench.now() - begun };
  }
  const observation = await execute(bench.target, testCase, bench.patience, (seen) =>
    speaksAgainst(judge(testCase, seen)),
  );
  const verdict = judge(testCase, observation);
  return {
    case: testCase,
    observation,
    verdict,
    milliseconds: bench.now() - begun,
    ...(unseen.length === 0 ? {} : { unseen }),
  };
}

/** The first message of the suite's own that is not what it was meant to be, in one line. */
function slipIn({ steps }: Case): string | undefined {
  for (const [index, step] of steps.entries()) {
    if (step.kind !== 'send' || step.intent === undefined) continue;
    const complaint = complaintAbout(bytesOf(step.payload), step.intent);
    if (complaint !== undefined) return `the message of step ${index + 1} ${complaint}`;
  }
  return undefined;
}

/** Whether a trial is to be looked at: it speaks against the device, or it shows an error of the suite. */
export function isFinding({ verdict }: Pick<Trial, 'verdict'>): boolean {
  return speaksAgainst(verdict) || verdict.kind === 'suite-error';
}

/** Whether a verdict speaks against the device. */
export function speaksAgainst(verdict: Verdict): boolean {
  return verdict.kind === 'violation' || verdict.kind === 'inconsistent' || verdict.kind === 'drift';
}
