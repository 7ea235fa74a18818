import type { AnswerKey } from '../csp/ambiguities.ts';
import type { EditionId } from '../csp/editions.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { ScepScript } from '../pki/scep/script.ts';
import type { Intent } from './intent.ts';

/**
 * One case: what is prepared, then what is done. Plain JSON, so that a case can be written to a file, sent to
 * another machine and replayed there on any target (docs/architecture.md, "The life of one case").
 */
export interface Case {
  /** Stable name: suite, requirement, level and number, such as `pfx/R-PFX-13/matrix/4`. */
  readonly id: string;
  readonly level: Level;
  /** The requirements that the case was built to test; the oracle may blame others. */
  readonly aims: readonly RequirementId[];
  /** What was made wrong on purpose, in words that stand in a report; empty for a valid case. */
  readonly faults: readonly string[];
  /** What kind of test it is; absent in cases of other makers, for which the faults tell (cases/kinds.ts). */
  readonly kinds?: readonly CaseKind[];
  /** Id of the case of the same family that lacks one of the faults and is the same otherwise. */
  readonly twin?: string;
  /** One sentence for people: what this case does. */
  readonly title: string;
  readonly preparation: Preparation;
  readonly steps: readonly Step[];
}

/** The four levels of generation, from certain to exploratory; `example` is a payload taken from a document or a file. */
export type Level = 'matrix' | 'combinations' | 'sessions' | 'wire' | 'example';

/**
 * `positive`: all that is asked for is allowed. `negative`: something is asked for that is forbidden, or said to fail.
 * `boundary`: beside one of these, it stands at the edge of a range or of a class.
 */
export type CaseKind = 'positive' | 'negative' | 'boundary';

export type Scope = 'device' | 'user';

/** What the device has before the first step. A target that can not bring this about says so (`not-tested`). */
export interface Preparation {
  readonly edition: EditionId;
  readonly tpm: boolean;
  /** The certificate that the MDM enrolled the device with, and its key (encryption type 1). */
  readonly mdmCertificate?: KeyedCertificate;
  /** Certificates with keys that lie in a store before the case starts (encryption type 2). */
  readonly certificates: readonly StoredCertificate[];
  /** Windows Hello for Business containers that exist. */
  readonly helloContainers: readonly string[];
  /** Identifier of the device's Entra (AAD) key, which AADKeyIdentifierList is checked against; absent: no such key. */
  readonly entraKeyIdentifier?: string;
  /** SCEP servers that the device can reach; absent: none. */
  readonly scepServers?: readonly ScepServer[];
}

/** A SCEP CA of the suite, which answers one device of one case as its script says. */
export interface ScepServer {
  /** ServerURL of payloads that mean this server. It answers there and at everything below, such as /pkiclient.exe. */
  readonly url: string;
  readonly script: ScepScript;
  /** What GetCACert shows, in DER, base64: whom CAThumbprint can mean. The root is the last. */
  readonly presented: readonly string[];
}

/** Both in DER, base64. The keys are made for tests and protect nothing. */
export interface KeyedCertificate {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface StoredCertificate extends KeyedCertificate {
  readonly scope: Scope;
  /** Name of the system store, such as My. */
  readonly store: string;
}

export type Step = SendStep | WaitStep | ReadStoresStep | ReadScepLogStep | RemoveKeysStep;

/** One SyncML document, byte for byte. */
export interface SendStep {
  readonly kind: 'send';
  readonly payload: Payload;
  /** What the suite meant to make; absent where the payload is somebody else's, for which it does not vouch. */
  readonly intent?: Intent;
}

/** Text where the bytes are valid UTF-8, else base64. */
export type Payload = { readonly text: string } | { readonly base64: string };

/** Time passes on the device. */
export interface WaitStep {
  readonly kind: 'wait';
  readonly seconds: number;
}

/** The certificate stores of machine and user are read back. */
export interface ReadStoresStep {
  readonly kind: 'read-stores';
}

/** What the SCEP servers were asked since the case began is read back. */
export interface ReadScepLogStep {
  readonly kind: 'read-scep-log';
}

/** Somebody other than the CSP deletes every private key of the certificates in the store My of a scope (R-SCEP-33). */
export interface RemoveKeysStep {
  readonly kind: 'remove-keys';
  readonly scope: Scope;
}

/** What a case needs of its target; derived from the case, never declared by hand. */
export type Need =
  | 'exchange'
  | 'get'
  | 'atomic'
  | 'device-scope'
  | 'user-scope'
  | 'tpm'
  | 'no-tpm'
  | 'hello-container'
  | 'prepared-certificates'
  | 'store-read-back'
  | 'passing-time'
  | 'scep-servers'
  | 'key-removal'
  | 'raw-bytes'
  | 'edition';

/** Answers of one device to the ambiguities: the key of each aspect, and the answer that was seen. */
export type Answers = Readonly<Partial<Record<AnswerKey, string>>>;
