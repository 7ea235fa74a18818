import type { ExpectedEntry, GoneCertificate, Reason, Settlement, StoresExpectation } from './expectation.ts';
import { enrolledCertificates } from './enrolled-stores.ts';
import { reasonOf } from './rule.ts';
import { storeRules } from './rules/stores.ts';
import {
  certificateKey,
  certificatesOf,
  installName,
  nodeKey,
  requestKey,
  type Exportable,
  type InstalledCertificate,
  type InstallRequest,
  type State,
} from './state.ts';
import type { World } from './world.ts';

/** What the stores My of device and user hold. */
export function expectedStores(world: World): StoresExpectation {
  const { device, state } = world;
  const byKey = new Map<string, ExpectedEntry>();
  const add = (entry: ExpectedEntry): void => {
    const key = certificateKey(entry);
    const known = byKey.get(key);
    byKey.set(key, known === undefined ? entry : eitherEntry(known, entry));
  };
  for (const request of state.requests.values()) {
    const presence = presenceReason(state, requestKey(request), nodeKey(request, installName));
    const changed = exportableSince(request, state);
    for (const certificate of certificatesOf(request)) {
      if (certificate.hold !== 'none') add(entryOf(certificate, world, presence, changed));
    }
  }
  for (const copy of state.copies) add(entryOf(copy, world, undefined));
  for (const entry of preparedEntries(device)) add(entry);
  const enrolled = enrolledCertificates(world);
  for (const entry of enrolled.entries) add(entry);
  const unknown = state.unknownCertificates || state.lost || enrolled.others;
  return {
    kind: 'stores',
    entries: [...byKey.values()],
    surplus: state.surplus ?? reasonOf(storeRules.nothingElse),
    gone: [...[...state.gone.values()].map((one) => withoutLeave(one, state)), ...enrolled.gone],
    ...(unknown ? { others: true } : {}),
  };
}

/** That a key is exportable now as PFXKeyExportable was set after the install is blamed on that command. */
interface ExportableSince {
  readonly exportable: boolean;
  readonly reason: Reason;
}

function exportableSince(request: InstallRequest, state: State): ExportableSince | undefined {
  const reason = state.nodeReasons.get(nodeKey(request, installName));
  const exportable = request.settings.get('PFXKeyExportable')?.value;
  return reason === undefined || typeof exportable !== 'boolean' ? undefined : { exportable, reason };
}

/** An install that some other command was to leave alone is missed because of that command. */
function presenceReason(state: State, request: string, install: string): Reason | undefined {
  const special = state.nodeReasons.get(install);
  if (special !== undefined) return special;
  return state.touched === undefined || state.touched === request ? undefined : reasonOf(storeRules.apart);
}

function entryOf(
  certificate: InstalledCertificate,
  { answers, state }: World,
  presence: Reason | undefined,
  since?: ExportableSince,
): ExpectedEntry {
  const { scope, thumbprint, providers, container, hold, exportable } = certificate;
  // Somebody else has deleted its key, and with it what is known of the key; or it is gone and came again without one.
  const keyGone =
    state.keysRemoved[scope] !== undefined ||
    (hold === 'perhaps' && state.keyless.has(certificateKey(certificate)));
  return {
    scope,
    thumbprint,
    providers: keyGone ? [...providers, 'none'] : providers,
    ...(keyGone ? { exportable: 'any' as const } : exportableOf(exportable, answers)),
    ...(container === undefined || keyGone ? {} : { container }),
    optional: hold === 'perhaps' || state.lost,
    presenceReason: presence ?? certificate.presenceReason,
    exportableReason:
      since !== undefined && typeof exportable === 'boolean' && since.exportable !== exportable
        ? since.reason
        : certificate.exportableReason,
    reason: certificate.reason,
  };
}

function exportableOf(
  exportable: Exportable,
  answers: World['answers'],
): { readonly exportable: boolean | 'any'; readonly settles?: Settlement } {
  if (typeof exportable !== 'object') return { exportable };
  const { decides, yes, no } = exportable;
  const known = answers[decides];
  if (known !== undefined) return { exportable: known === yes };
  return { exportable: 'any', settles: { key: decides, answers: { true: yes, false: no } } };
}

/** A certificate may stay without its key where somebody has deleted the key, or another PFX brought it without one. */
function withoutLeave(gone: GoneCertificate, state: State): GoneCertificate {
  const mayStay = state.keysRemoved[gone.scope] !== undefined || state.keyless.has(certificateKey(gone));
  return mayStay ? { ...gone, withKey: false } : gone;
}

/** The same certificate from two installs: its key is where one of them has put it. */
function eitherEntry(first: ExpectedEntry, second: ExpectedEntry): ExpectedEntry {
  const { scope, thumbprint, presenceReason, exportableReason, reason } = first;
  const sameExportable = first.exportable === second.exportable;
  return {
    scope,
    thumbprint,
    providers: [...new Set([...first.providers, ...second.providers])],
    exportable: sameExportable ? first.exportable : 'any',
    ...(first.container !== undefined && first.container === second.container
      ? { container: first.container }
      : {}),
    // What the store shows tells of an install only where it is that of both.
    ...(sameExportable && first.settles !== undefined && first.settles.key === second.settles?.key
      ? { settles: first.settles }
      : {}),
    optional: first.optional && second.optional,
    presenceReason,
    exportableReason,
    reason,
  };
}

/** What was there before; a target need not show all of it. */
function preparedEntries(device: World['device']): readonly ExpectedEntry[] {
  const reason = reasonOf(storeRules.prepared);
  const { mdmCertificate, certificates } = device;
  const all = [
    ...certificates,
    ...(mdmCertificate === undefined
      ? []
      : (['device', 'user'] as const).map((scope) => ({ ...mdmCertificate, scope }))),
  ];
  return all.map(({ scope, thumbprint }) => ({
    scope,
    thumbprint,
    providers: ['software', 'tpm', 'hello', 'none'],
    exportable: 'any',
    optional: true,
    presenceReason: reason,
    exportableReason: reason,
    reason,
  }));
}
