import type { AnyRule } from './rule.ts';
import { addressRules } from './rules/addresses.ts';
import { commandRules } from './rules/command-ids.ts';
import { containerRules, memberRules } from './rules/containers.ts';
import { dataRules } from './rules/data.ts';
import { effectRules } from './rules/effects.ts';
import { enrollRules } from './rules/enrollment.ts';
import { formatRules } from './rules/formats.ts';
import { importRules } from './rules/import.ts';
import { exportablePairRules, installSettingsRules } from './rules/install-settings.ts';
import { exportableRules, providerRules } from './rules/key-providers.ts';
import { messageRules } from './rules/messages.ts';
import { outcomeRules } from './rules/outcomes.ts';
import { presenceRules } from './rules/presence.ts';
import { readingRules } from './rules/readings.ts';
import { removalRules } from './rules/removal.ts';
import { scepValueRules } from './rules/scep-values.ts';
import { scopesRules, storeRules } from './rules/stores.ts';
import { valueRules } from './rules/values.ts';
import { verbRules } from './rules/verbs.ts';
import { wrappingRules } from './rules/wrapping.ts';

/** Every rule of the oracle, in the order in which a message meets them. */
export const rules: readonly AnyRule[] = [
  ...messageRules,
  ...commandRules,
  ...addressRules,
  ...verbRules,
  ...presenceRules,
  ...formatRules,
  ...dataRules,
  ...wrappingRules,
  ...valueRules,
  ...scepValueRules,
  ...effectRules,
  ...enrollRules,
  ...installSettingsRules,
  ...exportablePairRules,
  ...importRules,
  ...providerRules,
  ...exportableRules,
  ...removalRules,
  ...readingRules,
  ...outcomeRules,
  ...memberRules,
  ...Object.values(containerRules),
  ...scopesRules,
  ...Object.values(storeRules),
];
