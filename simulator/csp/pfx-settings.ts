import type { CspRules } from './rules.ts';
import { failure, type InstallFailure } from './failure.ts';
import { invalidAspect } from './invalid-values.ts';

/** The parameters of one PFX install, read. */
export interface PfxSettings {
  readonly kind: 'settings';
  readonly location: number;
  readonly container?: string;
  readonly encryptionType: number;
  readonly encryptionStore?: string;
  readonly password?: string;
  /** Undefined where PFXKeyExportable is absent. */
  readonly exportable: boolean | undefined;
}

/** Texts of the nodes below a UniqueID, by name. */
export type SettingTexts = ReadonlyMap<string, string>;

/** Reads the parameters; fails where one is invalid or missing (csp-source.txt, PFXCertBlob). */
export function readPfxSettings(texts: SettingTexts, rules: CspRules): PfxSettings | InstallFailure {
  for (const [name, text] of texts) {
    const aspect = invalidAspect(`PFXCertInstall/{UniqueID}/${name}`, text, rules);
    if (aspect !== undefined) return failure(aspect, 'E_INVALIDARG');
  }
  const int = (name: string): number | undefined => rules.readInt(texts.get(name) ?? '');
  const location = int('KeyLocation');
  if (location === undefined) return failure('settings', 'E_INVALIDARG');
  const encryptionType = int('PFXCertPasswordEncryptionType') ?? rules.defaultEncryptionType;
  const container = texts.get('ContainerName');
  const encryptionStore = texts.get('PFXCertPasswordEncryptionStore');
  const password = texts.get('PFXCertPassword');
  if (location === 4 && isBlank(container)) return failure('settings', 'E_INVALIDARG');
  if (encryptionType === 2 && isBlank(encryptionStore)) return failure('settings', 'E_INVALIDARG');
  return {
    kind: 'settings',
    location,
    ...(container === undefined ? {} : { container }),
    encryptionType,
    ...(encryptionStore === undefined ? {} : { encryptionStore }),
    ...(password === undefined ? {} : { password }),
    exportable: rules.readBool(texts.get('PFXKeyExportable') ?? ''),
  };
}

function isBlank(text: string | undefined): boolean {
  return text === undefined || text === '';
}
