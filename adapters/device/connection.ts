import type { Scope } from '../../cases/case.ts';

/** What is known of a Windows machine before anything is done to it. */
export interface MachineDescription {
  /** Such as 10.0.26100.1742. */
  readonly build: string;
  /** Such as Enterprise; ProductType 1 of Win32_OperatingSystem is a client. */
  readonly edition: string;
  readonly isClient: boolean;
  readonly is64BitProcess: boolean;
  readonly isElevated: boolean;
  /** Whether there is a TPM that is ready; undefined where that can not be told. */
  readonly hasTpm?: boolean;
  /** PROVIDER-IDs of the MDM enrollments, without Local_Management. */
  readonly enrolledIn: readonly string[];
  /** Whether Local_Management is registered, by this suite or by another tool; undefined where that was not looked at. */
  readonly isRegistered?: boolean;
  /** Whether a user is logged on interactively. */
  readonly userLoggedOn: boolean;
  /** UUID of the SMBIOS, which the embedded-mode flag is made from (device-and-mdm.md, 1.3). */
  readonly smbiosUuid: string;
  readonly computerName: string;
}

/** A certificate as the machine's own stores show it. */
export interface StoredCertificateReading {
  readonly scope: Scope;
  readonly store: string;
  /** DER, base64. */
  readonly certificate: string;
  readonly hasPrivateKey: boolean;
  /** Such as Microsoft Platform Crypto Provider. */
  readonly provider?: string;
  readonly exportable?: boolean;
  readonly keyLength?: number;
  /** Why the key could not be looked at. */
  readonly keyError?: string;
}

/** An event of Microsoft-Windows-DeviceManagement-Enterprise-Diagnostics-Provider/Admin. */
export interface MachineEvent {
  readonly time: string;
  readonly id: number;
  readonly level: string;
  readonly message: string;
}

/** What a server on the network answers to the machine. */
export type WebAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly contentType: string }
  | { readonly kind: 'unreachable'; readonly problem: string };

/** What ApplyLocalManagementSyncML gave. */
export interface Applied {
  /** As an unsigned number, such as 0x80070005; 0 is S_OK. */
  readonly hresult: number;
  /** The document that came back; absent where there was none. */
  readonly result?: string;
}

/**
 * A way to mdmlocalmanagement.dll and the stores of a Windows machine: of this one (local/), or of another over SSH
 * (ssh/). Every failure of the way itself is a TargetFailure (adapters/target.ts) with one sentence that says what to do.
 */
export interface DeviceConnection {
  describe(): Promise<MachineDescription>;
  /** Sets the embedded-mode flag, remembering what was there, and registers. */
  register(): Promise<void>;
  /** A SyncBody as the author wrote it. @param patience milliseconds */
  apply(syncBody: string, patience: number): Promise<Applied>;
  /** Unregisters, and puts the embedded-mode flag back. */
  unregister(): Promise<void>;
  readStores(scopes: readonly Scope[]): Promise<readonly StoredCertificateReading[]>;
  /** Deletes certificates with their keys from one store, such as My, by thumbprint. */
  removeCertificates(scope: Scope, thumbprints: readonly string[], store: string): Promise<void>;
  events(since: Date): Promise<readonly MachineEvent[]>;
  /** A GET from the machine, without following redirections. */
  getWeb(url: string): Promise<WebAnswer>;
  close(): Promise<void>;
}
