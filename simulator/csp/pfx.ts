import type { NodeId } from '../../csp/tree.ts';
import type { NodeTree } from '../engine/node-tree.ts';
import type { CommandContext } from '../engine/provider.ts';
import type { Refusal } from '../engine/refusals.ts';
import type { CertificateStores } from '../keys/certificate-stores.ts';
import { showsAtTrigger, type InstallFailure } from './failure.ts';
import type { Half } from './half.ts';
import { importPfx } from './pfx-install.ts';
import { parameterFault } from './pfx-parameters.ts';
import type { Import, ImportEnvironment } from './pfx-placement.ts';
import { type InstallRequest, installRequestOf } from './install-request.ts';
import { errorText, type WindowsErrorName } from './windows-errors.ts';

/** What an install request has come to. */
interface Install {
  readonly error: WindowsErrorName;
  /** Of the certificate that is installed. */
  readonly thumbprint?: string;
  /** Whether the last import that succeeded still stands. */
  readonly installed: boolean;
}

/** A blob whose import waits for the end of its Atomic. */
interface Deferred {
  readonly request: InstallRequest;
  readonly member: number;
}

interface State {
  readonly installs: ReadonlyMap<string, Install>;
  readonly deferred: readonly Deferred[];
  /** Requests that installed something since the message began. */
  readonly installedInMessage: readonly InstallRequest[];
}

/** What the half works on. */
export interface PfxEnvironment extends ImportEnvironment {
  readonly tree: NodeTree;
  readonly stores: CertificateStores;
}

const blobId: NodeId = 'PFXCertInstall/{UniqueID}/PFXCertBlob';

/** PFXCertInstall: a blob that is added or replaced is imported with the parameters beside it. */
export function createPfxHalf(environment: PfxEnvironment): Half {
  const { rules, tree, stores } = environment;
  let state: State = { installs: new Map(), deferred: [], installedInMessage: [] };

  function textsOf(request: InstallRequest): ReadonlyMap<string, string> {
    const children = tree.find(request.scope, request.steps)?.children ?? new Map<string, { text: string }>();
    return new Map([...children].map(([name, { text }]) => [name, text]));
  }

  function setInstall(request: InstallRequest, install: Install): void {
    state = { ...state, installs: new Map(state.installs).set(request.key, install) };
  }

  /** Imports what the request holds now; a refusal is the trigger command's. */
  function install(request: InstallRequest): Refusal | undefined {
    const result = importPfx(textsOf(request), request.scope, environment);
    if (result.kind === 'failure') return fail(request, result);
    succeed(request, result);
    return undefined;
  }

  function succeed(request: InstallRequest, { thumbprint, certificates }: Import): void {
    // Replace overwrites the old certificate; what other installs own too is theirs (R-PFX-14, R-GEN-01).
    stores.release(request.key, 'stay');
    for (const certificate of certificates) stores.install(certificate, request.key);
    const install: Install = { error: 'ERROR_SUCCESS', installed: true };
    setInstall(request, thumbprint === undefined ? install : { ...install, thumbprint });
    state = { ...state, installedInMessage: [...state.installedInMessage, request] };
  }

  function fail(request: InstallRequest, failure: InstallFailure): Refusal | undefined {
    if (showsAtTrigger(failure, rules)) return 'trigger-failed';
    const before = state.installs.get(request.key);
    if (rules.keepsOldCertificate) {
      setInstall(request, { installed: false, ...before, error: failure.error });
    } else {
      stores.release(request.key, 'stay');
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
      const { id } = change.place.definition;
      if (id === blobId) return trigger(request, context);
      if (change.place.definition.interior) return undefined;
      const install = state.installs.get(request.key);
      const late = install?.installed === true && !rules.storesLateParameters;
      if (late && !setsBlob(request, context)) return 'after-install';
      return parameterFault(change, textsOf(request), environment);
    },
    removed: (request) => {
      stores.release(request.key, rules.sharedCertificates);
      const installs = new Map(state.installs);
      installs.delete(request.key);
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
          return install === undefined ? rules.statusBefore : errorText(install.error);
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
