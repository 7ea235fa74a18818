import type { Rule } from '../rule.ts';
import type { StorePlace } from '../holders.ts';
import type { InstallRequest } from '../state.ts';

/** A certificate whose install is being taken away: by Delete of its UniqueID, or by Replace of its blob. */
export interface RemovalSubject {
  readonly certificate: StorePlace;
  readonly by: 'Delete' | 'Replace';
  /** Another request that has installed the same certificate into the same store. */
  readonly sharedWith: InstallRequest | undefined;
}

export type Removal = 'goes' | 'stays';

export type RemovalRule = Rule<RemovalSubject, Removal>;

const sharedWithReplaced: RemovalRule = {
  id: 'shared-certificate-replaced',
  requirements: ['R-PFX-14', 'R-GEN-01'],
  ambiguities: ['A-71'],
  because: 'another UniqueID has installed the certificate whose blob is replaced',
  decide: ({ by, sharedWith }, asking) =>
    sharedWith === undefined || by !== 'Replace' ? undefined : asking.answer('A-71'),
};

const shared: RemovalRule = {
  id: 'shared-certificate',
  requirements: ['R-PFX-03', 'R-GEN-01'],
  ambiguities: ['A-27'],
  because: 'another UniqueID has installed the same certificate',
  decide: ({ sharedWith }, asking) => (sharedWith === undefined ? undefined : asking.answer('A-27')),
};

const deleted: RemovalRule = {
  id: 'delete-removes-certificates',
  requirements: ['R-PFX-03', 'R-DM-07'],
  ambiguities: ['A-10', 'A-27'],
  because: 'Delete of its UniqueID removes the certificate with its key',
  decide: ({ by }) => (by === 'Delete' ? 'goes' : undefined),
};

const overwritten: RemovalRule = {
  id: 'replace-overwrites-certificate',
  requirements: ['R-PFX-14'],
  ambiguities: [],
  because: 'Replace of the blob overwrites the certificate',
  decide: ({ by }) => (by === 'Replace' ? 'goes' : undefined),
};

/** In order: the first that applies decides. */
export const removalRules: readonly RemovalRule[] = [sharedWithReplaced, shared, deleted, overwritten];
