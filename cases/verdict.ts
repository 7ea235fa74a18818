import type { AmbiguityId } from '../csp/ambiguities.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { Answers } from './case.ts';

/** One point in which an observation differs from the nearest possible world. */
export interface Difference {
  readonly layer: 'protocol' | 'node' | 'store' | 'server';
  /** Index of the step in the case, from 0. */
  readonly step: number;
  /** What the difference is about: `Add CmdID 3 ./Device/…/KeyLocation`, or `certificate store of the device`. */
  readonly where: string;
  readonly expected: string;
  readonly observed: string;
  readonly requirement: RequirementId;
  /** Other requirements and ambiguities that the expectation rests on. */
  readonly ambiguities: readonly AmbiguityId[];
}

/**
 * The judgement on one case. Only `violation`, `inconsistent` and `drift` say something against the device;
 * `suite-error` is our own fault, `inconclusive` that of transport or laboratory.
 */
export type Verdict =
  | { readonly kind: 'conform'; readonly answers: Answers; readonly exercised: readonly RequirementId[] }
  | {
      readonly kind: 'violation';
      readonly requirement: RequirementId;
      readonly differences: readonly Difference[];
    }
  | {
      readonly kind: 'inconsistent';
      readonly ambiguity: AmbiguityId;
      readonly key: string;
      readonly before: readonly string[];
      readonly now: readonly string[];
    }
  | { readonly kind: 'drift'; readonly key: string; readonly baseline: string; readonly now: string }
  | { readonly kind: 'suite-error'; readonly reason: string }
  | { readonly kind: 'inconclusive'; readonly layer: 'transport' | 'laboratory'; readonly reason: string }
  | { readonly kind: 'not-tested'; readonly reason: string };

export type VerdictKind = Verdict['kind'];
