import type { Scope } from '../../cases/case.ts';
import { usualInstall, type Install } from '../install.ts';

/**
 * What the commands so far were meant to bring about, for one request. It serves to choose commands that fit what
 * went before, never to say what a device answers: after a fault it may be wrong, and that does no harm.
 */
export interface RequestState {
  /** The settings in force. */
  readonly install: Install;
  /** Names of the nodes that were set. */
  readonly leaves: readonly string[];
  readonly hasBlob: boolean;
}

/** The requests of both scopes that are meant to exist. */
export type Requests = ReadonlyMap<string, RequestState>;

export function stateOf(requests: Requests, scope: Scope, uniqueId: string): RequestState | undefined {
  return requests.get(`${scope}/${uniqueId}`);
}

/** The requests with one of them changed, or gone where the state is undefined. */
export function withState(
  requests: Requests,
  scope: Scope,
  uniqueId: string,
  state: RequestState | undefined,
): Requests {
  const changed = new Map(requests);
  if (state === undefined) changed.delete(`${scope}/${uniqueId}`);
  else changed.set(`${scope}/${uniqueId}`, state);
  return changed;
}

/** What is there after an install. */
export function installed(install: Install): RequestState {
  const leaves = [
    ...(install.keyLocation === undefined ? [] : ['KeyLocation']),
    ...(install.containerName === undefined ? [] : ['ContainerName']),
    ...(install.pfx.password === null ? [] : ['PFXCertPassword']),
    ...(install.encryptionType === undefined ? [] : ['PFXCertPasswordEncryptionType']),
    ...(install.encryptionStore === undefined ? [] : ['PFXCertPasswordEncryptionStore']),
    ...(install.exportable === undefined ? [] : ['PFXKeyExportable']),
    'PFXCertBlob',
    'Status',
    'Thumbprint',
  ];
  return { install, leaves, hasBlob: true };
}

/** A request that was just added and has nothing yet. */
export function added(scope: Scope, uniqueId: string): RequestState {
  return {
    install: { ...usualInstall, scope, uniqueId, keyLocation: undefined },
    leaves: [],
    hasBlob: false,
  };
}
