import type { RequirementId } from '../../csp/requirements.ts';
import type { Scope } from '../../cases/case.ts';
import type { Family } from '../family.ts';
import { listFamily, type Drafts } from '../list-family.ts';
import { atomicScenarios, sequenceScenarios } from '../matrix/containers.ts';
import { replacedFormatDrafts } from '../matrix/formats.ts';
import { replacedInAtomic } from '../matrix/replaced-in-atomic.ts';
import { isSetting, matrixNodes } from '../matrix/samples.ts';
import { scenarioDrafts } from '../matrix/scenario.ts';
import { addressDrafts, answerScenarios, subtreeScenarios, unknownNodeDrafts } from '../matrix/tree.ts';
import { cellsOf, draftOf, statesOf, verbDrafts, type Cell } from '../matrix/verbs.ts';
import { wireFamily } from '../wire/wire-family.ts';
import { wireDrafts } from '../wire/wire-drafts.ts';

const scopes: readonly Scope[] = ['device', 'user'];

/** The cells of the matrix that belong to a requirement of the protocol, whatever the node. */
function cellDrafts(belongs: (cell: Cell) => boolean): Drafts {
  return (laboratory) =>
    matrixNodes
      .flatMap((node) => cellsOf(node, scopes))
      .filter(belongs)
      .map((cell) => draftOf(cell, laboratory));
}

/** Verbs that the node does not allow where it is there, and Get, which all of them allow. Scopes take turns. */
const forbiddenVerbs = cellDrafts(({ node, verb, prefix, state }) => {
  const last = statesOf(node).at(-1);
  const turn = scopes[matrixNodes.indexOf(node) % scopes.length];
  return state === last && prefix === turn && (verb === 'Get' || !node.verbs.includes(verb));
});

/** The whole matrix once more, under addresses without ./Device and ./User. */
const withoutPrefix: Drafts = (laboratory) =>
  matrixNodes.flatMap((node) => verbDrafts(node.id, 'none')(laboratory));

/** Add where the node is, and, as the twin, where only its parent is. */
const addsOfExisting = cellDrafts(
  ({ node, verb, state }) =>
    verb === 'Add' && node.verbs.includes('Add') && ['absent', 'present', 'installed'].includes(state),
);

/** Add of a leaf below a request that nobody added: the parents are to come by themselves. */
const implicitAdds = cellDrafts(
  ({ node, verb, state }) => verb === 'Add' && state === 'parent-absent' && isSetting(node),
);

/** How a device answers, whatever the CSP (Learn, OMA DM protocol support; MS-MDM; OMA RepPro 1.2.1). */
export const protocolFamilies: readonly Family[] = [
  listFamily('R-DM-01', 'matrix', scenarioDrafts(answerScenarios), wireDrafts('R-DM-01')),
  listFamily('R-DM-02', 'matrix', scenarioDrafts(answerScenarios.filter(({ id }) => id.startsWith('get-')))),
  listFamily('R-DM-03', 'matrix', unknownNodeDrafts, wireDrafts('R-DM-03')),
  listFamily('R-DM-04', 'matrix', forbiddenVerbs),
  listFamily('R-DM-05', 'matrix', addsOfExisting),
  listFamily('R-DM-06', 'matrix', implicitAdds),
  listFamily('R-DM-07', 'matrix', scenarioDrafts(subtreeScenarios)),
  listFamily('R-DM-08', 'matrix', scenarioDrafts(atomicScenarios), replacedInAtomic),
  listFamily('R-DM-09', 'matrix', wireDrafts('R-DM-09')),
  listFamily('R-DM-10', 'matrix', wireDrafts('R-DM-10')),
  listFamily('R-DM-11', 'matrix', wireDrafts('R-DM-11')),
  listFamily('R-DM-12', 'matrix', wireDrafts('R-DM-12')),
  listFamily('R-DM-13', 'matrix', scenarioDrafts(sequenceScenarios)),
  listFamily('R-DM-14', 'matrix', wireDrafts('R-DM-14')),
  listFamily('R-DM-15', 'matrix', withoutPrefix, addressDrafts, wireDrafts('R-DM-15')),
  listFamily('R-DM-16', 'matrix', wireDrafts('R-DM-16')),
  listFamily('R-DM-17', 'matrix', replacedFormatDrafts, wireDrafts('R-DM-17')),
  // What can be wrong about a document is drawn at random as well: in other messages, at other places, sometimes two
  // at once. The requirements are those that generators/faults/wire-faults.ts names.
  ...(
    [
      'R-DM-01',
      'R-DM-03',
      'R-DM-09',
      'R-DM-10',
      'R-DM-11',
      'R-DM-12',
      'R-DM-14',
      'R-DM-15',
      'R-DM-16',
      'R-DM-17',
    ] as const satisfies readonly RequirementId[]
  ).map(wireFamily),
];
