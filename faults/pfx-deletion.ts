import type { CertificateStores } from '../simulator/keys/certificate-stores.ts';
import { csp, engine } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { withOrphans } from './leftovers.ts';

/** Delete of a UniqueID that leaves something, or takes more than its own. */
export const pfxDeletionFaults: readonly Fault[] = [
  {
    id: 'delete-leaves-the-installed-certificate',
    mistake: 'Delete of a UniqueID deletes its nodes and leaves its certificate.',
    breaks: ['R-PFX-03'],
    adjust: csp(({ takesAway }) => ({
      takesAway: (by, request) => by !== 'Delete' && takesAway(by, request),
    })),
  },
  {
    id: 'delete-of-user-request-leaves-the-certificate',
    mistake:
      "Delete of a UniqueID of the user looks for its certificate in the device's store, and finds none.",
    breaks: ['R-PFX-03', 'R-GEN-05'],
    adjust: csp(({ takesAway }) => ({
      takesAway: (by, request) => !(by === 'Delete' && request.scope === 'user') && takesAway(by, request),
    })),
  },
  {
    id: 'delete-after-replace-leaves-the-certificate',
    mistake:
      'After a Replace of its blob a request does not know its certificate any more: Delete leaves it.',
    breaks: ['R-PFX-03'],
    adjust: csp(({ takesAway }) => {
      const imports = new Map<string, number>();
      return {
        takesAway: (by, request) => {
          const count = imports.get(request.key) ?? 0;
          if (by === 'Replace') imports.set(request.key, count + 1);
          return (by === 'Replace' || count < 2) && takesAway(by, request);
        },
      };
    }),
  },
  {
    id: 'delete-takes-the-key-only',
    mistake: 'Delete of a UniqueID deletes the keys and leaves the certificates.',
    breaks: ['R-PFX-03'],
    adjust: releasing((stores, owner) => {
      const owned = stores.ownedBy(owner);
      stores.release(owner, 'go');
      for (const { scope, store, certificate } of owned) {
        stores.install(
          { scope, store, certificate, provider: 'none', exportable: false },
          `${owner} deleted`,
        );
      }
    }),
  },
  {
    id: 'delete-takes-the-first-certificate-only',
    mistake: 'Of a PFX with several keys Delete removes the first certificate and leaves the others.',
    breaks: ['R-PFX-03'],
    adjust: releasing((stores, owner) => {
      const [, ...others] = stores.ownedBy(owner);
      stores.release(owner, 'go');
      for (const certificate of others) stores.install(certificate, `${owner} deleted`);
    }),
  },
  {
    id: 'delete-takes-the-neighbours-installs',
    mistake: 'Delete of a UniqueID removes what all UniqueIDs have installed.',
    breaks: ['R-GEN-01'],
    adjust: releasing((stores, _owner, owners) => {
      for (const owner of owners) stores.release(owner, 'go');
    }),
  },
  {
    id: 'delete-takes-the-same-id-of-the-other-scope',
    mistake:
      'Delete of a UniqueID removes what the UniqueID of the same name in the other scope has installed too.',
    breaks: ['R-GEN-05', 'R-GEN-01'],
    adjust: releasing((stores, owner, owners) => {
      for (const other of owners) {
        if (other === owner || withoutScope(other) === withoutScope(owner)) stores.release(other, 'go');
      }
    }),
  },
  {
    id: 'delete-takes-the-latest-install',
    mistake: 'Delete of a UniqueID removes what was installed last, whose it may be.',
    breaks: ['R-GEN-01', 'R-PFX-03'],
    adjust: releasing((stores, _owner, owners) => {
      const latest = owners.at(-1);
      if (latest !== undefined) stores.release(latest, 'go');
    }),
  },
  {
    id: 'delete-leaves-the-children',
    mistake: 'Delete of an interior node leaves what is below it: an Add of the same name brings it back.',
    breaks: ['R-DM-07'],
    adjust: engine(({ keepTree }) => ({ keepTree: (tree) => withOrphans(keepTree(tree)) })),
  },
  {
    id: 'delete-leaves-the-blob',
    mistake:
      'Delete of an interior node leaves the largest of its leaves: an Add of the same name brings it back.',
    breaks: ['R-DM-07'],
    adjust: engine(({ keepTree }) => ({
      keepTree: (tree) => withOrphans(keepTree(tree), ({ text }) => text.length > 1000),
    })),
  },
  {
    id: 'delete-leaves-status-and-thumbprint',
    mistake: 'Status and Thumbprint of a deleted UniqueID are there again once a UniqueID is so called.',
    breaks: ['R-DM-07', 'R-PFX-23', 'R-PFX-22'],
    adjust: csp(() => ({ forgetsDeleted: false })),
  },
  {
    id: 'second-install-of-a-name-stays-after-delete',
    mistake:
      'The list of what is to be deleted is filled once for each name: after a second install Delete removes nothing.',
    breaks: ['R-PFX-03'],
    adjust: csp(({ takesAway }) => {
      const deleted = new Set<string>();
      return {
        takesAway: (by, request) => {
          if (by !== 'Delete') return takesAway(by, request);
          const isFirst = !deleted.has(request.key);
          deleted.add(request.key);
          return isFirst && takesAway(by, request);
        },
      };
    }),
  },
];

/** A device whose Delete of a UniqueID does something else in the stores; `owners`: who installed, in their order. */
function releasing(
  release: (stores: CertificateStores, owner: string, owners: readonly string[]) => void,
): Fault['adjust'] {
  return (rules) => {
    let owners: readonly string[] = [];
    let stores: CertificateStores | undefined;
    return csp(({ keepStores, takesAway }) => ({
      keepStores: (given) => {
        const kept = keepStores(given);
        stores = kept;
        return {
          ...kept,
          install: (certificate, owner) => {
            owners = [...owners.filter((other) => other !== owner), owner];
            kept.install(certificate, owner);
          },
        };
      },
      takesAway: (by, request) => {
        if (by !== 'Delete' || stores === undefined) return takesAway(by, request);
        release(stores, request.key, owners);
        return false;
      },
    }))(rules);
  };
}

/** Owners are the paths of their UniqueIDs, which begin with the scope. */
function withoutScope(owner: string): string {
  return owner.replace(/^\["(?:device|user)",/, '');
}
