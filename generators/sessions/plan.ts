import type { Scope } from '../../cases/case.ts';
import type { PfxFixture } from '../fixtures.ts';
import type { Install } from '../install.ts';

/**
 * A session as intentions, before it is known which command an intention comes to: whether a setting is added or
 * replaced depends on what went before (sessions/render.ts). Random choices make plans; plans shrink well.
 */
export interface SessionPlan {
  readonly tpm: boolean;
  /** One to five. */
  readonly messages: readonly PlannedMessage[];
  /** None in a valid session. */
  readonly faults: readonly PlannedFault[];
}

export interface PlannedMessage {
  /** Whose tree all actions of the message work on: the two are not mixed but where a family is about that. */
  readonly scope: Scope;
  readonly actions: readonly Action[];
  /** Whether the stores are read after it. */
  readonly thenReadStores: boolean;
}

/** Where a fault is put: `action` is counted over the whole session and wrapped around. */
export interface PlannedFault {
  readonly action: number;
  /** Id of an install fault or a session fault. */
  readonly fault: string;
  readonly at: number;
}

export type Action = SingleAction | GroupAction;

/** `request` numbers the UniqueIDs of generators/address.ts. */
export type SingleAction = {
  readonly request: number;
  /** Where a message may hold both scopes; else undefined, and the message says it. */
  readonly scope: Scope | undefined;
} & (
  | { readonly kind: 'get'; readonly leaf: string }
  | { readonly kind: 'set'; readonly setting: Setting }
  | { readonly kind: 'delete' }
  | { readonly kind: 'install'; readonly choices: InstallChoices }
  | { readonly kind: 'replace-blob'; readonly pfx: PfxFixture }
);

export interface GroupAction {
  readonly kind: 'group';
  readonly container: 'Atomic' | 'Sequence';
  readonly members: readonly SingleAction[];
}

/** An install without the things that its place in the session decides. */
export type InstallChoices = Omit<Install, 'scope' | 'uniqueId' | 'tpm'>;

/** A setting that can be changed for itself: the choice of an install, its node, its Format and a text. */
export interface Setting {
  readonly choice: 'keyLocation' | 'containerName' | 'exportable' | 'encryptionStore';
  readonly name: string;
  readonly format: string;
  readonly text: string;
}
