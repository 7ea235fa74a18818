import type { KeyedCertificate, Preparation, Scope } from '../cases/case.ts';
import type { StoreEntry } from '../cases/observation.ts';
import { createClock, type Clock } from './clock.ts';
import type { DeviceConfiguration } from './configuration.ts';
import type { EnrollmentClient } from './csp/enrollment.ts';
import type { DecryptionKey } from './csp/pfx-password.ts';
import { createCsp } from './csp/provider.ts';
import { withInformation, type DeviceInformation } from './device-information.ts';
import { createEngine } from './engine/engine.ts';
import { createNodeTree } from './engine/node-tree.ts';
import { createCertificateStores, type CertificateStores } from './keys/certificate-stores.ts';
import { deviceLimits } from './limits.ts';
import { modelFor } from './model.ts';
import type { Rules } from './rules.ts';
import { createScepClient, type ScepAccess } from './scep/client.ts';

/** A Windows device that needs no Windows: it answers SyncML, keeps certificates and has a clock of its own. */
export interface VirtualDevice {
  /** Answers one document. Whatever the bytes are, there is an answer. */
  handle(request: Uint8Array): Uint8Array | undefined;
  /** The certificates in the stores of machine and user, in the order in which they came. */
  stores(): readonly StoreEntry[];
  /** Lets virtual time pass. */
  advance(seconds: number): void;
  /** Somebody other than the CSP deletes the private keys in the store My of a scope. */
  removeKeys(scope: Scope): void;
}

/** Parts of a device that can be put in the place of its own. */
export interface DeviceParts {
  /** Breaks or changes rules: gets the right ones, gives those to use. */
  readonly adjustRules?: (rules: Rules) => Rules;
  /** The way to SCEP servers; without it, and without another client, an accepted enrollment goes no further. */
  readonly scep?: ScepAccess;
  /** A SCEP client in the place of the device's own. */
  readonly enrollmentClient?: EnrollmentClient;
  /** Nodes beside the CSP by which the device tells of itself; absent: it has none. */
  readonly information?: DeviceInformation;
  /** A clock that others read too, such as a CA in this process; default: one that begins at `startsAt`. */
  readonly clock?: Clock;
}

/**
 * A new device in the state that `configuration.preparation` describes.
 * Throws RangeError for an answer that the catalogue of ambiguities does not have.
 */
export function createDevice(configuration: DeviceConfiguration, parts: DeviceParts = {}): VirtualDevice {
  const { preparation, startsAt } = configuration;
  const model = modelFor(configuration.answers, preparation.edition);
  const rules = parts.adjustRules?.(model.rules) ?? model.rules;
  const clock = parts.clock ?? createClock(startsAt);
  const tree = createNodeTree(deviceLimits.tree);
  const stores = createCertificateStores();
  fillStores(stores, preparation);
  const mdm = preparation.mdmCertificate;
  const keyEnvironment = {
    helloContainers: new Set(preparation.helloContainers),
    hasTpm: preparation.tpm,
    ...(preparation.entraKeyIdentifier === undefined
      ? {}
      : { entraKeyIdentifier: preparation.entraKeyIdentifier }),
  };
  const client =
    parts.enrollmentClient ??
    (parts.scep && createScepClient(parts.scep, { ...keyEnvironment, rules: rules.csp, stores }));
  const provider = createCsp({
    definition: model.definition,
    rules: rules.csp,
    tree,
    stores,
    ...keyEnvironment,
    passwordKeys: {
      mdm: mdm === undefined ? [] : [keyOf(mdm)],
      inStore: (scope, store) => stores.keyed(scope, store),
    },
    ...(client === undefined ? {} : { client }),
  });
  const engine = createEngine({
    tree,
    ...(parts.information === undefined ? { provider } : withInformation(provider, parts.information)),
    rules: rules.engine,
    limits: deviceLimits.message,
  });
  return {
    handle: (request) => {
      const reply = engine.handle(request);
      // An Exec does not wait for what it starts (R-SCEP-30): that begins once its message is answered.
      client?.timePassed(clock.now());
      return reply;
    },
    stores: () => stores.entries(),
    removeKeys: (scope) => {
      stores.removeKeys(scope);
      client?.timePassed(clock.now());
    },
    advance: (seconds) => {
      const end = clock.now() + seconds * 1000;
      for (;;) {
        const moment = client?.nextMoment?.();
        if (moment === undefined || moment >= end) break;
        clock.moveTo(moment);
        client?.timePassed(clock.now());
      }
      clock.moveTo(end);
      client?.timePassed(clock.now());
    },
  };
}

/** Owner of the certificates that no install of a case has put into a store. */
const preparationOwner = 'preparation';

function fillStores(stores: CertificateStores, { certificates }: Preparation): void {
  for (const { scope, store, ...keyed } of certificates) {
    // Windows' import makes keys that can not be exported, unless it is told otherwise.
    stores.install(
      { scope, store, ...keyOf(keyed), provider: 'software', exportable: false },
      preparationOwner,
    );
  }
}

function keyOf({ certificate, privateKey }: KeyedCertificate): DecryptionKey {
  return { certificate: Buffer.from(certificate, 'base64'), pkcs8: Buffer.from(privateKey, 'base64') };
}
