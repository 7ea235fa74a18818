import { exampleRequirements } from './requirements/examples.ts';
import { generalRequirements } from './requirements/general.ts';
import { pfxRequirements } from './requirements/pfx.ts';
import { protocolRequirements } from './requirements/protocol.ts';
import { scepRequirements } from './requirements/scep.ts';
import type { RequirementEntry } from './requirements/entry.ts';

const catalogue = [
  ...generalRequirements,
  ...pfxRequirements,
  ...scepRequirements,
  ...exampleRequirements,
  ...protocolRequirements,
] as const;

export type RequirementId = (typeof catalogue)[number]['id'];

/** One normative statement, with its id as a literal, so that a misspelt id does not compile. */
export interface Requirement extends RequirementEntry {
  readonly id: RequirementId;
}

/**
 * Everything that the documents demand of a device.
 *
 * To add one: an entry at the end of its file in csp/requirements/, with the next number, and the id among the
 * `requirements` of the nodes that it is about (csp/tree/).
 */
export const requirements: readonly Requirement[] = catalogue;

const byId = new Map<string, Requirement>(requirements.map((entry) => [entry.id, entry]));

/** The requirement with this id. Throws RangeError for a text that is none. */
export function requirement(id: RequirementId): Requirement {
  const found = byId.get(id);
  if (found === undefined) throw new RangeError(`no requirement has the id ${id}`);
  return found;
}

/** Whether a text from outside, such as an option of the command line, is the id of a requirement. */
export function isRequirementId(text: string): text is RequirementId {
  return byId.has(text);
}
