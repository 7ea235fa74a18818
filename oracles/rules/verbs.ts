import { codes, decidedByStatus, type Admitted } from '../admitted.ts';
import type { Attempt } from '../attempt.ts';
import type { Asking } from '../asking.ts';
import type { AnswerKey } from '../../csp/ambiguities.ts';
import type { TreeNode, Verb } from '../../csp/tree.ts';
import { requirementOfNode } from '../node-requirements.ts';
import type { RefusalRule } from './addresses.ts';

/**
 * Whether a node allows a verb. Where csp-source.txt and the DDF differ, the ambiguity of the node says by which of
 * the two the device goes.
 */
type Permission = 'allowed' | 'refused' | { readonly dependsOn: AnswerKey; readonly onRefusal: string };

export function permissionOf(node: TreeNode, verb: Verb, asking: Asking): Permission {
  const bySource = node.verbs.includes(verb);
  if (node.verbsByDdf === undefined) return bySource ? 'allowed' : 'refused';
  const { verbs, key } = node.verbsByDdf;
  const byDdf = verbs.includes(verb);
  if (bySource === byDdf) return bySource ? 'allowed' : 'refused';
  // A-10 names what the device does, the aspects of A-11 name the document that it follows.
  const onRefusal = key === 'A-10' ? '405' : bySource ? 'as-ddf' : 'as-source';
  const known = asking.known(key);
  if (known !== undefined) return known === onRefusal ? 'refused' : 'allowed';
  return { dependsOn: key, onRefusal };
}

const verbRefused: RefusalRule = {
  id: 'verb-not-allowed',
  requirements: ['R-DM-04'],
  ambiguities: ['A-10', 'A-11', 'A-35'],
  because: 'the node does not allow the command',
  decide: ({ place, verb }, asking) => {
    if (place.kind !== 'node') return undefined;
    const { node, presence } = place;
    const because = `${node.name} does not allow ${verb}`;
    const permission = permissionOf(node, verb, asking);
    const breaks = { success: requirementOfNode(node, verb) };
    if (permission === 'refused')
      return { ...notAllowed(verb, asking, presence === 'present'), because, breaks };
    if (permission === 'allowed') return undefined;
    const { dependsOn, onRefusal } = permission;
    if (verb === 'Delete' && presence !== 'present') {
      // The command fails anyway: only 405 would tell that the node does not allow it at all.
      return {
        statuses: codes('404', '405'),
        settles: [{ key: dependsOn, answers: { '405': onRefusal } }],
        because,
      };
    }
    return asking.answer(dependsOn) === onRefusal
      ? { ...notAllowed(verb, asking, presence === 'present'), because }
      : undefined;
  },
};

/** Learn knows 405 only, RepPro lists 406 for Get and both for Exec. Of what is not there, 404 is as true. */
function notAllowed(verb: Attempt['verb'], asking: Asking, present: boolean): Admitted {
  if (verb !== 'Get' && verb !== 'Exec') return { statuses: present ? codes('405') : codes('404', '405') };
  const admitted = decidedByStatus(`A-35/${verb}`, { '405': '405', '406': '406' }, asking);
  if (present || admitted.statuses.kind !== 'codes') return admitted;
  return { ...admitted, statuses: codes('404', ...admitted.statuses.codes) };
}

export const verbRules: readonly RefusalRule[] = [verbRefused];
