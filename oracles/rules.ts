import { allValueRules, refusalRules } from './perform.ts';
import type { AnyRule } from './rule.ts';
import { commandRules } from './rules/command-ids.ts';
import { containerRules, memberRules } from './rules/containers.ts';
import { effectRules } from './rules/effects.ts';
import { enrollmentOutcomeRules } from './rules/enrollment-outcomes.ts';
import { acceptedRules, enrollRules } from './rules/enrollment.ts';
import { importRules } from './rules/import.ts';
import { exportablePairRules, installSettingsRules } from './rules/install-settings.ts';
import { exportableRules, providerRules } from './rules/key-providers.ts';
import { messageRules } from './rules/messages.ts';
import { outcomeRules } from './rules/outcomes.ts';
import { readingRules } from './rules/readings.ts';
import { removalRules } from './rules/removal.ts';
import { contentRules } from './rules/scep-content.ts';
import { scepKeyRules } from './rules/scep-keys.ts';
import { obstacleRules } from './rules/scep-obstacles.ts';
import { phaseRules } from './rules/scep-phases.ts';
import { serverRules } from './rules/scep-servers.ts';
import { scopesRules, storeRules } from './rules/stores.ts';

/** Every rule of the oracle, in the order in which a message meets them. */
export const rules: readonly AnyRule[] = [
  ...messageRules,
  ...commandRules,
  ...refusalRules,
  ...allValueRules,
  ...effectRules,
  ...enrollRules,
  ...acceptedRules,
  ...obstacleRules,
  ...serverRules,
  ...scepKeyRules,
  ...Object.values(phaseRules),
  ...contentRules,
  ...installSettingsRules,
  ...exportablePairRules,
  ...importRules,
  ...providerRules,
  ...exportableRules,
  ...removalRules,
  ...readingRules,
  ...outcomeRules,
  ...enrollmentOutcomeRules,
  ...memberRules,
  ...Object.values(containerRules),
  ...scopesRules,
  ...Object.values(storeRules),
];
