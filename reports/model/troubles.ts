import type { CaseResult } from '../../cases/result.ts';
import { childOf, nodes, root, scopeRoots, type NodeId, type TreeNode, type Verb } from '../../csp/tree.ts';
import { placeOf } from '../coverage/cell-place.ts';
import type { NodeTrouble } from './run-report.ts';

/** Keeps on which nodes, and with which verbs, cases outside the matrix differ. */
export interface TroubleKeeper {
  add(result: CaseResult): void;
  troubles(): readonly NodeTrouble[];
}

export function keepTroubles(): TroubleKeeper {
  const seen = new Map<string, { -readonly [Key in keyof NodeTrouble]: NodeTrouble[Key] }>();
  return {
    add: ({ id, verdict }) => {
      if (verdict.kind !== 'violation' || placeOf(id) !== undefined) return;
      const [first] = verdict.differences;
      const about = first === undefined ? undefined : commandIn(first.where);
      if (about === undefined) return;
      const known = seen.get(`${about.node} ${about.verb}`) ?? { ...about, cases: 0, case: id };
      known.cases++;
      seen.set(`${about.node} ${about.verb}`, known);
    },
    troubles: () => {
      const order = new Map(nodes.map(({ id }, index) => [id, index]));
      return [...seen.values()].sort(
        (left, right) =>
          (order.get(left.node) ?? 0) - (order.get(right.node) ?? 0) || (left.verb < right.verb ? -1 : 1),
      );
    },
  };
}

/** Verb and node of a difference, which is about `Add CmdID 3 ./Device/…`; undefined where it is about something else. */
function commandIn(where: string): { readonly node: NodeId; readonly verb: Verb } | undefined {
  const [, verb, uri] = /^(Add|Replace|Get|Delete|Exec) CmdID \S+ (\S+)/.exec(where) ?? [];
  const node = uri === undefined ? undefined : nodeAt(uri);
  return node === undefined ? undefined : { node: node.id, verb: verb as Verb };
}

function nodeAt(uri: string): TreeNode | undefined {
  const start = Object.values(scopeRoots).find((each) => uri === each || uri.startsWith(`${each}/`));
  if (start === undefined) return undefined;
  const segments = uri.slice(start.length).split('/').slice(1);
  return segments.reduce<TreeNode | undefined>((node, segment) => node && childOf(node, segment), root);
}
