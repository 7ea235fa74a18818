import type { Scope } from '../../cases/case.ts';
import { failure, type InstallFailure } from './failure.ts';
import { openBlob } from './pfx-file.ts';
import { plainPassword } from './pfx-password.ts';
import { placeContents, type Import, type ImportEnvironment } from './pfx-placement.ts';
import { readPfxSettings, type SettingTexts } from './pfx-settings.ts';

/**
 * Imports a PFX as PFXImportCertStore and the CSP around it do (csp-source.txt, PFXCertBlob). The order of the checks
 * is settings, key provider, password, file, key.
 */
export function importPfx(
  texts: SettingTexts,
  scope: Scope,
  environment: ImportEnvironment,
): Import | InstallFailure {
  const { rules, hasTpm, helloContainers, passwordKeys } = environment;
  const settings = readPfxSettings(texts, rules);
  if (settings.kind === 'failure') return settings;
  const provider = rules.placeKey(settings.location, hasTpm, undefined);
  if (provider.kind === 'failure') return provider;
  const needsContainer = provider.provider === 'hello' && !rules.createsContainer;
  if (needsContainer && !helloContainers.has(rules.containerOf(settings.container) ?? '')) {
    return failure('settings', 'NTE_BAD_KEYSET');
  }

  const keys = rules.keysForPassword(settings, scope, passwordKeys);
  const password = plainPassword(settings.password, keys, rules);
  if (password.kind === 'failure') return password;
  const opened = openBlob(texts.get('PFXCertBlob') ?? '', password.text, rules);
  if (opened.kind === 'failure') return opened;
  return placeContents(opened.contents, settings, scope, environment);
}
