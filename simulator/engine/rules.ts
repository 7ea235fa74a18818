import type { Scope } from '../../cases/case.ts';
import type { Command, Message } from '../../syncml/message.ts';
import type { ReadResult } from '../../syncml/read.ts';
import type { NodeTree } from './node-tree.ts';
import type { NodeDefinition, NodePlace, Verb } from './provider.ts';
import type { Refusal, StatusTable } from './refusals.ts';

/** What became of one member of an Atomic that failed. */
export type MemberFate = 'done' | 'not-reached';

/** What a refused command or a failed Atomic leaves to be undone. */
export interface RollBack {
  /** The nodes of both trees. */
  readonly tree: () => void;
  /** What the provider knows and has done, certificate stores included. */
  readonly provider: () => void;
}

/**
 * Every decision of the DM engine on which devices may differ, rightly or wrongly: one named function or value each.
 * simulator/engine-rules.ts makes the right ones from a device's answers to the ambiguities; a seeded fault puts
 * another one in the place of one of them.
 */
export interface EngineRules {
  /** The message in the bytes of a request, or why there is none (R-DM-16). */
  readonly read: (request: Uint8Array) => ReadResult;
  /** The tree as the engine works on it (R-DM-07). */
  readonly keepTree: (tree: NodeTree) => NodeTree;
  /** Status code of each refusal. */
  readonly statuses: StatusTable;
  /** The names in a LocURI, as they are written (R-DM-14). */
  readonly segmentsOf: (locUri: string) => readonly string[];
  /** Whether a node can be so called (R-DM-14). */
  readonly mayBeName: (text: string) => boolean;
  /** The tree that a LocURI's first segment names; undefined where it is no scope prefix. */
  readonly scopeOf: (segment: string) => Scope | undefined;
  /** The tree of a LocURI without prefix (R-DM-15). */
  readonly defaultScope: Scope;
  /** Whether a segment names the node so called. */
  readonly isNamed: (name: string, segment: string) => boolean;
  /** What tells the names of dynamic nodes apart. */
  readonly keyOfName: (name: string) => string;
  /** Whether a node allows a verb (R-DM-04). */
  readonly allows: (definition: NodeDefinition, verb: Verb) => boolean;
  /** Whether Add sets a node that is there already (R-DM-05). */
  readonly addOverwrites: (place: NodePlace) => boolean;
  /** Whether Replace makes the node where there is none (A-01, R-PFX-15). */
  readonly replaceCreates: (definition: NodeDefinition) => boolean;
  /** What Delete of a node comes to that is not there (R-DM-03). */
  readonly deleteOfMissing: 'refused' | 'done';
  /** Whether Add may create the missing node on the way to its target (R-DM-06, A-02). */
  readonly createsParent: (target: NodePlace, missing: NodeDefinition) => boolean;
  /** Whether a value may come in a Format (R-DM-17). */
  readonly acceptsFormat: (definition: NodeDefinition, format: string) => boolean;
  /** A value without Format. */
  readonly formatMayBeAbsent: boolean;
  /** CDATA in Data. */
  readonly readsCdata: boolean;
  /** What is wrong with an element in the place of a command (R-DM-12). */
  readonly elementFault: (command: Command) => Refusal | undefined;
  /** What is wrong with a CmdID (A-19, R-DM-11); `used`: whether an earlier command of the message has it. */
  readonly cmdIdFault: (command: Command, used: boolean) => Refusal | undefined;
  /** Commands that may not stand in an Atomic (R-DM-09, R-DM-10). */
  readonly memberFault: (command: Command) => Refusal | undefined;
  /** Add and then Replace of one node in the same Atomic. */
  readonly replaceAfterAddInAtomic: boolean;
  /** Whether all members are checked before the first is executed. */
  readonly checksAtomicFirst: boolean;
  /** Undoes what a command has done that was refused in the end. */
  readonly undoRefused: (rollBack: RollBack) => void;
  /** Undoes what a failed Atomic has done (R-DM-08). */
  readonly undo: (rollBack: RollBack) => void;
  /** Status of an Atomic of which a member failed (R-DM-08). */
  readonly failedAtomic: string;
  /** Statuses of the members that were not at fault. */
  readonly fateStatus: Readonly<Record<MemberFate, string>>;
  /** Whether the first member is blamed, with 500, and all others get 216. */
  readonly blamesFirstMember: boolean;
  /** The members of a Sequence in the order in which they are executed (R-DM-13). */
  readonly sequenceOrder: (members: readonly Command[]) => readonly Command[];
  /** Whether the members of a Sequence after one that failed are executed. */
  readonly sequenceGoesOn: boolean;
  /** Names that a Get of an interior node gives (R-DM-02). */
  readonly joinNames: (names: readonly string[]) => string;
  /** CmdRef of a command's Status (R-DM-01, R-DM-11). */
  readonly cmdRef: (command: Command) => string;
  /** The reply as it is sent. */
  readonly finish: (reply: Message, request: Message | undefined) => Message;
}
