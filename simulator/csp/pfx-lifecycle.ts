import type { Scope } from '../../cases/case.ts';
import { isAtLeast, type EditionId } from '../../csp/editions.ts';
import type { CompleteAnswers } from '../answers.ts';

/** When a PFX is imported, and what becomes of what it installed. */
export interface PfxLifecycleRules {
  /** Inside an Atomic the import waits for all members. */
  readonly importsAtCommit: boolean;
  /** PFXCertPasswordEncryptionType where it was not set (R-PFX-17). */
  readonly defaultEncryptionType: number;
  /** The store of the device for ./Device, of the user for ./User (R-GEN-05). */
  readonly storeScope: (scope: Scope) => Scope;
  /** A certificate that another install owns too, when one of them is deleted. */
  readonly sharedCertificates: 'stay' | 'go';
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
    importsAtCommit: answers['A-08'] === 'at-commit',
    defaultEncryptionType: 0,
    storeScope: (scope) => scope,
    sharedCertificates: answers['A-27'] === 'stays' ? 'stay' : 'go',
    keepsOldCertificate: answers['A-48'] === 'stays',
    storesLateParameters: answers['A-65'] === 'stored',
    replaceEmptiesRequest: answers['A-43'] === 'emptied',
    leaksIntoUserStore: isVersion1511 || answers['A-62'] === 'both',
  };
}
