import type { Scope } from '../cases/case.ts';
import type { EditionId } from '../csp/editions.ts';
import type { KnownServer } from './scep/server.ts';
import type { Transactions } from './scep/transactions.ts';

/** What a case prepares, which no step changes. */
export interface Device {
  readonly edition: EditionId;
  readonly tpm: boolean;
  readonly helloContainers: ReadonlySet<string>;
  /** Identifier of the device's Entra key. */
  readonly entraKeyIdentifier?: string;
  readonly scepServers: readonly KnownServer[];
  /** What the servers were asked in the whole case, where that was seen: the certificates that they issued. */
  readonly transactions?: Transactions;
  readonly mdmCertificate?: PreparedCertificate;
  readonly certificates: readonly (PreparedCertificate & { readonly scope: Scope; readonly store: string })[];
}

/** In DER. */
export interface PreparedCertificate {
  readonly certificate: Uint8Array;
  readonly pkcs8: Uint8Array;
  readonly thumbprint: string;
}
