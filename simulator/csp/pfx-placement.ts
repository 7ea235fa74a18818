import type { Scope } from '../../cases/case.ts';
import type { PfxContents } from '../../pki/pfx-open.ts';
import type { NewCertificate } from '../keys/certificate-stores.ts';
import type { KeyShape } from '../keys/tpm.ts';
import { failure, type InstallFailure } from './failure.ts';
import { describeAll, storeOfKeyless, type FoundCertificate } from './pfx-content.ts';
import type { PasswordKeys } from './pfx-password.ts';
import type { PfxSettings } from './pfx-settings.ts';
import type { CspRules } from './rules.ts';

/** What a device has for the import of a PFX. */
export interface ImportEnvironment {
  readonly rules: CspRules;
  readonly hasTpm: boolean;
  /** Names of the Windows Hello for Business containers that exist. */
  readonly helloContainers: ReadonlySet<string>;
  readonly passwordKeys: PasswordKeys;
}

/** What an import brings into the stores; nothing has been changed yet. */
export interface Import {
  readonly kind: 'import';
  /** Upper-case hex. */
  readonly thumbprint?: string;
  readonly certificates: readonly NewCertificate[];
}

/**
 * Decides for each certificate of an opened PFX which store, and for each key which provider takes it. Certificates
 * with keys go to My. The others are issuers, which go to CA, and to Root where they issued themselves, as the import
 * wizard of Windows sorts them; in a file without any key those that issued none of the others go to My.
 */
export function placeContents(
  contents: PfxContents,
  settings: PfxSettings,
  scope: Scope,
  environment: ImportEnvironment,
): Import | InstallFailure {
  const described = describeAll(contents);
  const keyed = described.filter(({ pkcs8 }) => pkcs8 !== undefined);
  const conflict = exportableConflict(keyed, settings, environment);
  if (conflict !== undefined) return conflict;

  const storeScope = environment.rules.storeScope(scope);
  const certificates: NewCertificate[] = [];
  for (const one of described) {
    if (one.pkcs8 === undefined) {
      const store = storeOfKeyless(one, described);
      certificates.push({
        scope: storeScope,
        store,
        certificate: one.certificate,
        provider: 'none',
        exportable: false,
      });
      continue;
    }
    const placed = placeKeyed(one.certificate, one.pkcs8, keyShape(one), settings, storeScope, environment);
    if (placed.kind === 'failure') return placed;
    certificates.push(placed.certificate);
  }
  const thumbprint = environment.rules.thumbprintOf(described);
  return thumbprint === undefined
    ? { kind: 'import', certificates }
    : { kind: 'import', certificates, thumbprint };
}

/** PFXKeyExportable true, or counted as true, with a KeyLocation that forbids it (R-GEN-04, A-09, A-41). */
function exportableConflict(
  keyed: readonly FoundCertificate[],
  { location, exportable }: PfxSettings,
  { rules, hasTpm }: ImportEnvironment,
): InstallFailure | undefined {
  const tpmTakesKey = hasTpm && keyed.some((one) => rules.tpmTakes(keyShape(one)));
  return (exportable ?? rules.absentCountsAsTrue) && rules.forbidsExportable(location, tpmTakesKey)
    ? failure('A-04/exportable-location', 'NTE_PERM')
    : undefined;
}

type Placed = { readonly kind: 'placed'; readonly certificate: NewCertificate } | InstallFailure;

function placeKeyed(
  certificate: Uint8Array,
  pkcs8: Uint8Array,
  key: KeyShape,
  { location, exportable, container: named }: PfxSettings,
  scope: Scope,
  { rules, hasTpm }: ImportEnvironment,
): Placed {
  const placement = rules.placeKey(location, hasTpm, key);
  if (placement.kind === 'failure') return placement;
  const { provider } = placement;
  const container = rules.containerOf(named);
  return {
    kind: 'placed',
    certificate: {
      scope,
      store: 'My',
      certificate,
      pkcs8,
      provider,
      exportable: rules.isExportable(provider, location, exportable),
      ...(provider === 'hello' && container !== undefined ? { container } : {}),
    },
  };
}

function keyShape({ description }: FoundCertificate): KeyShape {
  return { algorithm: description.keyAlgorithm, bits: description.keyBits };
}
