import type { RequirementId } from '../csp/requirements.ts';
import type { TreeNode } from '../csp/tree.ts';

/**
 * Of the requirements of a rule, those that a command on this node exercises: what the documents say of one node is not
 * tried out on another.
 */
export function exercisedOn(
  { requirements }: TreeNode,
  ofRule: readonly RequirementId[],
): readonly RequirementId[] {
  return ofRule.filter((id) => !isOfANode(id) || requirements.some((own) => own === id));
}

function isOfANode(id: RequirementId): boolean {
  return id.startsWith('R-PFX') || id.startsWith('R-SCEP');
}
