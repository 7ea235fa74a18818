import type { RequirementId } from '../csp/requirements.ts';
import type { Rules } from '../simulator/rules.ts';

/**
 * One mistake that an implementer can make: the virtual device with it in, and everything else right. The suite has
 * to catch each, and to point at a requirement that the mistake breaks.
 */
export interface Fault {
  /** Stable name in words, such as `atomic-without-rollback`: unique in the catalogue, taken by `--fault`. */
  readonly id: string;
  /** What the implementer did wrong, in one sentence. */
  readonly mistake: string;
  /** The requirements that it breaks: a report that names one of them points at the right sentence. The best one first. */
  readonly breaks: readonly [RequirementId, ...RequirementId[]];
  /**
   * Puts the mistake into the rules of one device. It is called once for each device, so that a mistake that shows
   * only the second time can remember the first one.
   */
  readonly adjust: (rules: Rules) => Rules;
}
