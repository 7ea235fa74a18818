import type { ScepLogEntry } from '../pki/scep/log.ts';
import type { Payload, Scope } from './case.ts';

/** Everything that was seen of one case, kept apart from any judgement, so that it can be judged again later. */
export interface Observation {
  /** One for each step that was carried out; fewer than the case has steps where the target failed on the way. */
  readonly steps: readonly StepObservation[];
  /** What the device itself has noted meanwhile, a line each, where something differed; it is never judged. */
  readonly evidence?: readonly string[];
}

export type StepObservation =
  | ReplyObservation
  | StoresObservation
  | WaitedObservation
  | ScepLogObservation
  | KeysRemovedObservation
  | FailureObservation;

/** The device's answer to a `send` step, byte for byte. `none` where it closed the exchange without a body. */
export interface ReplyObservation {
  readonly kind: 'reply';
  readonly payload: Payload | 'none';
}

export interface StoresObservation {
  readonly kind: 'stores';
  readonly entries: readonly StoreEntry[];
}

export interface WaitedObservation {
  readonly kind: 'waited';
}

export interface ScepLogObservation {
  readonly kind: 'scep-log';
  /** One for each server of the case, in its order. */
  readonly servers: readonly ScepServerLog[];
}

/** Everything that the device asked a server, and what it was answered. */
export interface ScepServerLog {
  readonly url: string;
  readonly entries: readonly ScepLogEntry[];
}

export interface KeysRemovedObservation {
  readonly kind: 'keys-removed';
}

/** The transport or the laboratory failed: says nothing about the CSP. */
export interface FailureObservation {
  readonly kind: 'failure';
  readonly layer: 'transport' | 'laboratory';
  readonly reason: string;
}

/** Where a private key is kept (KeyLocation). `none`: a certificate without key. */
export type KeyProvider = 'software' | 'tpm' | 'hello' | 'none';

/** One certificate in a system store. */
export interface StoreEntry {
  readonly scope: Scope;
  readonly store: string;
  /** SHA-1 of the DER certificate, upper-case hex. */
  readonly thumbprint: string;
  readonly subject: string;
  readonly provider: KeyProvider;
  readonly exportable: boolean;
  /** Windows Hello container that holds the key. */
  readonly container?: string;
  readonly keyAlgorithm: string;
  readonly keyBits: number;
}
