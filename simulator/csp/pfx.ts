import type { NodeTree } from '../engine/node-tree.ts';
import type { CommandContext } from '../engine/provider.ts';
import type { Refusal } from '../engine/refusals.ts';
import type { CertificateStores } from '../keys/certificate-stores.ts';
import { showsAtTrigger, type InstallFailure } from './failure.ts';
import type { Half } from './half.ts';
import { importPfx } from './pfx-install.ts';
import { blobId, type InstallRecord } from './pfx-lifecycle.ts';
import { parameterFault } from './pfx-parameters.ts';
import type { Import, ImportEnvironment } from './pfx-placement.ts';
import { type InstallRequest, installRequestOf } from './install-request.ts';

/** A blob whose import waits for the end of its Atomic. */
interface Deferred {
  readonly request: InstallRequest;
  readonly member: number;
}

interface State {
  readonly installs: ReadonlyMap<string, InstallRecord>;
  readonly deferred: readonly Deferred[];
  /** Requests that installed something since the message began. */
  readonly installedInMessage: readonly InstallRequest[];
}

/** What the half works on. */
export interface PfxEnvironment extends ImportEnvironment {
  readonly tree: NodeTree;
  readonly stores: CertificateStores;
}

/** PFXCertInstall: a blob that is added or replaced is imported with the parameters beside it. */
export function createPfxHalf(environment: PfxEnvironment): Half {
  const { rules, tree, stores } = environment;
  let state: State = { installs: new Map(), deferred: [], installedInMessage: [] };

  function textsOf(request: InstallRequest): ReadonlyMap<string, string> {
    const children = tree.find(request.scope, request.steps)?.children ?? new Map<string, { text: string }>();
    return new Map([...children].map(([name, { text }]) => [name, text]));
  }

  function setInstall({ key }: InstallRequest, now: InstallRecord): void {
    const record = rules.recordOf(state.installs.get(key), now);
    state = { ...state, installs: new Map(state.installs).set(key, record) };
  }

  /** Imports what the request holds now; a refusal is the trigger command's. */
  function install(request: InstallRequest): Refusal | undefined {
    const settings = rules.settingsFor(request, textsOf(request));
    const result = importPfx(settings, request.scope, environment);
    if (result.kind === 'failure') return fail(request, result);
    succeed(request, result);
    return undefined;
  }

  function succeed(request: InstallRequest, { thumbprint, certificates }: Import): void {
    // Replace overwrites the old certificate (R-PFX-14).
    if (rules.takesAway('Replace', request)) stores.release(request.key, rules.sharedWithReplaced);
    for (const certificate of certificates) stores.install(certificate, request.key);
    const install: InstallRecord = { error: 'ERROR_SUCCESS', installed: true };
    setInstall(request, thumbprint === undefined ? install : { ...install, thumbprint });
    state = { ...state, installedInMessage: [...state.installedInMessage, request] };
  }

  function fail(request: InstallRequest, failure: InstallFailure): Refusal | undefined {
    if (showsAtTrigger(failure, rules)) return 'trigger-failed';
    const before = state.installs.get(request.key);
    if (rules.keepsOldCertificate) {
      setInstall(request, { installed: false, ...before, error: failure.error });
    } else {
      stores.release(request.key, rules.sharedWithReplaced);
      setInstall(request, { installed: false, error: failure.error });
    }
    return undefined;
  }

  function trigger(request: InstallRequest, context: CommandContext): Refusal | undefined {
    if (context === undefined || (!rules.importsAtCommit && !context.rehearsal)) return install(request);
    if (context.rehearsal) return undefined;
    // Of several blobs for one request in the same Atomic the last counts.
    const others = state.deferred.filter((waiting) => waiting.request.key !== request.key);
    state = { ...state, deferred: [...others, { request, member: context.member }] };
    return undefined;
  }

  return {
    changed: (change, request, context) => {
      const { id, interior } = change.place.definition;
      if (interior) return undefined;
      const texts = textsOf(request);
      const starts = rules.startsImport(change, texts);
      if (id === blobId) return starts ? trigger(request, context) : undefined;
      const install = state.installs.get(request.key);
      const late = install?.installed === true && !rules.storesLateParameters;
      if (late && !setsBlob(request, context)) return 'after-install';
      const fault = parameterFault(change, texts, environment);
      return fault === undefined && starts ? trigger(request, context) : fault;
    },
    removed: (request) => {
      if (rules.takesAway('Delete', request)) stores.release(request.key, rules.sharedCertificates);
      const installs = new Map(state.installs);
      if (rules.forgetsDeleted) installs.delete(request.key);
      state = {
        ...state,
        installs,
        deferred: state.deferred.filter(({ request: { key } }) => key !== request.key),
      };
    },
    read: (place, request, stored) => {
      const install = state.installs.get(request.key);
      switch (place.definition.id) {
        case 'PFXCertInstall/{UniqueID}/Thumbprint':
          return install?.thumbprint === undefined
            ? rules.thumbprintBefore
            : rules.showThumbprint(install.thumbprint);
        case 'PFXCertInstall/{UniqueID}/Status':
          return install === undefined ? rules.statusBefore : rules.showStatus(install.error);
        case 'PFXCertInstall/{UniqueID}/PFXCertPassword':
          return stored === undefined ? undefined : rules.showPassword(stored);
        default:
          return stored ?? rules.defaultOf(place.definition.id);
      }
    },
    takeAlerts: () => [],
    execute: () => ({ kind: 'refused', refusal: 'exec-not-allowed' }),
    commit: () => {
      const { deferred } = state;
      state = { ...state, deferred: [] };
      for (const { request, member } of deferred) {
        const refusal = install(request);
        if (refusal !== undefined) return { member, refusal };
      }
      return undefined;
    },
    settled: () => undefined,
    messageEnded: () => {
      const installed = state.installedInMessage;
      state = { ...state, installedInMessage: [] };
      if (rules.leaksIntoUserStore) leakIntoUserStore(installed, stores);
    },
    checkpoint: () => {
      const saved = state;
      return () => {
        state = saved;
      };
    },
  };
}

/** Whether the Atomic around a command sets the blob of this request, before the command or after it. */
function setsBlob(request: InstallRequest, context: CommandContext): boolean {
  const members = context?.members ?? [];
  return members.some(
    (member) =>
      (member?.verb === 'Add' || member?.verb === 'Replace') &&
      member.places.some(
        (place) => place.definition.id === blobId && installRequestOf(place)?.key === request.key,
      ),
  );
}

/**
 * csp-source.txt, Note: where certificates for both stores come in the same payload, the one for the device is
 * installed in the user's store too. It belongs to the device's request there, and goes with it.
 */
function leakIntoUserStore(installed: readonly InstallRequest[], stores: CertificateStores): void {
  const forDevice = installed.filter(({ scope }) => scope === 'device');
  if (forDevice.length === installed.length) return;
  for (const { key } of forDevice) {
    for (const certificate of stores.ownedBy(key)) {
      if (certificate.store === 'My') stores.install({ ...certificate, scope: 'user' }, key);
    }
  }
}
