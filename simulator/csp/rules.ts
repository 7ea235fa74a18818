import type { EditionId } from '../../csp/editions.ts';
import type { CompleteAnswers } from '../answers.ts';
import { defaultValueRules, type DefaultValueRules } from './default-values.ts';
import { exportabilityRules, type ExportabilityRules } from './exportability.ts';
import { failureRules, type FailureRules } from './failure.ts';
import { invalidValueRules, type InvalidValueRules } from './invalid-values.ts';
import { placementRules, type PlacementRules } from './key-placement.ts';
import { pfxFileRules, type PfxFileRules } from './pfx-file.ts';
import { pfxLifecycleRules, type PfxLifecycleRules } from './pfx-lifecycle.ts';
import { pfxPasswordRules, type PfxPasswordRules } from './pfx-password.ts';
import { pfxContentRules, type PfxContentRules } from './pfx-content.ts';
import { pfxReadingRules, type PfxReadingRules } from './pfx-reading.ts';
import { pfxSettingsRules, type PfxSettingsRules } from './pfx-settings.ts';
import { scepRules, type ScepRules } from './scep-rules.ts';
import { scepClientRules, type ScepClientRules } from '../scep/rules.ts';
import { valueRules, type ValueRules } from './values.ts';

/**
 * Every decision of the CSP on which devices may differ, rightly or wrongly, each a named function or value beside the
 * code that asks it. A seeded fault puts another one in the place of one of them.
 */
export interface CspRules
  extends
    ValueRules,
    InvalidValueRules,
    DefaultValueRules,
    FailureRules,
    ExportabilityRules,
    PlacementRules,
    PfxFileRules,
    PfxLifecycleRules,
    PfxReadingRules,
    PfxContentRules,
    PfxPasswordRules,
    PfxSettingsRules,
    ScepRules,
    ScepClientRules {}

/** The CSP of a device that gives these answers, and does everything else as csp-source.txt says. */
export function cspRules(answers: CompleteAnswers, edition: EditionId): CspRules {
  return {
    ...valueRules(answers),
    ...invalidValueRules(answers),
    ...defaultValueRules(answers),
    ...failureRules(answers),
    ...exportabilityRules(answers),
    ...placementRules(answers),
    ...pfxFileRules(answers),
    ...pfxLifecycleRules(answers, edition),
    ...pfxReadingRules(answers),
    ...pfxContentRules,
    ...pfxPasswordRules,
    ...pfxSettingsRules,
    ...scepRules(answers),
    ...scepClientRules(answers),
  };
}
