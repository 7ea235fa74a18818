import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** Passwords that are decrypted with the wrong key or not at all, tried where none was given, or kept. */
export const pfxPasswordFaults: readonly Fault[] = [
  {
    id: 'encryption-type-ignored',
    mistake: 'PFXCertPasswordEncryptionType is ignored: every password is plain.',
    breaks: ['R-PFX-18', 'R-PFX-19', 'R-PFX-17'],
    adjust: csp(() => ({ keysForPassword: () => undefined })),
  },
  {
    id: 'type-1-with-the-store',
    mistake:
      'With encryption type 1 a certificate of the store My decrypts the password, not the MDM certificate.',
    breaks: ['R-PFX-18'],
    adjust: csp(({ keysForPassword }) => ({
      keysForPassword: (settings, scope, keys) =>
        settings.encryptionType === 1 ? keys.inStore(scope, 'My') : keysForPassword(settings, scope, keys),
    })),
  },
  {
    id: 'type-1-for-the-device-only',
    mistake: 'With encryption type 1 the MDM certificate is found for installs of the device only.',
    breaks: ['R-PFX-18'],
    adjust: csp(({ keysForPassword }) => ({
      keysForPassword: (settings, scope, keys) =>
        settings.encryptionType === 1 && scope === 'user' ? [] : keysForPassword(settings, scope, keys),
    })),
  },
  {
    id: 'type-2-with-the-mdm-certificate',
    mistake: 'With encryption type 2 the MDM certificate decrypts the password.',
    breaks: ['R-PFX-19'],
    adjust: csp(({ keysForPassword }) => ({
      keysForPassword: (settings, scope, keys) =>
        settings.encryptionType === 2 ? keys.mdm : keysForPassword(settings, scope, keys),
    })),
  },
  {
    id: 'encryption-store-ignored',
    mistake: 'With encryption type 2 the store is always My, whatever PFXCertPasswordEncryptionStore names.',
    breaks: ['R-PFX-19'],
    adjust: csp(({ keysForPassword }) => ({
      keysForPassword: (settings, scope, keys) =>
        settings.encryptionType === 2 ? keys.inStore(scope, 'My') : keysForPassword(settings, scope, keys),
    })),
  },
  {
    id: 'encryption-store-not-needed',
    mistake: 'With encryption type 2 and without PFXCertPasswordEncryptionStore the store is My.',
    breaks: ['R-PFX-19'],
    adjust: csp(({ keysForPassword }) => ({
      needsEncryptionStore: () => false,
      keysForPassword: (settings, scope, keys) =>
        keysForPassword({ ...settings, encryptionStore: settings.encryptionStore ?? 'My' }, scope, keys),
    })),
  },
  {
    id: 'encryption-store-needed-by-type-1',
    mistake: 'Encryption type 1 needs PFXCertPasswordEncryptionStore too.',
    breaks: ['R-PFX-18', 'R-PFX-12'],
    adjust: csp(() => ({ needsEncryptionStore: (encryptionType) => encryptionType > 0 })),
  },
  {
    id: 'undecrypted-password-taken-as-plain',
    mistake: 'A password that should be encrypted and can not be decrypted is taken as it stands.',
    breaks: ['R-PFX-18', 'R-PFX-19'],
    adjust: csp(() => ({ takesUndecrypted: true })),
  },
  {
    id: 'plain-password-decrypted',
    mistake: 'With encryption type 0 a password that looks encrypted is decrypted with the MDM certificate.',
    breaks: ['R-PFX-17', 'R-PFX-16'],
    adjust: csp(({ keysForPassword }) => ({
      takesUndecrypted: true,
      keysForPassword: (settings, scope, keys) =>
        settings.encryptionType === 0 ? keys.mdm : keysForPassword(settings, scope, keys),
    })),
  },
  {
    id: 'encryption-type-default-1',
    mistake:
      'Without PFXCertPasswordEncryptionType the password is taken as encrypted with the MDM certificate.',
    breaks: ['R-PFX-17'],
    adjust: csp(() => ({ defaultEncryptionType: 1 })),
  },
  {
    id: 'encryption-ignored-with-hello',
    mistake: 'With KeyLocation 4 an encrypted password is taken as plain.',
    breaks: ['R-PFX-18', 'R-PFX-19'],
    adjust: csp(({ keysForPassword }) => ({
      keysForPassword: (settings, scope, keys) =>
        settings.location === 4 ? undefined : keysForPassword(settings, scope, keys),
    })),
  },
  {
    id: 'previous-password-where-none-is-sent',
    mistake: 'Where no password is sent, that of the previous install is tried.',
    breaks: ['R-PFX-16', 'R-GEN-01'],
    adjust: csp(({ passwordsToTry }) => {
      let previous: string | undefined;
      return {
        passwordsToTry: (set) => {
          const tried = set === undefined ? [...passwordsToTry(set), previous] : passwordsToTry(set);
          previous = set ?? previous;
          return tried;
        },
      };
    }),
  },
  {
    id: 'wrong-password-accepted-after-right-one',
    mistake: 'Passwords that were sent before are tried after a wrong one.',
    breaks: ['R-PFX-16'],
    adjust: csp(({ passwordsToTry }) => {
      let known: readonly string[] = [];
      return {
        passwordsToTry: (set) => {
          const tried = [...passwordsToTry(set), ...(set === undefined ? [] : known)];
          if (set !== undefined) known = [...known, set];
          return tried;
        },
      };
    }),
  },
  {
    id: 'empty-password-tried-first',
    mistake: 'The empty password is tried before the one that was sent.',
    breaks: ['R-PFX-16'],
    adjust: csp(({ passwordsToTry }) => ({
      passwordsToTry: (set) => (set === undefined ? passwordsToTry(set) : ['', ...passwordsToTry(set)]),
    })),
  },
  {
    id: 'password-trimmed',
    mistake: 'Blanks around a password are removed.',
    breaks: ['R-PFX-16'],
    adjust: csp(({ passwordsToTry }) => ({ passwordsToTry: (set) => passwordsToTry(set?.trim()) })),
  },
  {
    id: 'password-in-ascii',
    mistake: 'Characters of a password beyond ASCII are replaced by question marks.',
    breaks: ['R-PFX-16'],
    adjust: csp(({ passwordsToTry }) => ({
      passwordsToTry: (set) => passwordsToTry(set?.replace(/[^\x20-\x7e]/gu, '?')),
    })),
  },
  {
    id: 'password-cut-at-32',
    mistake: 'A password is cut at 32 characters.',
    breaks: ['R-PFX-16'],
    adjust: csp(({ passwordsToTry }) => ({ passwordsToTry: (set) => passwordsToTry(set?.slice(0, 32)) })),
  },
  {
    id: 'wrong-password-reported-as-success',
    mistake: 'A PFX that does not open with its password leaves Status 0.',
    breaks: ['R-PFX-16', 'R-PFX-23'],
    adjust: csp(({ errorOf }) => ({
      errorOf: (reason) => (reason === 'password' ? 'ERROR_SUCCESS' : errorOf(reason)),
    })),
  },
];
