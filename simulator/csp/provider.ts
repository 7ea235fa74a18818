import type { NodeTree } from '../engine/node-tree.ts';
import type { NodeDefinition, NodePlace, Provider } from '../engine/provider.ts';
import type { CertificateStores } from '../keys/certificate-stores.ts';
import type { EnrollmentClient } from './enrollment.ts';
import type { Half } from './half.ts';
import { createPfxHalf } from './pfx.ts';
import type { PasswordKeys } from './pfx-password.ts';
import { installRequestOf, type InstallRequest } from './install-request.ts';
import type { CspRules } from './rules.ts';
import { createScepHalf } from './scep.ts';

/** What the CSP works on. */
export interface CspEnvironment {
  readonly definition: NodeDefinition;
  readonly rules: CspRules;
  readonly tree: NodeTree;
  readonly stores: CertificateStores;
  /** Names of the Windows Hello for Business containers that exist. */
  readonly helloContainers: ReadonlySet<string>;
  readonly hasTpm: boolean;
  readonly passwordKeys: PasswordKeys;
  /** Absent: the device has no SCEP client. */
  readonly client?: EnrollmentClient;
}

/** ClientCertificateInstall: its two halves behind the engine's interface. */
export function createCsp(given: CspEnvironment): Provider {
  const { rules, tree, definition } = given;
  const stores = rules.keepStores(given.stores);
  const environment = { ...given, stores };
  const pfx = createPfxHalf(environment);
  const scep = createScepHalf(environment);
  const halves: readonly Half[] = [pfx, scep];

  /** The request that a node belongs to, with the half that it is in. */
  function partOf(place: NodePlace): { readonly half: Half; readonly request: InstallRequest } | undefined {
    const request = installRequestOf(place);
    if (request === undefined) return undefined;
    const isPfx = place.steps.some(({ definition: { id } }) => id === 'PFXCertInstall');
    return { half: isPfx ? pfx : scep, request };
  }

  return {
    mountPoint: ['Vendor', 'MSFT', 'ClientCertificateInstall'],
    definition,
    changed: (change, context) => {
      const part = partOf(change.place);
      if (part === undefined) return undefined;
      const { half, request } = part;
      const isRequest = change.place.definition.dynamic;
      if (isRequest && change.verb === 'Replace' && rules.replaceEmptiesRequest) {
        tree.remove(request.scope, request.steps);
        tree.put(request.scope, request.steps, '');
        half.removed(request);
      }
      return half.changed(change, request, context);
    },
    deleted: (place) => {
      const part = partOf(place);
      // What is deleted below a UniqueID are settings: an install keeps to those that it began with (R-SCEP-04).
      if (part !== undefined && place.definition.dynamic) part.half.removed(part.request);
    },
    read: (place, stored) => {
      const part = partOf(place);
      return part === undefined ? stored : part.half.read(place, part.request, stored);
    },
    execute: (place, context) => {
      const part = partOf(place);
      return part === undefined
        ? { kind: 'refused', refusal: 'exec-not-allowed' }
        : part.half.execute(part.request, context);
    },
    commit: () => pfx.commit() ?? scep.commit(),
    settled: () => {
      for (const half of halves) half.settled();
    },
    messageEnded: () => {
      for (const half of halves) half.messageEnded();
    },
    takeAlerts: () => halves.flatMap((half) => half.takeAlerts()),
    checkpoint: () => {
      const restores = [...halves, stores].map((part) => part.checkpoint());
      return () => {
        for (const restore of restores) restore();
      };
    },
  };
}
