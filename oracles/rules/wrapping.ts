import { anyFailure } from '../admitted.ts';
import { thisTime, type Asking } from '../asking.ts';
import { nodeKey, requestKey, type InstallRequest } from '../state.ts';
import type { RefusalRule } from './addresses.ts';

const outsideAtomic: RefusalRule = {
  id: 'setting-outside-atomic',
  requirements: ['R-GEN-02'],
  ambiguities: ['A-38'],
  because: 'the settings of an install have to travel in an Atomic',
  decide: ({ item: { address }, verb, surroundings }, asking) => {
    if (surroundings.atomic || address.kind !== 'path' || address.id === undefined) return undefined;
    if (verb !== 'Add' && verb !== 'Replace') return undefined;
    const key = address.node?.format === 'node' ? 'A-38/UniqueID' : 'A-38/settings';
    return asking.answer(key) === 'refused' ? { statuses: anyFailure } : undefined;
  },
};

const addThenReplace: RefusalRule = {
  id: 'replace-after-add-in-atomic',
  requirements: ['R-DM-08'],
  ambiguities: ['A-60'],
  because: 'the same Atomic has added the node before',
  decide: ({ place, verb, surroundings }, asking) => {
    if (verb !== 'Replace' || place.kind !== 'node' || place.below === undefined) return undefined;
    const key = nodeKey({ scope: place.scope, ...place.below }, place.node.name);
    // An Exec of the same Atomic may have taken the challenge away again, a Delete any node.
    if (!surroundings.added.has(key) || place.presence !== 'present') return undefined;
    return asking.answer('A-60') === 'fails' ? { statuses: anyFailure } : undefined;
  },
};

const afterInstall: RefusalRule = {
  id: 'parameter-after-install',
  requirements: ['R-PFX-12'],
  ambiguities: ['A-65'],
  because: 'the install is done, and no new blob comes with the parameter',
  decide: ({ place, verb, surroundings }, asking) => {
    if (place.kind !== 'node' || place.node.half !== 'pfx' || (verb !== 'Add' && verb !== 'Replace'))
      return undefined;
    const request = place.below?.request;
    if (request === undefined || !request.settings.has('PFXCertBlob')) return undefined;
    if (!place.node.verbs.includes('Add') || ['{UniqueID}', 'PFXCertBlob'].includes(place.node.name))
      return undefined;
    if (surroundings.bringsBlob(requestKey(request))) return undefined;
    return afterInstallIs(request, asking) === 'refused' ? { statuses: anyFailure } : undefined;
  },
};

/** A-65 is about an install that is done. Of one that failed, it matters what there was before, and what is left of it. */
function afterInstallIs(request: InstallRequest, asking: Asking): 'stored' | 'refused' {
  const { install } = request;
  switch (install.kind) {
    case 'installed':
      return asking.answer('A-65');
    case 'unclear':
      return asking.assume(`${thisTime}a parameter of ${requestKey(request)}, which may be installed`, [
        'stored',
        'refused',
      ]);
    case 'failed':
    case 'none': {
      const left = install.kind === 'failed' && install.certificates.length > 0;
      const doubt = left
        ? 'a parameter after an install, and one that failed'
        : 'a parameter after a failed install';
      return asking.assume(doubt, ['stored', 'refused']);
    }
  }
}

export const wrappingRules: readonly RefusalRule[] = [outsideAtomic, addThenReplace, afterInstall];
