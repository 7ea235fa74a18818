import { assumeThisTime, type Asking } from '../asking.ts';
import { contentOf, numberOf, passwordOf, textOf, type InstallAttempt } from '../install.ts';
import { readBase64, type OpenedPfx } from '../pfx-content.ts';
import type { InstallFailure, InstallRule } from './install-settings.ts';

const unreadable: InstallRule = {
  id: 'pfx-unreadable',
  requirements: ['R-PFX-12', 'R-PFX-23'],
  ambiguities: ['A-28'],
  because: 'the blob is no PFX, or a damaged one',
  decide: (attempt, asking) => {
    const content = contentOf(attempt);
    return content.kind === 'no-pfx'
      ? { ...byImport(asking), because: `the blob is no PFX: ${content.because}` }
      : undefined;
  },
};

/** Base64 with line breaks, without its end, or in the alphabet of URLs: some read it. */
const unusualBase64: InstallRule = {
  id: 'blob-in-unusual-base64',
  requirements: ['R-PFX-11'],
  ambiguities: ['A-28'],
  because: 'the base64 of the blob has line breaks, or is not as RFC 4648 has it',
  decide: (attempt, asking) => {
    const blob = readBase64(textOf(attempt, 'PFXCertBlob') ?? '');
    if (blob.kind !== 'unusual') return undefined;
    const isRead = blob.with.every(
      (oddity) => asking.assume(`base64 with ${oddity}`, ['read', 'refused']) === 'read',
    );
    return isRead ? undefined : byImport(asking);
  },
};

const passwordWrong: InstallRule = {
  id: 'password-wrong',
  requirements: ['R-PFX-16'],
  ambiguities: ['A-28'],
  because: 'the password is not that of the PFX',
  decide: (attempt, asking) => {
    if (contentOf(attempt).kind !== 'wrong-password') return undefined;
    switch (passwordOf(attempt).kind) {
      case 'absent':
        return { ...byImport(asking), imported: true, because: 'the PFX has a password, and none is given' };
      case 'plain':
      case 'decrypted':
        return { ...byImport(asking), imported: true, requirement: requirementByType(attempt) };
      case 'undecryptable':
        return undefined;
    }
  },
};

const passwordUndecryptable: InstallRule = {
  id: 'password-undecryptable',
  requirements: ['R-PFX-18', 'R-PFX-19'],
  ambiguities: ['A-28'],
  because: 'the password is not encrypted for a certificate whose key is there',
  decide: (attempt, asking) => {
    const password = passwordOf(attempt);
    if (password.kind === 'undecryptable')
      return { ...byImport(asking), requirement: requirementByType(attempt) };
    if (password.kind !== 'decrypted' || !password.elsewhere) return undefined;
    // It depends on where the certificate is by now, and on whose it is.
    const doubt = 'an encryption certificate of the other scope, or installed by this CSP';
    const found = assumeThisTime(asking, doubt, ['used', 'not used']);
    return found === 'used' ? undefined : { ...byImport(asking), requirement: requirementByType(attempt) };
  },
};

/** The requirement that says how the password of an install is to be read. */
export function requirementByType(attempt: InstallAttempt): 'R-PFX-16' | 'R-PFX-18' | 'R-PFX-19' {
  const type = numberOf(attempt, 'PFXCertPasswordEncryptionType');
  return type === 1 ? 'R-PFX-18' : type === 2 ? 'R-PFX-19' : 'R-PFX-16';
}

const emptyPasswordAbsent: InstallRule = {
  id: 'empty-password-not-given',
  requirements: ['R-PFX-16'],
  ambiguities: ['A-28', 'A-53'],
  because: 'the empty password of the PFX is not given',
  decide: (attempt, asking) =>
    opened(attempt)?.protection === 'empty' &&
    passwordOf(attempt).kind === 'absent' &&
    asking.answer('A-53/empty-absent') === 'fails'
      ? byImport(asking)
      : undefined,
};

const passwordUnneeded: InstallRule = {
  id: 'password-unneeded',
  requirements: ['R-PFX-16'],
  ambiguities: ['A-28', 'A-53'],
  because: 'a password is given, and the PFX has none',
  decide: (attempt, asking) => {
    const password = passwordOf(attempt);
    if (
      opened(attempt)?.protection !== 'none' ||
      password.kind === 'absent' ||
      password.kind === 'undecryptable'
    ) {
      return undefined;
    }
    // Whether an empty password is one that the file does not need, or none, can be read both ways.
    const texts = password.kind === 'plain' ? [password.text] : password.candidates;
    const empty = texts.includes('');
    const fails = empty
      ? asking.assume('an empty password for a PFX without one', ['installs', 'fails']) === 'fails'
      : asking.answer('A-53/unneeded') === 'fails';
    return fails ? byImport(asking) : undefined;
  },
};

const withoutKey: InstallRule = {
  id: 'pfx-without-key',
  requirements: ['R-PFX-12'],
  ambiguities: ['A-28', 'A-51'],
  because: 'the PFX holds no private key',
  decide: (attempt, asking) => {
    const pfx = opened(attempt);
    if (pfx === undefined || pfx.keyed.length > 0 || pfx.looseKeys > 0) return undefined;
    return asking.answer('A-51/no-key') === 'fails' ? byImport(asking) : undefined;
  },
};

const withoutCertificate: InstallRule = {
  id: 'pfx-without-certificate',
  requirements: ['R-PFX-12'],
  ambiguities: ['A-28', 'A-51'],
  because: 'the PFX holds no certificate that belongs to its key',
  decide: (attempt, asking) => {
    const pfx = opened(attempt);
    if (pfx === undefined || pfx.keyed.length > 0) return undefined;
    if (pfx.looseKeys === 0 && pfx.thumbprints.length > 0) return undefined;
    return asking.answer('A-51/no-certificate') === 'fails' ? byImport(asking) : undefined;
  },
};

function opened(attempt: InstallAttempt): OpenedPfx | undefined {
  const content = contentOf(attempt);
  return content.kind === 'opened' ? content : undefined;
}

/** A PFX that can not be imported: A-28/import says how the failure shows. */
export function byImport(asking: Asking): InstallFailure {
  return { shows: asking.answer('A-28/import') === 'in-status' ? 'status' : 'command' };
}

/** In order: the first that applies decides; those that ask nothing but how the failure shows come first. */
export const importRules: readonly InstallRule[] = [
  unreadable,
  passwordWrong,
  passwordUndecryptable,
  unusualBase64,
  emptyPasswordAbsent,
  passwordUnneeded,
  withoutKey,
  withoutCertificate,
];
