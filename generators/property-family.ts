import type { Arbitrary } from 'fast-check';
import type { Case, Level } from '../cases/case.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { Pool } from '../pki/pool.ts';
import { caseOf, type Draft } from './draft.ts';
import type { Family, Laboratory } from './family.ts';
import { areaOf } from './list-family.ts';

/** How a family draws its cases: plans at random, and what a plan comes to, with its faults and without. */
export interface Planning<Plan> {
  plans(laboratory: Laboratory): Arbitrary<Plan>;
  draft(plan: Plan, pool: Pool): Draft;
  withoutFaults(plan: Plan): Plan;
}

/** A family whose cases are drawn at random. A case that differs is made small by runner/reduce/. */
export function propertyFamily<Plan>(
  requirement: RequirementId,
  level: Level,
  planning: Planning<Plan>,
): Family {
  const area = areaOf(requirement);
  const caseFor = (laboratory: Laboratory, plan: Plan): Case =>
    caseOf(laboratory, area, [requirement], level, planning.draft(plan, laboratory.pool));
  return {
    area,
    requirements: [requirement],
    level,
    cases: {
      kind: 'property',
      arbitrary: (laboratory) => planning.plans(laboratory).map((plan) => caseFor(laboratory, plan)),
      twins: (laboratory) =>
        planning.plans(laboratory).map((plan) => {
          const twin = caseFor(laboratory, planning.withoutFaults(plan));
          return { case: caseFor(laboratory, plan), twin: { ...twin, id: `${twin.id}/twin` } };
        }),
    },
  };
}
