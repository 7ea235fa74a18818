import type { RequirementId } from '../../../csp/requirements.ts';
import { playExecuted } from '../support/executed.ts';
import { play, type Played } from '../support/scenario.ts';
import { enrollmentScenarios } from './enrollment.ts';
import { installScenarios } from './installs.ts';
import { messageScenarios } from './messages.ts';
import { nodeScenarios } from './nodes.ts';
import { scepScenarios } from './scep.ts';
import { storeScenarios } from './stores.ts';
import { treeScenarios } from './tree.ts';
import { valueScenarios } from './values.ts';

/** A scenario, whichever way its device is come by. */
export interface Performed {
  readonly rule: string;
  /** What is wrong with the device, where a rule has several scenarios. */
  readonly title?: string;
  readonly blamed: RequirementId;
  readonly play: () => Played | Promise<Played>;
}

/** What their devices show is made up from what the oracle expects. */
const imagined = [
  ...messageScenarios,
  ...treeScenarios,
  ...valueScenarios,
  ...installScenarios,
  ...storeScenarios,
  ...enrollmentScenarios,
  ...nodeScenarios,
];

/** All scenarios of all rules. */
export const scenarios: readonly Performed[] = [
  ...imagined.map((scenario) => ({ ...scenario, play: () => play(scenario) })),
  ...scepScenarios.map((scenario) => ({ ...scenario, play: () => playExecuted(scenario) })),
];
