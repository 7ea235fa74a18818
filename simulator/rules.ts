import type { CspRules } from './csp/rules.ts';
import type { EngineRules } from './engine/rules.ts';

/**
 * All decisions of a virtual device. The right ones follow from edition and answers (simulator/model.ts); what is put
 * in the place of one of them is a seeded fault.
 */
export interface Rules {
  readonly engine: EngineRules;
  readonly csp: CspRules;
}
