import type { AmbiguityId, AnswerKey } from '../csp/ambiguities.ts';
import type { KeyProvider } from '../cases/observation.ts';
import type { Scope } from '../cases/case.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { Enrollment, FrozenSettings } from './scep/enrollment.ts';

/**
 * Why something is expected: the requirement that a difference is reported against, and the ambiguities that were
 * asked on the way. `because` is half a sentence for people: `the node exists already`.
 */
export interface Reason {
  readonly requirement: RequirementId;
  readonly ambiguities: readonly AmbiguityId[];
  readonly because: string;
  /** Blamed in place of `requirement`, by the Status that came. */
  readonly breaks?: Breaks;
  /** Blamed in place of `requirement` where all else, seen later, is as it should be: then only what is told is wrong. */
  readonly alone?: RequirementId;
}

/**
 * What a Status breaks that is not admitted, by what it says. One command may rest on several sentences: that a node
 * is there, that it allows the command, that nothing is there already. What is not listed breaks the requirement of
 * the reason.
 */
export interface Breaks {
  readonly success?: RequirementId;
  /** 404. */
  readonly notFound?: RequirementId;
  /** 418. */
  readonly exists?: RequirementId;
  /** 405. */
  readonly notAllowed?: RequirementId;
  /** Any other failure. */
  readonly otherFailure?: RequirementId;
}

/** Which command of the request an expectation belongs to. */
export interface CommandReference {
  /** Position among all commands of the message in document order, containers included, from 0. */
  readonly index: number;
  /** Name of the element: Add, Atomic, or what stood in place of a command. */
  readonly name: string;
  /** As sent; absent where the element is missing. */
  readonly cmdId?: string;
  readonly locUri?: string;
  /** Which Item of the command, from 0, where it has several. */
  readonly item?: number;
  /** Line in the request, from 1, where known. */
  readonly line?: number;
}

/** The statuses that a world admits for one command. */
export type StatusSet =
  | { readonly kind: 'codes'; readonly codes: readonly string[] }
  /** Any status of failure, 215 and 216 among them (they begin with 2 and are none of success). */
  | { readonly kind: 'failure' }
  | { readonly kind: 'any' }
  /** No Status may refer to the command. */
  | { readonly kind: 'none' };

/**
 * An observation that decides an ambiguity without a fork: the observed status, value or flag names the answer.
 * Where the world knows the answer already, the expectation is exact and settles nothing.
 */
export interface Settlement {
  readonly key: AnswerKey;
  /** Observed (status code, `true`, `upper` …) to answer; what is not listed falls to `otherwise`, where given. */
  readonly answers: Readonly<Record<string, string>>;
  readonly otherwise?: string;
}

export interface StatusExpectation {
  readonly kind: 'status';
  readonly command: CommandReference;
  readonly statuses: StatusSet;
  /** No Status at all is admitted too (NoResp; members of a container that was refused as a whole). */
  readonly optional?: true;
  readonly settles?: readonly Settlement[];
  readonly reason: Reason;
  /** Of a Get: a value that should not be there may tell where it comes from. */
  readonly clue?: Clue;
}

/** What a Get has to bring back. */
export type ValueSet =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one-of'; readonly texts: readonly string[] }
  | { readonly kind: 'number'; readonly equals: number }
  | { readonly kind: 'nonzero-number' }
  /** An HRESULT that tells a failure: its highest bit is set. */
  | { readonly kind: 'failing-hresult' }
  /** SHA-1 in hex of a certificate that nobody knows. */
  | { readonly kind: 'any-thumbprint' }
  | { readonly kind: 'any-number' }
  /** Base64 of these bytes, however wrapped. */
  | { readonly kind: 'bytes'; readonly base64: string }
  /** SHA-1 in hex, one of these, in either case (A-23 settles which). */
  | { readonly kind: 'thumbprint'; readonly oneOf: readonly string[] }
  /** Names of children, joined by a slash: at least and at most these. */
  | { readonly kind: 'children'; readonly atLeast: readonly string[]; readonly atMost: readonly string[] }
  /** Anything but these texts. */
  | { readonly kind: 'not'; readonly texts: readonly string[] }
  | { readonly kind: 'any' };

/** What a wrong value tells of where it comes from. */
export interface Clue {
  /** The requirement that this value breaks; undefined where it tells nothing. */
  blames(text: string): RequirementId | undefined;
}

/** What the Results of a Get hold. Of account only where the Get succeeded; where it did not, there are none. */
export interface ResultsExpectation {
  readonly kind: 'results';
  readonly command: CommandReference;
  readonly locUri: string;
  readonly value: ValueSet;
  /** Formats that the Results may name; empty string stands for no Format. */
  readonly formats: readonly string[];
  readonly settles?: Settlement;
  readonly reason: Reason;
  readonly clue?: Clue;
}

/** No Results may refer to the command. */
export interface NoResultsExpectation {
  readonly kind: 'no-results';
  readonly command: CommandReference;
  readonly reason: Reason;
}

/** The message as a whole. */
export interface ReplyExpectation {
  readonly kind: 'reply';
  /** `answered`: a well-formed reply with a Status for SyncHdr; `refused`: no command in it may have succeeded, or no reply at all. */
  readonly reply: 'answered' | 'refused';
  readonly reason: Reason;
}

/** One certificate with its key that a store has to hold. */
export interface ExpectedEntry {
  readonly scope: Scope;
  readonly thumbprint: string;
  readonly providers: readonly KeyProvider[];
  readonly exportable: boolean | 'any';
  readonly container?: string;
  /** An entry that may be there or not. */
  readonly optional: boolean;
  readonly settles?: Settlement;
  /** Why it is there at all; `reason` says why with this provider and container. */
  readonly presenceReason: Reason;
  readonly exportableReason: Reason;
  readonly reason: Reason;
}

/** A certificate that must not be in a store. */
export interface GoneCertificate {
  readonly scope: Scope;
  readonly thumbprint: string;
  readonly reason: Reason;
  /** It was installed with its key and is removed: it must not be there without the key either. */
  readonly withKey: boolean;
}

/** The stores My of device and user together: exactly these entries with keys; certificates without keys may stand beside. */
export interface StoresExpectation {
  readonly kind: 'stores';
  readonly entries: readonly ExpectedEntry[];
  /** Reported where an entry is found that no world expects. */
  readonly surplus: Reason;
  /** Entries that must not be there any more, or never were to be, each with its own reason; takes precedence over `surplus`. */
  readonly gone: readonly GoneCertificate[];
  /** Certificates may be there that nothing is known of (SCEP enrollments): nothing found is surplus. */
  readonly others?: true;
}

/** What the SCEP servers of the case were asked: these enrollments account for all of it. */
export interface ScepLogExpectation {
  readonly kind: 'scep-log';
  readonly enrollments: readonly Enrollment[];
  /** The settings as they stand now, by requestKey: what an enrollment must not be made with (R-SCEP-04). */
  readonly settingsNow: ReadonlyMap<string, FrozenSettings>;
  /** Seconds since the case began. */
  readonly now: number;
  /** Why there is nothing else. */
  readonly notStarted: Reason;
}

export type Expectation =
  | StatusExpectation
  | ResultsExpectation
  | NoResultsExpectation
  | ReplyExpectation
  | StoresExpectation
  | ScepLogExpectation;
