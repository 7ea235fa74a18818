import type { Scope } from '../cases/case.ts';
import type { EditionId } from '../csp/editions.ts';

/** What a case prepares, which no step changes. */
export interface Device {
  readonly edition: EditionId;
  readonly tpm: boolean;
  readonly helloContainers: ReadonlySet<string>;
  readonly mdmCertificate?: PreparedCertificate;
  readonly certificates: readonly (PreparedCertificate & { readonly scope: Scope; readonly store: string })[];
}

/** In DER. */
export interface PreparedCertificate {
  readonly certificate: Uint8Array;
  readonly pkcs8: Uint8Array;
  readonly thumbprint: string;
}
