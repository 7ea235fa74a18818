import type { RequirementId } from '../../../csp/requirements.ts';
import type { Family } from '../../family.ts';
import { propertyFamily } from '../../property-family.ts';
import { sessionPlans, type ScepFlavour } from './arbitrary.ts';
import { scepSessionDraft } from './session.ts';

/** A family of random sessions of enrollments. */
export function scepSessionFamily(requirement: RequirementId, flavour: ScepFlavour): Family {
  return propertyFamily(requirement, 'sessions', {
    plans: (laboratory) => sessionPlans(flavour, laboratory),
    draft: scepSessionDraft,
    withoutFaults: (plan) => ({ ...plan, faults: [] }),
  });
}
