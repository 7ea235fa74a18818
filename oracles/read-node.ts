import type { TreeNode } from '../csp/tree.ts';
import type { Admitted } from './admitted.ts';
import type { Deed } from './deed.ts';
import type { Breaks, Reason } from './expectation.ts';
import { exercisedOn } from './exercised.ts';
import { Look } from './mistakes.ts';
import { requirementOfNode } from './node-requirements.ts';
import type { NodePlace } from './place.ts';
import type { RequestItem } from './request.ts';
import { reasonOf } from './rule.ts';
import { enrollmentOutcomeRules } from './rules/enrollment-outcomes.ts';
import { outcomeRules } from './rules/outcomes.ts';
import { readingRules } from './rules/readings.ts';
import type { Run } from './run.ts';
import { installName, nodeKey, type NodeReason } from './state.ts';
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
  for (const requirement of exercisedOn(place.node, rule.requirements)) run.exercised.add(requirement);
  const clue = new Look(place, state, device, special);
  return {
    kind: 'done',
    admitted,
    reason: statusReason(place, admitted, general, special),
    clue,
    results: {
      locUri: item.locUri ?? '',
      value: decision.value,
      formats: formatsOf(place.node),
      ...(decision.valueSettles === undefined ? {} : { settles: decision.valueSettles }),
      reason:
        special === undefined || special.brought !== undefined || special.ifGone === true ? general : special,
      clue,
    },
  };
}

/** csp-source.txt, PFXCertBlob: adding it "also sets the Status node". */
const importStatus = 'PFXCertInstall/{UniqueID}/Status';

/** What is there from the start is not found only where the user's tree is not. */
export const noUserTree = { notFound: 'R-GEN-05' } as const satisfies Breaks;

/**
 * That a node may be read at all is said by its own requirement, what it shows by the rule. Whether it is there, the
 * rule says too, unless an earlier command decides it.
 */
function statusReason(
  { node, scope, prefixed, below }: NodePlace,
  { statuses }: Admitted,
  general: Reason,
  special: NodeReason | undefined,
): Reason {
  const own = requirementOfNode(node, 'Get');
  const codes = statuses.kind === 'codes' ? statuses.codes : [];
  const present = codes.length === 1 && codes[0] === '200';
  const usual = present ? { ...general, requirement: own } : general;
  const reason = special === undefined || special.ifGone === true ? usual : special;
  // Of a node that may be there or not, 405 says more than that it is not.
  const breaks: Breaks = {
    ...(special?.ifGone === true ? { notFound: special.requirement } : {}),
    ...(present && !prefixed ? { notFound: 'R-DM-15' } : {}),
    ...(present && node.id === importStatus ? { notFound: 'R-PFX-12' } : {}),
    ...(present && prefixed && scope === 'user' && below === undefined ? noUserTree : {}),
    ...(codes.includes('200') ? { notAllowed: own } : {}),
    otherFailure: codes.includes('404') ? 'R-DM-03' : own,
  };
  return { ...reason, breaks };
}

/** Why this node is as it is, where an earlier command that was to leave it alone is the reason. */
function specialReason({ state }: Run, { scope, node, below }: NodePlace): NodeReason | undefined {
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
