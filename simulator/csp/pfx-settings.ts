import type { InstallRequest } from './install-request.ts';
import { failure, type InstallFailure } from './failure.ts';
import { invalidAspect, type InvalidValueRules } from './invalid-values.ts';
import type { ValueRules } from './values.ts';

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

/** Which settings an install goes by. */
export interface PfxSettingsRules {
  /** The settings of an install, those of its own UniqueID being `own` (R-GEN-01, R-PFX-12). */
  readonly settingsFor: (request: InstallRequest, own: SettingTexts) => SettingTexts;
  /** KeyLocation where it was not set; undefined: the install fails (R-PFX-04). */
  readonly defaultLocation: number | undefined;
  /** PFXCertPasswordEncryptionType where it was not set (R-PFX-17). */
  readonly defaultEncryptionType: number;
  /** Whether a KeyLocation needs ContainerName (R-PFX-10). */
  readonly needsContainer: (location: number) => boolean;
  /** Whether a PFXCertPasswordEncryptionType needs PFXCertPasswordEncryptionStore (R-PFX-19). */
  readonly needsEncryptionStore: (encryptionType: number) => boolean;
}

/** Settings as csp-source.txt asks for them. */
export const pfxSettingsRules: PfxSettingsRules = {
  settingsFor: (_request, own) => own,
  defaultLocation: undefined,
  defaultEncryptionType: 0,
  needsContainer: (location) => location === 4,
  needsEncryptionStore: (encryptionType) => encryptionType === 2,
};

/** Reads the parameters; fails where one is invalid or missing (csp-source.txt, PFXCertBlob). */
export function readPfxSettings(
  texts: SettingTexts,
  rules: ValueRules & InvalidValueRules & PfxSettingsRules,
): PfxSettings | InstallFailure {
  for (const [name, text] of texts) {
    const aspect = invalidAspect(`PFXCertInstall/{UniqueID}/${name}`, text, rules);
    if (aspect !== undefined) return failure(aspect, 'E_INVALIDARG');
  }
  const int = (name: string): number | undefined => rules.readInt(texts.get(name) ?? '');
  const location = int('KeyLocation') ?? rules.defaultLocation;
  if (location === undefined) return failure('settings', 'E_INVALIDARG');
  const encryptionType = int('PFXCertPasswordEncryptionType') ?? rules.defaultEncryptionType;
  const container = texts.get('ContainerName');
  const encryptionStore = texts.get('PFXCertPasswordEncryptionStore');
  const password = texts.get('PFXCertPassword');
  if (rules.needsContainer(location) && isBlank(container)) return failure('settings', 'E_INVALIDARG');
  if (rules.needsEncryptionStore(encryptionType) && isBlank(encryptionStore))
    return failure('settings', 'E_INVALIDARG');
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
