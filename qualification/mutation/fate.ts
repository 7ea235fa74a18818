import type { Answers } from '../../cases/case.ts';
import type { RequirementId } from '../../csp/requirements.ts';

/** What became of a mutant. */
export type Fate =
  | {
      readonly kind: 'killed';
      /** `broke`: an exception left the device. `inconsistent`: two cases show two answers to one question. */
      readonly how: 'accused' | 'inconsistent' | 'broke' | 'timeout';
      readonly case: string;
      readonly blamed?: RequirementId;
    }
  /** It does in every case that passes it what a right device with these answers does. */
  | { readonly kind: 'admitted'; readonly answers: Answers; readonly cases: number }
  /** It does what no right device is known to do, and the oracle does not mind. */
  | { readonly kind: 'tolerated'; readonly cases: number; readonly example: string }
  /** Cases pass it, and the device does the same in all of them. */
  | { readonly kind: 'unseen'; readonly covering: number }
  /** No case passes it. */
  | { readonly kind: 'uncovered' };

/** From what says most of a mutant to what says least. */
const byWeight = [
  'killed',
  'tolerated',
  'admitted',
  'unseen',
  'uncovered',
] as const satisfies readonly Fate['kind'][];

/** Of the fates of a mutant on several devices, the one that counts. */
export function weightier(one: Fate, other: Fate): Fate {
  return byWeight.indexOf(other.kind) < byWeight.indexOf(one.kind) ? other : one;
}
