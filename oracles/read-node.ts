import type { TreeNode } from '../csp/tree.ts';
import type { Deed } from './deed.ts';
import type { Reason } from './expectation.ts';
import { requirementOfNode } from './node-requirements.ts';
import type { NodePlace } from './place.ts';
import type { RequestItem } from './request.ts';
import { reasonOf } from './rule.ts';
import { enrollmentOutcomeRules } from './rules/enrollment-outcomes.ts';
import { outcomeRules } from './rules/outcomes.ts';
import { readingRules } from './rules/readings.ts';
import type { Run } from './run.ts';
import { installName, nodeKey } from './state.ts';
import { firstOf } from './trigger.ts';

const rules = [...readingRules, ...outcomeRules, ...enrollmentOutcomeRules];

/** Carries out a Get that the node allows. */
export function readNode(run: Run, place: NodePlace, item: RequestItem): Deed {
  const { state, device, asking } = run;
  const { rule, decision } = firstOf(rules, { place, state, device }, asking);
  const general = reasonOf(rule, decision);
  const special = specialReason(run, place);
  const { statuses, settles } = decision;
  const admitted = settles === undefined ? { statuses } : { statuses, settles };
  const present = statuses.kind === 'codes' && statuses.codes.length === 1 && statuses.codes[0] === '200';
  for (const requirement of rule.requirements) run.exercised.add(requirement);
  return {
    kind: 'done',
    admitted,
    // That a node may be read at all is said by its own requirement, what it shows by the rule.
    reason: special ?? (present ? { ...general, requirement: requirementOfNode(place.node) } : general),
    results: {
      locUri: item.locUri ?? '',
      value: decision.value,
      formats: formatsOf(place.node),
      ...(decision.valueSettles === undefined ? {} : { settles: decision.valueSettles }),
      reason: special ?? general,
    },
  };
}

/** Why this node is as it is, where an earlier command that was to leave it alone is the reason. */
function specialReason({ state }: Run, { scope, node, below }: NodePlace): Reason | undefined {
  if (below === undefined) return undefined;
  const request = { scope, ...below };
  const names = ['Thumbprint', 'Status'].includes(node.name) ? [node.name, installName] : [node.name];
  if (below.request === undefined) names.push('');
  return names
    .map((name) => state.nodeReasons.get(nodeKey(request, name)))
    .find((reason) => reason !== undefined);
}

/** Results name the format of the node; a text may come without. Binary data has three names (A-14; OMA TND 8.3.7.2). */
function formatsOf(node: TreeNode): readonly string[] {
  const formats = node.formatByDdf === undefined ? [node.format] : [node.format, node.formatByDdf];
  if (node.format === 'bin') return ['b64', 'bin', 'chr'];
  return node.format === 'chr' ? [...formats, ''] : formats;
}
