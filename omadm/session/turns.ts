import type { Authentication, Credentials } from '../account.ts';

/** What the device said of itself in package 1. */
export interface PackageOne {
  /** 1200: the server asked for the session; 1201: the device began it. */
  readonly initiatedBy: 'server' | 'device';
  /** Alert 1224 of type LoginStatus; undefined where the device did not send one. */
  readonly loginStatus?: 'user' | 'others' | 'none';
  /** DevInfo: name of the node below ./DevInfo, and its value. */
  readonly devInfo: Readonly<Record<string, string>>;
  /** MaxMsgSize of the device, in bytes. */
  readonly maxMsgSize?: number;
}

/** An Alert of the device beside what it answers, such as 1226 of type com.microsoft:mdm.unenrollment.userrequest. */
export interface DeviceAlert {
  readonly code: string;
  readonly type?: string;
  readonly data?: string;
}

/** What a message of the device means for the server. `answer` is complete and goes back at once. */
export type ServerTurn =
  /** Not authenticated yet: the answer holds 401 or 407 and a Chal. */
  | { readonly kind: 'challenged'; readonly answer: Uint8Array; readonly reason: string }
  /**
   * Wrong credentials again, rubbish, a message out of order, a limit. `over` of the session tells whether it ended: it
   * goes on where the message has no place in it (another SessionID or Source, a MsgID that is not the next).
   */
  | { readonly kind: 'refused'; readonly answer?: Uint8Array; readonly reason: string }
  /** The same message came again (its answer was lost): the same answer goes out again. */
  | { readonly kind: 'repeated'; readonly answer: Uint8Array }
  /** The device has more to say, or more of a large object has to go to it. */
  | { readonly kind: 'continued'; readonly answer: Uint8Array }
  /** Package 1 is complete and the device is known: `next` decides what it gets. */
  | { readonly kind: 'opened'; readonly packageOne: PackageOne; readonly alerts: readonly DeviceAlert[] }
  /** The device's whole reply to the last payload, as one document: `next` decides what follows. */
  | { readonly kind: 'replied'; readonly reply: Uint8Array; readonly alerts: readonly DeviceAlert[] }
  /** The device ended the session (Alert 1223); the payload under way has no answer. */
  | { readonly kind: 'aborted'; readonly answer: Uint8Array; readonly reason: string };

/** One session as the server sees it. Pure: bytes in, bytes out; nonces and random bytes come in as parameters. */
export interface ServerSession {
  receive(message: Uint8Array): ServerTurn;
  /**
   * The server's next message after `opened` or `replied`.
   * @param payload SyncML document that the device gets, carried byte for byte; undefined ends the session
   * @throws PayloadTooLarge where it exceeds the device's MaxMsgSize and can not be sent in chunks
   */
  next(payload: Uint8Array | undefined): Uint8Array;
  readonly over: boolean;
}

export interface ServerSessionOptions {
  /** The server's own LocURI, which is the account's ADDR. */
  readonly serverUri: string;
  readonly authentication: Authentication;
  /** The device's credentials; `nonce` is the one that it was last given. Absent with `none`. */
  readonly device?: Credentials;
  /** The server's credentials, sent where the device asks for them (Chal in its Status of SyncHdr). */
  readonly server?: Credentials;
  /** Told of each new nonce for the device: it holds for the session that follows, too. */
  readonly nonceGiven?: (nonce: string) => void;
  readonly limits: SessionLimits;
  readonly randomBytes: (length: number) => Uint8Array;
}

export interface SessionLimits {
  /**
   * Bytes of one message from the device; announced as MaxMsgSize in the messages that the server writes itself (a
   * challenge, an Alert 1222, the end), since nothing is added to a payload.
   */
  readonly message: number;
  /** Bytes of one value put together from chunks; announced as MaxObjSize. */
  readonly object: number;
  /** Bytes of all messages that make up one reply. */
  readonly reply: number;
  /** Messages of one session. */
  readonly messages: number;
}

/** What the device does after a message of the server. */
export type ClientTurn =
  | { readonly kind: 'send'; readonly message: Uint8Array }
  | { readonly kind: 'ended' }
  /** The session came to a bad end, such as credentials that the server does not accept. */
  | { readonly kind: 'failed'; readonly reason: string };

/** One session as the device sees it. Pure as well. */
export interface ClientSession {
  /** Package 1. */
  start(): Uint8Array;
  receive(message: Uint8Array): Promise<ClientTurn>;
}

export interface ClientSessionOptions {
  readonly sessionId: string;
  readonly serverUri: string;
  readonly deviceId: string;
  readonly authentication: Authentication;
  readonly device?: Credentials;
  /** Told of each nonce that the server gives. */
  readonly nonceReceived?: (nonce: string) => void;
  readonly initiatedBy: PackageOne['initiatedBy'];
  readonly loginStatus: NonNullable<PackageOne['loginStatus']>;
  /** Values of ./DevInfo: DevId, Man, Mod, DmV, Lang. */
  readonly devInfo: Readonly<Record<string, string>>;
  /** Alerts 1226 that stand between 1224 and the Replace of DevInfo. */
  readonly alerts?: readonly DeviceAlert[];
  /** The device itself: answers one SyncML document whose Statuses it does not answer. */
  readonly handle: (document: Uint8Array) => Uint8Array | undefined | Promise<Uint8Array | undefined>;
  /** Bytes of one message that this device takes; announced as MaxMsgSize. */
  readonly maxMsgSize?: number;
  readonly maxObjSize?: number;
}
