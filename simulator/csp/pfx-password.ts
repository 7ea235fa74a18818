import type { Scope } from '../../cases/case.ts';
import { decryptEnveloped, EnvelopedError } from '../../pki/enveloped.ts';
import { fromBase64 } from './base64.ts';
import { failure, type InstallFailure } from './failure.ts';
import type { PfxSettings } from './pfx-settings.ts';

/** The password that opens the PFX; undefined where none was set. */
export interface Password {
  readonly kind: 'password';
  readonly text: string | undefined;
}

/** A certificate with its private key, both in DER. */
export interface DecryptionKey {
  readonly certificate: Uint8Array;
  readonly pkcs8: Uint8Array;
}

/** The keys that a device can decrypt a password with. */
export interface PasswordKeys {
  /** Of the certificate that the MDM enrolled the device with; none on a device that is not enrolled. */
  readonly mdm: readonly DecryptionKey[];
  /** Of the certificates of a store. */
  readonly inStore: (scope: Scope, store: string) => readonly DecryptionKey[];
}

/** How the password of a PFX is decrypted (R-PFX-17 to R-PFX-19). */
export interface PfxPasswordRules {
  /** The keys that can decrypt the password; undefined where it is plain. */
  readonly keysForPassword: (
    settings: PfxSettings,
    scope: Scope,
    keys: PasswordKeys,
  ) => readonly DecryptionKey[] | undefined;
  /** Whether an encrypted password that none of the keys decrypts is taken as it stands. */
  readonly takesUndecrypted: boolean;
}

/** Decryption as csp-source.txt has it, PFXCertPasswordEncryptionType. */
export const pfxPasswordRules: PfxPasswordRules = { keysForPassword, takesUndecrypted: false };

/**
 * The keys that PFXCertPasswordEncryptionType names: undefined for 0, the MDM certificate's for 1, those of the store
 * named in PFXCertPasswordEncryptionStore for 2 (csp-source.txt). The store is one of the install's own scope.
 */
function keysForPassword(
  settings: PfxSettings,
  scope: Scope,
  keys: PasswordKeys,
): readonly DecryptionKey[] | undefined {
  switch (settings.encryptionType) {
    case 1:
      return keys.mdm;
    case 2:
      return keys.inStore(scope, settings.encryptionStore ?? '');
    default:
      return undefined;
  }
}

/**
 * The password in plain text. Encrypted, it is a CMS EnvelopedData in base64, UTF-8 inside; the documents name no
 * container, and this is what Windows' own functions for messages (CryptEncryptMessage) make.
 */
export function plainPassword(
  text: string | undefined,
  keys: readonly DecryptionKey[] | undefined,
  { takesUndecrypted }: PfxPasswordRules,
): Password | InstallFailure {
  if (text === undefined || keys === undefined) return { kind: 'password', text };
  const undecrypted = takesUndecrypted
    ? ({ kind: 'password', text } as const)
    : failure('import', 'NTE_DECRYPTION_FAILURE');
  const der = fromBase64(text);
  if (der === undefined) return undecrypted;
  try {
    const plain = decryptEnveloped(der, keys);
    return { kind: 'password', text: new TextDecoder().decode(plain) };
  } catch (error) {
    if (error instanceof EnvelopedError) return undecrypted;
    throw error;
  }
}
