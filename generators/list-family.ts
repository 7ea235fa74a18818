import type { Level } from '../cases/case.ts';
import type { RequirementId } from '../csp/requirements.ts';
import { caseOf, type Draft } from './draft.ts';
import type { Family, Laboratory } from './family.ts';

/** Makes the drafts of one family; the same ones for every seed. */
export type Drafts = (laboratory: Laboratory) => readonly Draft[];

/** A family whose cases are listed, complete and in a fixed order. */
export function listFamily(
  requirement: RequirementId,
  level: Level,
  ...sources: readonly [Drafts, ...Drafts[]]
): Family {
  const area = areaOf(requirement);
  return {
    area,
    requirements: [requirement],
    level,
    cases: {
      kind: 'list',
      build: (laboratory) =>
        sources.flatMap((drafts) =>
          drafts(laboratory).map((draft) => caseOf(laboratory, area, [requirement], level, draft)),
        ),
    },
  };
}

/** The suite that a requirement belongs to. The general ones are about installs, and the PFX half shows them. */
export function areaOf(requirement: RequirementId): Family['area'] {
  if (requirement.startsWith('R-DM-')) return 'protocol';
  if (requirement.startsWith('R-EX-')) return 'examples';
  return requirement.startsWith('R-SCEP-') ? 'scep' : 'pfx';
}
