import type { AnswerKey, AnswerTo } from '../../csp/ambiguities.ts';
import { isAtLeast, type EditionId } from '../../csp/editions.ts';
import { nodes, root, type NodeId, type TreeNode, type Verb } from '../../csp/tree.ts';
import type { CompleteAnswers } from '../answers.ts';
import type { NodeDefinition } from '../engine/provider.ts';

/** A node of this CSP as the engine sees it. */
export interface CspNode extends NodeDefinition {
  readonly id: NodeId;
}

/** The tree of csp/tree.ts as an edition has it, with the verbs and formats of a device that gives these answers. */
export function definitionsFor(edition: EditionId, answers: CompleteAnswers): NodeDefinition {
  return definitionOf(root, edition, answers);
}

function definitionOf(node: TreeNode, edition: EditionId, answers: CompleteAnswers): CspNode {
  const interior = node.format === 'node';
  const settable = node.verbs.includes('Add');
  return {
    id: node.id,
    name: node.name,
    dynamic: node.name === '{UniqueID}',
    permanent: node.permanent,
    computed: !interior && !settable,
    interior,
    verbs: new Set(verbsOf(node, answers)),
    acceptedFormats: acceptedFormats(node, answers),
    resultFormat: resultFormat(node),
    createdByReplace: answers[interior ? 'A-01/UniqueID' : 'A-01/leaf'] === 'created' && node.id !== blob,
    needsAtomic: settable && answers[interior ? 'A-38/UniqueID' : 'A-38/settings'] === 'refused',
    children: nodes
      .filter(({ parent, since }) => parent === node.id && (since === undefined || isAtLeast(edition, since)))
      .map((child) => definitionOf(child, edition, answers)),
  };
}

/** Replace where there is no blob fails whatever else Replace creates (csp-source.txt, PFXCertBlob). */
const blob: NodeId = 'PFXCertInstall/{UniqueID}/PFXCertBlob';

/** Answers by which a device has the verbs of the DDF where csp-source.txt lists others. */
const asDdf: ReadonlySet<string> = new Set<AnswerTo<'A-10'> | AnswerTo<'A-11/SubjectName'>>([
  'allowed',
  'as-ddf',
]);

function verbsOf(node: TreeNode, answers: CompleteAnswers): readonly Verb[] {
  const { verbs, verbsByDdf } = node;
  return verbsByDdf !== undefined && asDdf.has(answers[verbsByDdf.key]) ? verbsByDdf.verbs : verbs;
}

/** Formats of the nodes for which the documents name more than one, each with the aspect that decides. */
const openFormats: Partial<Readonly<Record<NodeId, Readonly<Record<string, AnswerKey>>>>> = {
  [blob]: { bin: 'A-14/bin', b64: 'A-14/b64', chr: 'A-14/chr' },
  'SCEP/{UniqueID}/Install/ValidPeriodUnits': { int: 'A-13/int', chr: 'A-13/chr' },
};

function acceptedFormats(node: TreeNode, answers: CompleteAnswers): readonly string[] {
  const open = openFormats[node.id];
  if (open === undefined) return [node.format];
  return Object.entries(open).flatMap(([format, key]) => (answers[key] === 'accepted' ? [format] : []));
}

/** Binary values travel in XML as b64 (OMA TND 8.3.7.2); numbers are ints, as the DDF has them. */
function resultFormat(node: TreeNode): string {
  const format = node.formatByDdf ?? node.format;
  return format === 'bin' ? 'b64' : format;
}
