import type { Case, Need, Preparation, Scope } from '../cases/case.ts';
import type { ScepServerLog, StoreEntry } from '../cases/observation.ts';

/** What a target says of itself to one need of a case. */
export type Capability =
  | { readonly answer: 'yes' }
  | { readonly answer: 'no'; readonly reason: string }
  | { readonly answer: 'unknown'; readonly reason: string };

export type Capabilities = Readonly<Record<Need, Capability>>;

/** Who was tested: stands at the head of every report. */
export interface TargetIdentity {
  readonly target: string;
  /** What it is called whatever its build, where it has such a name. */
  readonly id?: string;
  readonly description: string;
  /** Edition of the device, such as 10.0.26100, where known. */
  readonly edition?: string;
}

/** How a target is best used where the command line does not say. */
export interface TargetPace {
  /** Milliseconds that it may take for one answer. */
  readonly patience: number;
  /** The most processes that may use it at the same time; absent: as many as are wanted. */
  readonly mostWorkers?: number;
}

/** Thrown by a target for failures of transport or laboratory; anything else that a target throws is treated the same. */
export class TargetFailure extends Error {
  readonly layer: 'transport' | 'laboratory';

  constructor(layer: 'transport' | 'laboratory', message: string) {
    super(message);
    this.name = 'TargetFailure';
    this.layer = layer;
  }
}

/**
 * A thing that cases are replayed on. A new target is one file in adapters/ and its entry in adapters/targets.ts.
 * Targets carry bytes: they never parse a payload, never re-serialise it, and know nothing of what is expected.
 */
export interface Target {
  identity(): Promise<TargetIdentity>;
  capabilities(): Promise<Capabilities>;
  /** Why this case can not be carried to the target as it is, though its needs are met; undefined where it can. */
  refusal?(testCase: Case): string | undefined;
  /**
   * Waits until a target that failed in the middle of a case can be used again, and removes what the case has left.
   * @param most milliseconds that there is time for; may be infinite, since the target has a limit of its own
   * @returns false where it did not come back, or came back as another
   */
  recover?(most: number): Promise<boolean>;
  /** A fresh device in the given state. */
  open(preparation: Preparation): Promise<TargetSession>;
  close(): Promise<void>;
}

/** One case on one device, from its preparation to its clean-up. */
export interface TargetSession {
  /** Sends one document and returns the answer's bytes; undefined where the device answered with nothing. */
  exchange(request: Uint8Array): Promise<Uint8Array | undefined>;
  readStores(): Promise<readonly StoreEntry[]>;
  /** Lets time pass on the device: at once where its clock is virtual. */
  wait(seconds: number): Promise<void>;
  /** What the device asked each SCEP server of the preparation so far, in their order. */
  readScepLog(): Promise<readonly ScepServerLog[]>;
  /** Deletes the private keys of the certificates in the store My, behind the back of the CSP. */
  removeKeys(scope: Scope): Promise<void>;
  /** What else the device noted of the case, a line each, for whoever looks into a failure: events of its log. */
  evidence?(): Promise<readonly string[]>;
  /** Removes what the case left behind. Called once, also after a failure. */
  cleanUp(): Promise<void>;
}
