import type { AnswerKey } from '../csp/ambiguities.ts';
import type { Scope } from '../cases/case.ts';
import type { KeyProvider } from '../cases/observation.ts';
import type { GoneCertificate, Reason } from './expectation.ts';
import type { Enrollment, Fate } from './scep/enrollment.ts';

/**
 * What a device holds at one moment, as far as this CSP goes. Nothing in it is ever changed: each function makes
 * a new state that shares all but what differs, so that keeping the one before an Atomic costs nothing.
 */
export interface State {
  /** By `requestKey`. */
  readonly requests: ReadonlyMap<string, InstallRequest>;
  /** Certificates that no request owns: copies in the user's store (R-GEN-06, A-62), and what a removal may have left. */
  readonly copies: readonly InstalledCertificate[];
  /** What installs have brought since the message began. */
  readonly brought: readonly Brought[];
  /** Why a node is as it is where that is not obvious, by `nodeKey`: what a wrong Get is blamed on. */
  readonly nodeReasons: ReadonlyMap<string, NodeReason>;
  /** Certificates that must not be in a store, by `certificateKey`. */
  readonly gone: ReadonlyMap<string, GoneCertificate>;
  /** Certificates that some PFX held without their keys, by `certificateKey`: where they are put, and for how long, is open. */
  readonly keyless: ReadonlySet<string>;
  /** Why nothing else may be in the stores: the last event that was to leave nothing behind. */
  readonly surplus?: Reason;
  /** Key of the request whose certificates changed last. */
  readonly touched?: string;
  /** Certificates may have come into the stores of which nothing is known. */
  readonly unknownCertificates: boolean;
  /** Every enrollment that was begun, in that order. */
  readonly enrollments: readonly Enrollment[];
  /** Why the last enrollment that was not begun was not. */
  readonly notStarted?: Reason;
  /** When somebody deleted the private keys of a scope, seconds since the case began. */
  readonly keysRemoved: Readonly<Partial<Record<Scope, number>>>;
  /** One message has begun enrollments for the device and for the user, on a device that then mixes them. */
  readonly bothScopesAtOnce: boolean;
  /** Seconds since the case began. */
  readonly now: number;
  /** When the device last answered a message. */
  readonly lastReply?: number;
  /** Something happened whose effect is not known: from here on any status and any value is admitted. */
  readonly lost: boolean;
}

/** Why a node is as it is: what some command did, or was to leave alone. */
export interface NodeReason extends Reason {
  /** The value that the command brought, where that alone would show that it had an effect. */
  readonly brought?: string;
  /** Of account only where the node is gone. */
  readonly ifGone?: true;
}

/** A certificate that a request has brought. */
export interface Brought {
  /** By requestKey. */
  readonly request: string;
  readonly certificate: InstalledCertificate;
}

export type Half = 'pfx' | 'scep';

/** Everything below one UniqueID. */
export interface InstallRequest {
  readonly scope: Scope;
  readonly half: Half;
  readonly id: string;
  /** By the name of the node, such as KeyLocation. */
  readonly settings: ReadonlyMap<string, Setting>;
  /** PFX: what became of the last blob. */
  readonly install: Install;
  /** SCEP: the node Install is there. */
  readonly hasInstallNode: boolean;
  /** SCEP: number of the enrollment that the last accepted Exec began. */
  readonly enrollment?: number;
  /** SCEP: when an accepted Exec took the challenge, seconds since the case began; absent where it was set after that. */
  readonly challengeTakenAt?: number;
}

/** The value of one node. */
export interface Setting {
  readonly text: string;
  /** What the text stands for; undefined where it could not be read, or where it is plain text. */
  readonly value?: number | boolean;
  /** What is wrong with the value and was not refused when it was set. */
  readonly flaws: readonly Flaw[];
  /** A Get may bring anything: nobody says what the device made of this value. */
  readonly unclear: boolean;
}

/** A failure that shows later: with the command that triggers the install, or in Status alone. */
export interface Flaw {
  readonly shows: Showing;
  readonly reason: Reason;
}

export type Showing = 'command' | 'status';

export type Install =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'installed';
      readonly certificates: readonly InstalledCertificate[];
      readonly thumbprints: readonly string[];
    }
  /** `thumbprints`: those of the PFX, which the node Thumbprint must not show. `certificates`: what stayed of an earlier install. */
  | {
      readonly kind: 'failed';
      readonly showing: Showing;
      readonly certificates: readonly InstalledCertificate[];
      readonly thumbprints: readonly string[];
      readonly reason: Reason;
    }
  /** Whether it succeeded is not known; the certificates may be there or not. */
  | { readonly kind: 'unclear'; readonly certificates: readonly InstalledCertificate[] };

/**
 * What an install, or a copy, has of a certificate in a store. None: it came without its key, or another UniqueID has
 * taken it away; this one has brought it all the same (removal.ts).
 */
export type Hold = 'sure' | 'perhaps' | 'none';

