import type { Scope } from '../cases/case.ts';
import type { CertificateStores } from '../simulator/keys/certificate-stores.ts';
import { csp, engine } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** Device and user that are not kept apart. */
export const userScopeFaults: readonly Fault[] = [
  {
    id: 'user-certificates-in-the-device-store',
    mistake: "What is installed for the user goes into the device's store.",
    breaks: ['R-GEN-05'],
    adjust: csp(() => ({ storeScope: () => 'device' })),
  },
  {
    id: 'device-certificates-in-the-user-store',
    mistake: "What is installed for the device goes into the user's store.",
    breaks: ['R-GEN-05'],
    adjust: csp(() => ({ storeScope: () => 'user' })),
  },
  {
    id: 'stores-swapped',
    mistake: 'The stores of device and user are mixed up.',
    breaks: ['R-GEN-05'],
    adjust: csp(() => ({ storeScope: otherScope })),
  },
  {
    id: 'store-of-the-first-install',
    mistake: 'The store is opened once: all installs go where the first one went.',
    breaks: ['R-GEN-05'],
    adjust: csp(() => {
      let opened: Scope | undefined;
      return { storeScope: (scope) => (opened ??= scope) };
    }),
  },
  {
    id: 'user-tree-is-the-device-tree',
    mistake: './User is read as ./Device.',
    breaks: ['R-GEN-05'],
    adjust: engine(({ scopeOf }) => ({
      scopeOf: (segment) => (scopeOf(segment) === undefined ? undefined : 'device'),
    })),
  },
  {
    id: 'user-tree-not-found',
    mistake: 'There is no tree below ./User.',
    breaks: ['R-GEN-05'],
    adjust: engine(({ scopeOf }) => ({
      scopeOf: (segment) => (scopeOf(segment) === 'device' ? 'device' : undefined),
    })),
  },
  {
    id: 'user-certificates-in-both-stores',
    mistake: "What is installed for the user goes into the device's store too.",
    breaks: ['R-GEN-05'],
    adjust: copying('user'),
  },
  {
    id: 'device-certificates-in-both-stores',
    mistake:
      "What is installed for the device goes into the user's store too, also by a message that installs nothing for the user.",
    breaks: ['R-GEN-05'],
    adjust: copying('device'),
  },
  {
    id: 'same-name-in-both-scopes-is-one-owner',
    mistake:
      'Installs are kept by their UniqueID alone: an install for one scope takes away that of the same name in the other.',
    breaks: ['R-GEN-05', 'R-GEN-01'],
    adjust: csp(({ keepStores }) => ({
      keepStores: (given) => {
        const stores = keepStores(given);
        return {
          ...stores,
          release: (owner, shared) => {
            stores.release(owner, shared);
            stores.release(inOtherScope(owner), shared);
          },
        };
      },
    })),
  },
];

function otherScope(scope: Scope): Scope {
  return scope === 'device' ? 'user' : 'device';
}

/** A device that puts the certificates of one scope into the other's store as well. */
function copying(from: Scope): Fault['adjust'] {
  return csp(({ keepStores }) => ({
    keepStores: (given): CertificateStores => {
      const stores = keepStores(given);
      return {
        ...stores,
        install: (certificate, owner) => {
          stores.install(certificate, owner);
          if (certificate.scope === from) stores.install({ ...certificate, scope: otherScope(from) }, owner);
        },
      };
    },
  }));
}

/** Owners are the paths of their UniqueIDs, which begin with the scope. */
function inOtherScope(owner: string): string {
  return owner.startsWith('["device",') ? owner.replace('device', 'user') : owner.replace('user', 'device');
}
