import type { Scope } from '../../cases/case.ts';
import { isAtLeast, type EditionId } from '../../csp/editions.ts';
import type { NodeId } from '../../csp/tree.ts';
import type { CompleteAnswers } from '../answers.ts';
import type { Change } from '../engine/provider.ts';
import type { CertificateStores } from '../keys/certificate-stores.ts';
import type { InstallRequest } from './install-request.ts';
import type { SettingTexts } from './pfx-settings.ts';
import type { WindowsErrorName } from './windows-errors.ts';

/** What an install request has come to. */
export interface InstallRecord {
  readonly error: WindowsErrorName;
  /** Of the certificate that is installed. */
  readonly thumbprint?: string;
  /** Whether the last import that succeeded still stands. */
  readonly installed: boolean;
}

/** The node whose value is imported. */
export const blobId: NodeId = 'PFXCertInstall/{UniqueID}/PFXCertBlob';

/** When a PFX is imported, and what becomes of what it installed. */
export interface PfxLifecycleRules {
  /** The certificate stores as the CSP works on them (R-PFX-03, R-GEN-05). */
  readonly keepStores: (stores: CertificateStores) => CertificateStores;
  /** Whether a node that was set starts an import; `texts` are those of its UniqueID with the new one (R-PFX-12). */
  readonly startsImport: (change: Change, texts: SettingTexts) => boolean;
  /** What is known of a UniqueID after an import that came to `now` (R-PFX-22, R-PFX-23). */
  readonly recordOf: (before: InstallRecord | undefined, now: InstallRecord) => InstallRecord;
  /** Whether what a UniqueID installed goes with its Delete (R-PFX-03), or with the next import of its blob (R-PFX-14). */
  readonly takesAway: (by: 'Delete' | 'Replace', request: InstallRequest) => boolean;
  /** Whether a deleted UniqueID leaves no Status and Thumbprint to the next one so called (R-DM-07). */
  readonly forgetsDeleted: boolean;
  /** Inside an Atomic the import waits for all members. */
  readonly importsAtCommit: boolean;
  /** The store of the device for ./Device, of the user for ./User (R-GEN-05). */
  readonly storeScope: (scope: Scope) => Scope;
  /** A certificate that another install owns too, when one of them is deleted. */
  readonly sharedCertificates: 'stay' | 'go';
  /** The same, when the blob of one is replaced. */
  readonly sharedWithReplaced: 'stay' | 'go';
  /** The certificate before an install that failed with its trigger accepted. */
  readonly keepsOldCertificate: boolean;
  /** Parameters set after the install, without a new blob, are stored. */
  readonly storesLateParameters: boolean;
  /** Replace of a UniqueID that exists empties it. */
  readonly replaceEmptiesRequest: boolean;
  /** Device and user installs in one message: the device's certificate goes into the user's store too (R-GEN-06, A-62). */
  readonly leaksIntoUserStore: boolean;
}

/** The rules of csp-source.txt, and the answers where it leaves them open; one depends on the edition. */
export function pfxLifecycleRules(answers: CompleteAnswers, edition: EditionId): PfxLifecycleRules {
  // csp-source.txt, Note: version 1511 has the fault; a later build is another one.
  const isVersion1511 = isAtLeast(edition, '10.0.10586') && !isAtLeast(edition, '10.0.14393');
  return {
    keepStores: (stores) => stores,
    startsImport: ({ place }) => place.definition.id === blobId,
    recordOf: (_before, now) => now,
    takesAway: () => true,
    forgetsDeleted: true,
    importsAtCommit: answers['A-08'] === 'at-commit',
    storeScope: (scope) => scope,
    sharedCertificates: answers['A-27'] === 'stays' ? 'stay' : 'go',
    sharedWithReplaced: answers['A-71'] === 'stays' ? 'stay' : 'go',
    keepsOldCertificate: answers['A-48'] === 'stays',
    storesLateParameters: answers['A-65'] === 'stored',
    replaceEmptiesRequest: answers['A-43'] === 'emptied',
    leaksIntoUserStore: isVersion1511 || answers['A-62'] === 'both',
  };
}
