import { requestAddress, uniqueIds } from '../address.ts';
import { atomic, remove } from '../command.ts';
import { installCommands, settingsOf, usualInstall, type Install } from '../install.ts';
import type { Drafts } from '../list-family.ts';

const scopes = ['device', 'user'] as const;

/**
 * R-PFX-03: a request that is added and deleted in one Atomic leaves nothing, whenever the blob is imported. The
 * install before it shows that nothing else speaks against such an Atomic.
 */
export const deletedWhereAdded: Drafts = ({ pool }) =>
  scopes.map((scope) => {
    const install: Install = { ...usualInstall, scope };
    const before: Install = { ...install, uniqueId: uniqueIds[1] };
    const beside: Install = { ...install, uniqueId: uniqueIds[2] };
    return {
      id: `deleted-where-added/${scope}`,
      title: `An Atomic installs two PFX and deletes one request again (${scope}).`,
      alsoAims: ['R-DM-08'],
      parts: [
        installCommands(before, pool),
        [
          atomic([
            ...settingsOf(beside, pool),
            ...settingsOf(install, pool),
            remove(requestAddress(scope, install.uniqueId)),
          ]),
        ],
      ],
      watched: [before, beside, install].map(({ uniqueId }) => ({ prefix: scope, uniqueId })),
    };
  });
