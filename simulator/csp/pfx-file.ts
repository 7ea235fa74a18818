import { openPfx, type PfxContents } from '../../pki/pfx-open.ts';
import { PfxError, type PfxErrorReason } from '../../pki/pfx-error.ts';
import type { CompleteAnswers } from '../answers.ts';
import { fromBase64 } from './base64.ts';
import { failure, type InstallFailure } from './failure.ts';
import type { WindowsErrorName } from './windows-errors.ts';

/** How the PFX file itself is taken (csp-source.txt, PFXCertBlob and PFXCertPassword). */
export interface PfxFileRules {
  /** The passwords that are tried one after the other; `set` is undefined where none was set (R-PFX-16, A-53). */
  readonly passwordsToTry: (set: string | undefined) => readonly (string | undefined)[];
  /** A password for a PFX that needs none is passed over. */
  readonly passesOverUnneededPassword: boolean;
  /** A PFX without a private key is imported. */
  readonly importsWithoutKey: boolean;
  /** A PFX without a certificate is imported. */
  readonly importsWithoutCertificate: boolean;
  /** Which error a PFX that can not be opened leaves in Status (R-PFX-23). */
  readonly errorOf: (reason: PfxErrorReason) => WindowsErrorName;
}

/** Takes PFX files as a device does that gives these answers. */
export function pfxFileRules(answers: CompleteAnswers): PfxFileRules {
  return {
    passwordsToTry: (set) =>
      set === undefined && answers['A-53/empty-absent'] === 'installs' ? [undefined, ''] : [set],
    passesOverUnneededPassword: answers['A-53/unneeded'] === 'installs',
    importsWithoutKey: answers['A-51/no-key'] === 'imported',
    importsWithoutCertificate: answers['A-51/no-certificate'] === 'imported',
    errorOf: (reason) => errors[reason],
  };
}

const errors: Readonly<Record<PfxErrorReason, WindowsErrorName>> = {
  password: 'ERROR_INVALID_PASSWORD',
  format: 'CRYPT_E_ASN1_BADTAG',
  unsupported: 'ERROR_NOT_SUPPORTED',
  limit: 'ERROR_INVALID_DATA',
};

export interface OpenedFile {
  readonly kind: 'opened';
  readonly contents: PfxContents;
}

/**
 * Opens the PFX of a PFXCertBlob: base64 of the file.
 * @param password undefined where none was set
 */
export function openBlob(
  blob: string,
  password: string | undefined,
  rules: PfxFileRules,
): OpenedFile | InstallFailure {
  const bytes = fromBase64(blob);
  if (bytes === undefined) return failure('import', 'ERROR_INVALID_DATA');
  let reason: PfxErrorReason = 'password';
  for (const tried of rules.passwordsToTry(password)) {
    const opened = tryToOpen(bytes, tried);
    if (typeof opened !== 'string') return accept(opened, password, rules);
    reason = opened;
    if (reason !== 'password') break;
  }
  return failure('import', rules.errorOf(reason));
}

function tryToOpen(bytes: Uint8Array, password: string | undefined): PfxContents | PfxErrorReason {
  try {
    return openPfx(bytes, password);
  } catch (error) {
    if (error instanceof PfxError) return error.reason;
    throw error;
  }
}

function accept(
  contents: PfxContents,
  password: string | undefined,
  rules: PfxFileRules,
): OpenedFile | InstallFailure {
  const unneeded = contents.passwordKind === 'none' && password !== undefined && password !== '';
  if (unneeded && !rules.passesOverUnneededPassword) return failure('import', 'ERROR_INVALID_PASSWORD');
  const hasKey = contents.keyed.length > 0;
  const hasCertificate = hasKey || contents.certificates.length > 0;
  if (!hasCertificate && !rules.importsWithoutCertificate) return failure('import', 'CRYPT_E_NOT_FOUND');
  if (hasCertificate && !hasKey && !rules.importsWithoutKey) return failure('import', 'NTE_NO_KEY');
  return { kind: 'opened', contents };
}
