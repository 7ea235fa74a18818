import type { Rule, Wording } from '../rule.ts';
import { requirementOfNode } from '../node-requirements.ts';
import type { InstallRequest } from '../state.ts';
import type { NodePlace } from '../place.ts';
import { noFormatOfBlob, notGiven } from '../../csp/impossible-answers.ts';
import type { Verb } from '../../csp/tree.ts';

/** A command that nothing refuses. */
export interface Accepted {
  readonly verb: Verb;
  readonly place: NodePlace;
  /** A UniqueID, or an Install, that exists and is replaced. */
  readonly replaces?: InstallRequest;
}

/** Why the command is expected to succeed; of a Replace of an interior node, what becomes of what is below it. */
export interface Effect extends Wording {
  readonly below: 'stays' | 'goes';
}

export type EffectRule = Rule<Accepted, Effect>;

const stays: Effect = { below: 'stays' };

const replaceUniqueId: EffectRule = {
  id: 'replace-of-uniqueid',
  requirements: ['R-PFX-02'],
  ambiguities: ['A-43'],
  because: 'Replace of a UniqueID is allowed',
  decide: ({ place, replaces }, asking) => {
    if (replaces === undefined || place.node.name !== '{UniqueID}') return undefined;
    // With nothing below it, both answers come to the same.
    const empty = replaces.settings.size === 0 && !replaces.hasInstallNode;
    return empty || asking.answer('A-43') === 'nothing-changes' ? stays : { below: 'goes' };
  },
};

const replaceInstall: EffectRule = {
  id: 'replace-of-install-node',
  requirements: ['R-SCEP-03'],
  ambiguities: [],
  because: 'Replace of Install is allowed',
  decide: ({ replaces }, asking) => {
    if (replaces === undefined) return undefined;
    return { below: asking.assume('what is below Install when it is replaced', ['stays', 'goes']) };
  },
};

const deleteSubtree: EffectRule = {
  id: 'delete-removes-subtree',
  requirements: ['R-DM-07', 'R-PFX-03'],
  ambiguities: [],
  because: 'Delete removes the node and all that is below it',
  decide: ({ verb, place }) => {
    if (verb !== 'Delete' || place.node.format !== 'node') return undefined;
    return place.node.half === 'pfx' ? { ...stays, requirement: 'R-PFX-03' } : stays;
  },
};

const addsParents: EffectRule = {
  id: 'add-creates-parents',
  requirements: ['R-DM-06'],
  ambiguities: ['A-02'],
  because: 'Add creates the parents that are missing',
  decide: ({ verb, place }) =>
    verb === 'Add' && lacksParent(place)
      ? { ...stays, breaks: { otherFailure: requirementOfNode(place.node, verb) } }
      : undefined,
};

function lacksParent({ node, below }: NodePlace): boolean {
  if (node.name === '{UniqueID}') return false;
  if (below?.request === undefined) return true;
  return node.half === 'scep' && node.name !== 'Install' && !below.request.hasInstallNode;
}

const withoutPrefix: EffectRule = {
  id: 'locuri-without-scope',
  requirements: ['R-DM-15'],
  ambiguities: ['A-30'],
  because: "a LocURI without ./Device and ./User means the device's tree",
  decide: ({ place }) => (place.prefixed ? undefined : stays),
};

/** Also the reason of what an install leaves in the store. */
export const blobTriggers: EffectRule = {
  id: 'blob-triggers-install',
  requirements: ['R-PFX-12', 'R-PFX-14'],
  ambiguities: ['A-08', 'A-28'],
  because: 'setting the blob triggers the install',
  decide: ({ verb, place }) => {
    if (place.node.name !== 'PFXCertBlob') return undefined;
    return { ...stays, requirement: verb === 'Replace' ? 'R-PFX-14' : 'R-PFX-12' };
  },
};

/** A device may refuse a Format, or want one, but not all that there are. */
const onlyFormatLeft: EffectRule = {
  id: 'blob-taken-in-one-format',
  requirements: ['R-PFX-11'],
  ambiguities: ['A-14', 'A-42'],
  because: 'the blob was refused in every other Format, and one has to be taken',
  decide: ({ place }, { answers }) =>
    place.node.name === 'PFXCertBlob' && notGiven(noFormatOfBlob, answers).length === 1 ? stays : undefined,
};

const allowed: EffectRule = {
  id: 'command-allowed',
  requirements: ['R-DM-04'],
  ambiguities: [],
  because: 'the node allows the command, and nothing is wrong with it',
  decide: ({ place, verb }) => ({ ...stays, requirement: requirementOfNode(place.node, verb) }),
};

/** In order: the first that applies decides. */
export const effectRules: readonly EffectRule[] = [
  replaceUniqueId,
  replaceInstall,
  withoutPrefix,
  addsParents,
  deleteSubtree,
  onlyFormatLeft,
  blobTriggers,
  allowed,
];
