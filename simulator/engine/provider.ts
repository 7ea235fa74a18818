import type { Scope } from '../../cases/case.ts';
import type { Refusal } from './refusals.ts';

/*
 * What the DM engine asks of a configuration service provider (CSP): a description of its nodes, and to be told what
 * happens to them. The engine keeps the nodes and does what OMA-DM says of every tree alike; all that is
 * particular to certificates is behind this interface.
 */

export type Verb = 'Add' | 'Delete' | 'Exec' | 'Get' | 'Replace';

export interface NodeDefinition {
  readonly id: string;
  /** The node's name; of a dynamic node only a placeholder. */
  readonly name: string;
  /** Whether the server chooses the name. */
  readonly dynamic: boolean;
  /** Always there; never added nor deleted. */
  readonly permanent: boolean;
  /** The provider says whether it is there and what its value is; it is never stored. */
  readonly computed: boolean;
  readonly interior: boolean;
  readonly verbs: ReadonlySet<Verb>;
  /** Meta Formats that Add and Replace may give. */
  readonly acceptedFormats: readonly string[];
  /** Meta Format of a Get's Results. */
  readonly resultFormat: string;
  /** Whether Replace makes the node where there is none. */
  readonly createdByReplace: boolean;
  /** Whether Add and Replace are refused outside an Atomic. */
  readonly needsAtomic: boolean;
  readonly children: readonly NodeDefinition[];
}

/** One segment of a path: `key` tells nodes apart, `name` is how the server wrote it. */
export interface PathStep {
  readonly key: string;
  readonly name: string;
  readonly definition: NodeDefinition;
}

/** A place in the tree that a LocURI leads to; whether a node is there is another question. */
export interface NodePlace {
  readonly scope: Scope;
  readonly steps: readonly PathStep[];
  readonly definition: NodeDefinition;
  /** Scope and keys as one text: equal for equal places. */
  readonly path: string;
}

/** An Add or Replace that the tree has just taken. */
export interface Change {
  readonly verb: 'Add' | 'Replace';
  readonly place: NodePlace;
  /** '' for interior nodes. */
  readonly text: string;
}

/** One command inside an Atomic, as far as it can be known before it is executed. */
export interface PlannedMember {
  readonly verb: Verb;
  readonly places: readonly NodePlace[];
}

export interface AtomicContext {
  /** Position among the members of the Atomic, from 0. */
  readonly member: number;
  /** All members; undefined for one that is no command to the tree. */
  readonly members: readonly (PlannedMember | undefined)[];
  /** The members are only checked: no trigger goes off. */
  readonly rehearsal: boolean;
}

/** Undefined outside an Atomic. */
export type CommandContext = AtomicContext | undefined;

export type Outcome =
  | { readonly kind: 'done'; readonly status: string; readonly value?: NodeValue }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

export interface NodeValue {
  readonly format: string;
  readonly text: string;
}

/** A deferred trigger that failed when the Atomic was to be committed, and the member that had set it. */
export interface CommitFailure {
  readonly member: number;
  readonly refusal: Refusal;
}

/** A generic alert, 1226: work that went on after its command has come to an end (Learn, OMA DM protocol support). */
export interface ProviderAlert {
  /** Meta Type. */
  readonly type: string;
  readonly scope: Scope;
  /** The node that it is about. */
  readonly steps: readonly Pick<PathStep, 'name'>[];
  readonly format: string;
  readonly text: string;
}

export interface Provider {
  /** Segments below ./Device and ./User, such as Vendor, MSFT, ClientCertificateInstall. */
  readonly mountPoint: readonly string[];
  /** Its topmost node, the one at the mount point. */
  readonly definition: NodeDefinition;
  /** After the tree took a value or an interior node. A refusal undoes the command, in tree and provider. */
  changed(change: Change, context: CommandContext): Refusal | undefined;
  /** After the node, with all below it, was deleted from the tree. */
  deleted(place: NodePlace): void;
  /** What a Get gives: `stored` is the node's own text. Undefined: no node is there. */
  read(place: NodePlace, stored: string | undefined): string | undefined;
  execute(place: NodePlace, context: CommandContext): Outcome;
  /** When all members of an Atomic have succeeded. */
  commit(): CommitFailure | undefined;
  /** After a command outside Atomic, or a whole Atomic, has taken effect for good. */
  settled(): void;
  /** After the last command of a message. */
  messageEnded(): void;
  /** What the server has to be told of, beside answers: each alert is given once. */
  takeAlerts(): readonly ProviderAlert[];
  /** Remembers the provider's state; the function that is returned brings it back. */
  checkpoint(): () => void;
}
