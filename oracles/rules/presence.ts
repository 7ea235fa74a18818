import { anyFailure, codes } from '../admitted.ts';
import type { Attempt } from '../attempt.ts';
import type { Asking } from '../asking.ts';
import type { NodePlace } from '../place.ts';
import type { RefusalRule } from './addresses.ts';
import { permissionOf } from './verbs.ts';

const notFound = { statuses: codes('404') };

const addExisting: RefusalRule = {
  id: 'add-of-existing-node',
  requirements: ['R-DM-05'],
  ambiguities: [],
  because: 'the node exists already',
  decide: ({ place, verb }) =>
    verb === 'Add' && isSettable(place) && place.presence === 'present' && place.node.name !== 'PFXCertBlob'
      ? { statuses: codes('418') }
      : undefined,
};

const addExistingBlob: RefusalRule = {
  id: 'add-of-existing-blob',
  requirements: ['R-PFX-13', 'R-DM-05'],
  ambiguities: [],
  because: 'there is a blob already, which Add does not overwrite',
  decide: ({ place, verb }) =>
    verb === 'Add' && isSettable(place) && place.presence === 'present' && place.node.name === 'PFXCertBlob'
      ? { statuses: anyFailure }
      : undefined,
};

const replaceMissing: RefusalRule = {
  id: 'replace-of-missing-node',
  requirements: ['R-DM-03'],
  ambiguities: ['A-01'],
  because: 'the node does not exist',
  decide: ({ place, verb }, asking) => {
    if (verb !== 'Replace' || !isSettable(place) || place.presence === 'present') return undefined;
    if (place.node.name === 'PFXCertBlob') return undefined;
    return answerToMissing(place, asking) === '404' ? notFound : undefined;
  },
};

/** Of Install no document speaks; it is no leaf and no UniqueID. */
function answerToMissing({ node }: NodePlace, asking: Asking): '404' | 'created' {
  if (node.name === '{UniqueID}') return asking.answer('A-01/UniqueID');
  if (node.name === 'Install') return asking.assume('Replace of a missing Install', ['created', '404']);
  return asking.answer('A-01/leaf');
}

const replaceMissingBlob: RefusalRule = {
  id: 'replace-of-missing-blob',
  requirements: ['R-PFX-15', 'R-DM-03'],
  ambiguities: [],
  because: 'there is no blob that could be replaced',
  decide: ({ place, verb }, asking) => {
    if (verb !== 'Replace' || !isSettable(place) || place.node.name !== 'PFXCertBlob') return undefined;
    if (place.presence !== 'present') return { statuses: anyFailure };
    // The source says "a blob" in one sentence and "a certificate" in the next; a failed install leaves only the first.
    const install = place.below?.request?.install;
    if (install?.kind !== 'failed') return undefined;
    const left = install.certificates.length > 0 ? ', and left a certificate of one before it' : '';
    const answer = asking.assume(`Replace of a blob whose import failed${left}`, ['works', 'refused']);
    return answer === 'refused' ? { statuses: anyFailure } : undefined;
  },
};

const parentMissing: RefusalRule = {
  id: 'parent-missing',
  requirements: ['R-DM-06'],
  ambiguities: ['A-02'],
  because: 'the UniqueID above it does not exist',
  decide: ({ place, verb }, asking) => {
    if (!isSettable(place) || place.below?.request !== undefined || place.node.name === '{UniqueID}')
      return undefined;
    if (verb === 'Add') {
      // A-02 is about leaves.
      const created =
        place.node.format === 'node'
          ? asking.assume('Add of an interior node whose parent is missing', ['created', '404']) === 'created'
          : asking.answer('A-02') === 'parents-created';
      return created ? undefined : notFound;
    }
    if (verb !== 'Replace' || place.node.name === 'PFXCertBlob') return undefined;
    // A-01 lets Replace create "with missing parents, as by Add": whether then A-02 counts too can be read both ways.
    if (asking.known('A-02') === 'parents-created') return undefined;
    return asking.assume('Replace creates parents though Add does not', ['yes', 'no']) === 'no'
      ? notFound
      : undefined;
  },
};

const missing: RefusalRule = {
  id: 'node-missing',
  requirements: ['R-DM-03'],
  ambiguities: [],
  because: 'the node does not exist',
  decide: ({ place, verb }, asking) => {
    if (place.kind !== 'node' || place.presence !== 'absent') return undefined;
    // Enroll comes with Install; whether it is there before anything was set is for its own rule to say.
    const concerned = verb === 'Delete' || (verb === 'Exec' && place.below?.request === undefined);
    return concerned && permissionOf(place.node, verb, asking) === 'allowed' ? notFound : undefined;
  },
};

/** Whether Add or Replace can have an effect on the node; where its verbs forbid them, their rule has spoken already. */
function isSettable(place: Attempt['place']): place is NodePlace {
  return place.kind === 'node' && place.below !== undefined && place.node.verbs.includes('Add');
}

export const presenceRules: readonly RefusalRule[] = [
  addExisting,
  addExistingBlob,
  replaceMissing,
  replaceMissingBlob,
  parentMissing,
  missing,
];
