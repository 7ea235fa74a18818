import type { Scope } from '../../cases/case.ts';
import type { KeyProvider, StoreEntry } from '../../cases/observation.ts';
import { describeCertificate } from '../../pki/certificate.ts';

/** A certificate to be put into a store, with what is known of its key. */
export interface NewCertificate {
  readonly scope: Scope;
  readonly store: string;
  /** X.509 in DER. */
  readonly certificate: Uint8Array;
  /** PKCS#8 in DER; absent for a certificate without key. */
  readonly pkcs8?: Uint8Array;
  readonly provider: KeyProvider;
  readonly exportable: boolean;
  /** Windows Hello container that holds the key. */
  readonly container?: string;
}

/** Who put a certificate into a store: an install, or the preparation of the device. */
export type Owner = string;

/**
 * The system stores of machine and user. A certificate is in a store once, whoever put it there; it remembers all
 * of them, because one that goes may leave it to the others.
 */
export interface CertificateStores {
  install(certificate: NewCertificate, owner: Owner): void;
  /** Takes the owner off all its certificates; those that nobody else owns go, the others as `shared` says. */
  release(owner: Owner, shared: 'stay' | 'go'): void;
  /** The certificates of an owner. */
  ownedBy(owner: Owner): readonly NewCertificate[];
  /** Certificates with keys; names of stores are compared without regard to case, as Windows does. */
  keyed(scope: Scope, store: string): readonly { certificate: Uint8Array; pkcs8: Uint8Array }[];
  /** Deletes the keys of all certificates in the store My of a scope; the certificates stay. */
  removeKeys(scope: Scope): void;
  entries(): readonly StoreEntry[];
  checkpoint(): () => void;
}

interface Held {
  readonly content: NewCertificate;
  readonly entry: StoreEntry;
  readonly owners: readonly Owner[];
}

/** Stores without any certificate. */
export function createCertificateStores(): CertificateStores {
  let held: readonly Held[] = [];
  return {
    install: (content, owner) => {
      held = withCertificate(held, content, owner);
    },
    release: (owner, shared) => {
      held = held.flatMap((certificate) => {
        if (!certificate.owners.includes(owner)) return [certificate];
        const owners = certificate.owners.filter((other) => other !== owner);
        return owners.length > 0 && shared === 'stay' ? [{ ...certificate, owners }] : [];
      });
    },
    ownedBy: (owner) => held.filter(({ owners }) => owners.includes(owner)).map(({ content }) => content),
    keyed: (scope, store) =>
      held.flatMap(({ content }) =>
        content.scope === scope &&
        content.store.toLowerCase() === store.toLowerCase() &&
        content.pkcs8 !== undefined
          ? [{ certificate: content.certificate, pkcs8: content.pkcs8 }]
          : [],
      ),
    removeKeys: (scope) => {
      held = held.map((certificate) => {
        const { content, owners } = certificate;
        if (content.scope !== scope || content.store.toLowerCase() !== 'my') return certificate;
        const bare = withoutKey(content);
        return { content: bare, entry: entryOf(bare), owners };
      });
    },
    entries: () => held.map(({ entry }) => entry),
    checkpoint: () => {
      const saved = held;
      return () => {
        held = saved;
      };
    },
  };
}

function withCertificate(held: readonly Held[], content: NewCertificate, owner: Owner): readonly Held[] {
  const entry = entryOf(content);
  const index = held.findIndex((other) => isSamePlace(other.entry, entry));
  const before = held[index];
  if (before === undefined) return [...held, { content, entry, owners: [owner] }];
  const owners = before.owners.includes(owner) ? before.owners : [...before.owners, owner];
  // A certificate that comes without a key does not take away the key that is there.
  const keepsKey = content.pkcs8 === undefined && before.content.pkcs8 !== undefined;
  return held.with(index, keepsKey ? { ...before, owners } : { content, entry, owners });
}

function withoutKey({ scope, store, certificate }: NewCertificate): NewCertificate {
  return { scope, store, certificate, provider: 'none', exportable: false };
}

function isSamePlace(one: StoreEntry, other: StoreEntry): boolean {
  return one.thumbprint === other.thumbprint && one.scope === other.scope && one.store === other.store;
}

function entryOf({ scope, store, certificate, provider, exportable, container }: NewCertificate): StoreEntry {
  const { thumbprint, subject, keyAlgorithm, keyBits } = describeCertificate(certificate);
  return {
    scope,
    store,
    thumbprint,
    subject,
    provider,
    exportable,
    ...(container === undefined ? {} : { container }),
    keyAlgorithm,
    keyBits,
  };
}