export interface InstalledCertificate {
  readonly scope: Scope;
  readonly thumbprint: string;
  readonly providers: readonly KeyProvider[];
  readonly exportable: Exportable;
  readonly container?: string;
  readonly hold: Hold;
  /** The key, so that a password can be encrypted for this certificate (encryption type 2). */
  readonly keyed?: { readonly certificate: Uint8Array; readonly pkcs8: Uint8Array };
  /** Why it is there at all; `reason` says why with this provider and container. */
  readonly presenceReason: Reason;
  readonly exportableReason: Reason;
  readonly reason: Reason;
}

/** `decides`: either is admitted, and what is seen is the answer to the ambiguity. */
export type Exportable =
  boolean | 'any' | { readonly decides: AnswerKey; readonly yes: string; readonly no: string };

export const emptyState: State = {
  requests: new Map(),
  copies: [],
  brought: [],
  nodeReasons: new Map(),
  gone: new Map(),
  keyless: new Set(),
  unknownCertificates: false,
  enrollments: [],
  keysRemoved: {},
  bothScopesAtOnce: false,
  now: 0,
  lost: false,
};

export function requestKey(request: Pick<InstallRequest, 'scope' | 'half' | 'id'>): string {
  return `${request.scope}/${request.half}/${request.id}`;
}

/** Stands for what an install has done, in place of a node's name: Thumbprint, Status and the certificates follow it. */
export const installName = '(install)';

/** Key of a node below a UniqueID; '' and {UniqueID} stand for the UniqueID itself. */
export function nodeKey(request: Pick<InstallRequest, 'scope' | 'half' | 'id'>, name: string): string {
  return name === '' || name === '{UniqueID}' ? requestKey(request) : `${requestKey(request)}/${name}`;
}

export function certificateKey(certificate: { readonly scope: Scope; readonly thumbprint: string }): string {
  return `${certificate.scope}/${certificate.thumbprint}`;
}

/** A request of which nothing is set. */
export function newRequest(scope: Scope, half: Half, id: string): InstallRequest {
  const install = { kind: 'none' } as const;
  return { scope, half, id, settings: new Map(), install, hasInstallNode: false };
}

/** Puts a request in, in place of the one with its key if there is one. */
export function withRequest(state: State, request: InstallRequest): State {
  return { ...state, requests: new Map(state.requests).set(requestKey(request), request) };
}

export function withoutRequest(state: State, request: InstallRequest): State {
  const requests = new Map(state.requests);
  requests.delete(requestKey(request));
  return { ...state, requests };
}

export function withSetting(request: InstallRequest, name: string, setting: Setting): InstallRequest {
  return { ...request, settings: new Map(request.settings).set(name, setting) };
}

/** The challenge was set, or deleted, by a command: no Exec has taken it yet. */
export function withChallengeUntaken({ challengeTakenAt: _, ...request }: InstallRequest): InstallRequest {
  return request;
}

export function withoutSetting(request: InstallRequest, name: string): InstallRequest {
  const settings = new Map(request.settings);
  settings.delete(name);
  return { ...request, settings };
}

/** Notes why nodes are as they are; `undefined` forgets it. */
export function withNodeReason(state: State, keys: readonly string[], reason: NodeReason | undefined): State {
  if (reason === undefined && !keys.some((key) => state.nodeReasons.has(key))) return state;
  const nodeReasons = new Map(state.nodeReasons);
  for (const key of keys) {
    if (reason === undefined) nodeReasons.delete(key);
    else nodeReasons.set(key, reason);
  }
  return { ...state, nodeReasons };
}

/** Notes that certificates must not be in a store, and that nothing unknown may have stayed there for the same reason. */
export function withGone(
  state: State,
  certificates: readonly { readonly scope: Scope; readonly thumbprint: string }[],
  reason: Reason,
  withKey = false,
): State {
  const gone = new Map(state.gone);
  for (const { scope, thumbprint } of certificates) {
    gone.set(certificateKey({ scope, thumbprint }), { scope, thumbprint, reason, withKey });
  }
  return { ...state, gone, surplus: reason };
}

/** The enrollment that the last accepted Exec of a request began. */
export function enrollmentOf(state: State, request: InstallRequest): Enrollment | undefined {
  return state.enrollments.find(({ number }) => number === request.enrollment);
}

export function withFate(state: State, enrollment: Enrollment, fate: Fate): State {
  return {
    ...state,
    enrollments: state.enrollments.map((one) => (one.number === enrollment.number ? { ...one, fate } : one)),
  };
}

/** The names of all that is below a UniqueID and was set. */
export function namesBelow({ settings, hasInstallNode }: InstallRequest): readonly string[] {
  return [...settings.keys(), ...(hasInstallNode ? ['Install'] : [])];
}

/** Every certificate that this request accounts for. */
export function certificatesOf(request: InstallRequest): readonly InstalledCertificate[] {
  return request.install.kind === 'none' ? [] : request.install.certificates;
}
