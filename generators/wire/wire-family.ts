import fc, { type Arbitrary } from 'fast-check';
import type { RequirementId } from '../../csp/requirements.ts';
import type { Pool } from '../../pki/pool.ts';
import { sending, sendingBytes, type Draft, type Part } from '../draft.ts';
import type { Family } from '../family.ts';
import { wireOf, withFaults, type WireFault } from '../faults/wire/wire.ts';
import { wireFaults } from '../faults/wire-faults.ts';
import { messageOf } from '../message.ts';
import { propertyFamily } from '../property-family.ts';
import { sessionPlans, type Flavour } from '../sessions/arbitrary.ts';
import type { SessionPlan } from '../sessions/plan.ts';
import { renderSession, sessionDraft } from '../sessions/session.ts';

/** A valid session, and what is done to one of its documents. */
interface WirePlan {
  readonly session: SessionPlan;
  /** Which message has the faults, counted around. */
  readonly message: number;
  readonly faults: readonly { readonly fault: WireFault; readonly at: number }[];
}

const flavour: Flavour = {
  weights: { get: 2, set: 3, delete: 1, install: 3, 'replace-blob': 1, group: 2 },
  faults: [],
};

/** A family of random sessions in which one document has faults that are about the requirement. */
export function wireFamily(requirement: RequirementId): Family {
  const faults = wireFaults.filter((fault) => fault.requirement === requirement);
  return propertyFamily(requirement, 'wire', {
    plans: (laboratory) => wirePlans(faults, sessionPlans(flavour, laboratory)),
    draft: wireDraft,
    withoutFaults: (plan) => ({ ...plan, faults: [] }),
  });
}

/** Plans with one of the faults, sometimes with two. */
function wirePlans(faults: readonly WireFault[], sessions: Arbitrary<SessionPlan>): Arbitrary<WirePlan> {
  const one = fc.record({ fault: fc.constantFrom(...faults), at: fc.nat(30) });
  return fc.record({
    session: sessions,
    message: fc.nat(4),
    faults: fc.oneof(
      { withCrossShrink: true },
      { weight: 8, arbitrary: fc.array(one, { minLength: 1, maxLength: 1 }) },
      // The same one twice would be another fault: two commands with CmdID 0 have the same CmdID.
      { weight: 3, arbitrary: fc.uniqueArray(one, { maxLength: 2, selector: ({ fault }) => fault.id }) },
    ),
  });
}

/** The session with its faulty document. */
function wireDraft(plan: WirePlan, pool: Pool): Draft {
  const { messages } = renderSession(plan.session, pool);
  const faultyMessage = plan.message % messages.length;
  const parts = messages.flatMap(({ commands, thenReadStores }, index): readonly Part[] => {
    const number = index + 1;
    const { bytes, intent } = withFaults(
      wireOf(messageOf(commands, number)),
      index === faultyMessage ? plan.faults : [],
    );
    return [
      index === faultyMessage ? sendingBytes(bytes, intent) : sending(commands, number),
      ...(thenReadStores ? [{ kind: 'read-stores' } as const] : []),
    ];
  });
  const draft = sessionDraft(plan.session, pool);
  const words = plan.faults.map(({ fault }) => fault.words);
  return {
    ...draft,
    id: 'document',
    title: `${draft.title.replace(/\.$/, '')}; document ${faultyMessage + 1}: ${words.length === 0 ? 'as it should be' : words.join('; ')}.`,
    alsoAims: plan.faults.map(({ fault }) => fault.requirement),
    faults: plan.faults.flatMap(({ fault }) => (fault.nature === 'legal' ? [] : [fault.words])),
    parts,
  };
}
