import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** Keys that can be exported though they must not be, or the other way around. */
export const pfxExportableFaults: readonly Fault[] = [
  {
    id: 'exportable-ignored',
    mistake: 'PFXKeyExportable is ignored: no key can be exported.',
    breaks: ['R-PFX-20'],
    adjust: csp(() => ({ isExportable: () => false })),
  },
  {
    id: 'exportable-always',
    mistake: 'PFXKeyExportable is ignored: every key in software can be exported.',
    breaks: ['R-PFX-20'],
    adjust: csp(() => ({ isExportable: (provider) => provider === 'software' })),
  },
  {
    id: 'exportable-inverted',
    mistake: 'PFXKeyExportable is read as its opposite.',
    breaks: ['R-PFX-20'],
    adjust: csp(({ isExportable }) => ({
      isExportable: (provider, location, wanted) =>
        isExportable(provider, location, wanted === undefined ? undefined : !wanted),
    })),
  },
  {
    id: 'exportable-false-ignored-after-fallback',
    mistake: 'A key that falls back from TPM to software can be exported, also with PFXKeyExportable false.',
    breaks: ['R-PFX-20'],
    adjust: csp(({ isExportable }) => ({
      isExportable: (provider, location, wanted) =>
        (provider === 'software' && location === 2) || isExportable(provider, location, wanted),
    })),
  },
  {
    id: 'tpm-keys-exportable',
    mistake: 'Keys in the TPM are marked as exportable.',
    breaks: ['R-PFX-21'],
    adjust: csp(({ isExportable }) => ({
      isExportable: (provider, location, wanted) =>
        provider === 'tpm' ? wanted !== false : isExportable(provider, location, wanted),
    })),
  },
  {
    id: 'exportable-accepted-with-tpm',
    mistake: 'PFXKeyExportable true is passed over with KeyLocation 1, and the install succeeds.',
    breaks: ['R-GEN-04'],
    adjust: csp(({ forbidsExportable }) => ({
      forbidsExportable: (location, takes) => location !== 1 && forbidsExportable(location, takes),
    })),
  },
  {
    id: 'exportable-accepted-with-hello',
    mistake: 'PFXKeyExportable true is passed over with KeyLocation 4, and the install succeeds.',
    breaks: ['R-GEN-04'],
    adjust: csp(({ forbidsExportable }) => ({
      forbidsExportable: (location, takes) => location !== 4 && forbidsExportable(location, takes),
    })),
  },
  {
    id: 'exportable-refused-in-software',
    mistake: 'PFXKeyExportable true makes every install fail.',
    breaks: ['R-GEN-04', 'R-PFX-12'],
    adjust: csp(() => ({ forbidsExportable: () => true })),
  },
  {
    id: 'exportable-of-the-first-install',
    mistake: 'Whether keys can be exported is decided once, by the first install.',
    breaks: ['R-PFX-20', 'R-GEN-01'],
    adjust: csp(({ isExportable }) => {
      let first: boolean | undefined;
      return {
        isExportable: (provider, location, wanted) => {
          first ??= isExportable(provider, location, wanted);
          return provider === 'software' && first;
        },
      };
    }),
  },
  {
    id: 'exportable-ignored-beside-a-password',
    mistake:
      'PFXKeyExportable is ignored where PFXCertPasswordEncryptionType is set: its key can be exported.',
    breaks: ['R-PFX-20'],
    adjust: csp(({ settingsFor }) => ({
      settingsFor: (request, own) => {
        const settings = settingsFor(request, own);
        const isSoftware = settings.get('KeyLocation') === '3';
        return isSoftware && settings.has('PFXCertPasswordEncryptionType')
          ? new Map([...settings, ['PFXKeyExportable', 'true']])
          : settings;
      },
    })),
  },
];
