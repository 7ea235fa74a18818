import type { ExecutedScenario } from '../support/executed.ts';
import { contentScenarios } from './scep/content.ts';
import { enrollScenarios } from './scep/enroll.ts';
import { keyScenarios } from './scep/keys.ts';
import { obstacleScenarios } from './scep/obstacles.ts';
import { outcomeScenarios } from './scep/outcomes.ts';
import { phaseScenarios } from './scep/phases.ts';
import { serverScenarios } from './scep/servers.ts';

/** Everything that needs a SCEP server, in the order of oracles/rules.ts. */
export const scepScenarios: readonly ExecutedScenario[] = [
  ...enrollScenarios,
  ...obstacleScenarios,
  ...serverScenarios,
  ...keyScenarios,
  ...phaseScenarios,
  ...contentScenarios,
  ...outcomeScenarios,
];
