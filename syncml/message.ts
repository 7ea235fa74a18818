/**
 * What a SyncML 1.2 document says, as plain data (MS-MDM 2.2; OMA RepPro 1.2.1).
 *
 * The types allow every mistake that a device has to answer with a Status (no CmdID, an unknown element, an
 * Item without a target): only what is not well-formed XML, or no SyncML at all, has no representation here.
 */

/** Where an element's start tag begins in the text. Both count from 1; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Element text as sent: no trimming, no coercion, entities resolved. `cdata` tells that a CDATA section was used. */
export interface Data {
  readonly text: string;
  readonly cdata: boolean;
  /** Value of the attribute msft:originalerror, such as 0x86000002 (MS-MDM 2.2.5.1). */
  readonly originalError?: string;
}

/** Children of Meta, namespace syncml:metinf. */
export interface Meta {
  readonly format?: string;
  readonly type?: string;
  readonly mark?: string;
  readonly size?: string;
  readonly nextNonce?: string;
  readonly maxMsgSize?: string;
  readonly maxObjSize?: string;
  readonly version?: string;
}

/** Target or Source: an address and an optional name for people. */
export interface Location {
  readonly locUri: string;
  readonly locName?: string;
  readonly position?: Position;
}

export interface Item {
  readonly target?: Location;
  readonly source?: Location;
  readonly meta?: Meta;
  readonly data?: Data;
  readonly moreData?: boolean;
  readonly position?: Position;
}

export interface Cred {
  readonly meta?: Meta;
  readonly data: string;
}

export interface Chal {
  readonly meta?: Meta;
}

interface CommandBase {
  /** Absent where the element is missing; '' where it is empty. */
  readonly cmdId?: string;
  readonly position?: Position;
}

/** Add, Replace, Delete, Get and Exec share one content model. */
export interface TreeCommand extends CommandBase {
  readonly kind: 'Add' | 'Replace' | 'Delete' | 'Get' | 'Exec';
  readonly noResp?: boolean;
  readonly cred?: Cred;
  readonly meta?: Meta;
  readonly correlator?: string;
  readonly items: readonly Item[];
}

/** Atomic and Sequence hold other commands. */
export interface ContainerCommand extends CommandBase {
  readonly kind: 'Atomic' | 'Sequence';
  readonly noResp?: boolean;
  readonly meta?: Meta;
  readonly commands: readonly Command[];
}

export interface AlertCommand extends CommandBase {
  readonly kind: 'Alert';
  readonly noResp?: boolean;
  readonly correlator?: string;
  /** The alert code, such as 1201. */
  readonly data?: Data;
  readonly items: readonly Item[];
}

export interface StatusCommand extends CommandBase {
  readonly kind: 'Status';
  readonly msgRef?: string;
  /** Absent where the element is missing; '' where it is blank, as for a command without CmdID (R-DM-11). */
  readonly cmdRef?: string;
  readonly cmd?: string;
  readonly targetRefs: readonly string[];
  readonly sourceRefs: readonly string[];
  readonly cred?: Cred;
  readonly chal?: Chal;
  /** The status code, with originalError where the device sent one. */
  readonly data?: Data;
  readonly items: readonly Item[];
}

export interface ResultsCommand extends CommandBase {
  readonly kind: 'Results';
  readonly msgRef?: string;
  readonly cmdRef?: string;
  readonly cmd?: string;
  readonly meta?: Meta;
  readonly targetRef?: string;
  readonly sourceRef?: string;
  readonly items: readonly Item[];
}

/** An element that is no command, where a command has to stand (R-DM-12). */
export interface UnknownCommand extends CommandBase {
  readonly kind: 'Unknown';
  readonly name: string;
  /** False where the name is a command's but its namespace is not SyncML's. */
  readonly namespace: string;
}

export type Command =
  TreeCommand | ContainerCommand | AlertCommand | StatusCommand | ResultsCommand | UnknownCommand;

export interface Header {
  readonly verDtd?: string;
  readonly verProto?: string;
  readonly sessionId?: string;
  readonly msgId?: string;
  readonly target?: Location;
  readonly source?: Location;
  readonly respUri?: string;
  readonly noResp?: boolean;
  readonly cred?: Cred;
  readonly meta?: Meta;
  readonly position?: Position;
}

/**
 * One document. `shape` tells what stood at its root: a whole SyncML message, a bare SyncBody (as
 * mdmlocalmanagement.dll takes it), or bare commands (as the profiles of MDM servers hold them).
 */
export interface Message {
  readonly shape: 'message' | 'body' | 'fragment';
  /** Namespace of the root element; '' where none is declared. */
  readonly namespace: string;
  readonly header?: Header;
  readonly commands: readonly Command[];
  readonly final: boolean;
}

/** A breach of the content model that still leaves a message to be answered: for `explain` and for device answers of 400. */
export interface Irregularity {
  readonly code:
    | 'missing-cmdid'
    | 'duplicate-cmdid'
    | 'zero-cmdid'
    | 'unexpected-element'
    | 'element-order'
    | 'missing-element'
    | 'repeated-element'
    | 'wrong-namespace'
    | 'missing-namespace'
    | 'unexpected-text'
    | 'markup-in-data';
  readonly message: string;
  readonly position: Position;
}
