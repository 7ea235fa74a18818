import type { Scope } from '../cases/case.ts';
import type { Admitted } from './admitted.ts';
import type { Clue, Reason, Settlement, ValueSet } from './expectation.ts';
import type { InstallRequest } from './state.ts';

/** What came of one Item of one command, before anybody says what stands in the reply about it. */
export type Deed =
  | {
      readonly kind: 'done';
      readonly admitted: Admitted;
      readonly reason: Reason;
      readonly results?: Results;
      readonly clue?: Clue;
    }
  | Refused
  /** Nobody can say whether it is done: about other parts of the tree, or beyond what we read. */
  | { readonly kind: 'open'; readonly reason: Reason }
  /** What it triggers waits for the end of the Atomic. */
  | {
      readonly kind: 'pending';
      readonly admitted: Admitted;
      readonly reason: Reason;
      readonly trigger: PendingTrigger | PendingEnroll;
    };

export interface Refused {
  readonly kind: 'refused';
  readonly admitted: Admitted;
  readonly reason: Reason;
  /** It failed while it was carried out, as an install does, and not by what the command says. */
  readonly late: boolean;
  /** It failed at the PFX itself, which only trying to import it can show. */
  readonly imported: boolean;
  /** Certificates that a failed install would have brought. */
  readonly notInstalled: readonly { readonly scope: Scope; readonly thumbprint: string }[];
}

/** What a Get brings back. */
export interface Results {
  readonly locUri: string;
  readonly value: ValueSet;
  readonly formats: readonly string[];
  readonly settles?: Settlement;
  readonly reason: Reason;
  readonly clue?: Clue;
}

/** Enroll was executed. */
export interface PendingEnroll {
  readonly kind: 'enroll';
  /** By requestKey. */
  readonly request: string;
}

/** The blob was set. */
export interface PendingTrigger {
  readonly kind: 'blob';
  /** By requestKey. */
  readonly request: string;
  readonly verb: 'Add' | 'Replace';
  /** The request before the blob was set; undefined where there was none. */
  readonly before: InstallRequest | undefined;
  /** Why its certificates will be in the store. */
  readonly presenceReason: Reason;
}
