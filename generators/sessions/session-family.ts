import type { RequirementId } from '../../csp/requirements.ts';
import type { Family } from '../family.ts';
import { propertyFamily } from '../property-family.ts';
import { sessionPlans, type Flavour } from './arbitrary.ts';
import { sessionDraft } from './session.ts';

/** A family of random sessions. */
export function sessionFamily(requirement: RequirementId, flavour: Flavour): Family {
  return propertyFamily(requirement, 'sessions', {
    plans: (laboratory) => sessionPlans(flavour, laboratory),
    draft: sessionDraft,
    withoutFaults: (plan) => ({ ...plan, faults: [] }),
  });
}
