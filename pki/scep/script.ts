import type { ContentCipherName } from '../ciphers.ts';
import type { HashName } from './algorithms.ts';
import type { FailInfo } from './message.ts';

/**
 * How a SCEP CA behaves in one case, as plain JSON. An empty object is a CA that issues whatever is asked for.
 */
export interface ScepScript {
  /** Default: `root-with-registration`. */
  readonly authority?: AuthorityName;
  /** The challenge that a first request has to have; absent: every one, and none, is accepted. */
  readonly challenge?: string;
  /** Keywords of GetCACaps; default: all that this CA can do. */
  readonly capabilities?: readonly string[];
  /** Hash and cipher of the answers; default: those of the request. */
  readonly hash?: HashName;
  readonly cipher?: ContentCipherName;
  /** So many times each transaction is answered PENDING before the outcome; default 0. */
  readonly pending?: number;
  /** The outcome is FAILURE; absent: SUCCESS. */
  readonly failure?: ScriptedFailure;
  /** Length of life of a certificate whose request has no wish, and of each where wishes are not honoured. Default one year. */
  readonly validitySeconds?: number;
  /** Default true. */
  readonly honoursValidityWish?: boolean;
  /** What goes wrong on purpose. All that apply to a request are applied, in this order. */
  readonly faults?: readonly FaultRule[];
}

/**
 * `root`: one certificate, which does everything; answered as a single certificate.
 * `root-with-registration`: a registration authority under the root, answered as a chain.
 * `intermediate-with-registration`: the same under an intermediate CA, the root at the end of the chain.
 * `another`: a root of its own, which nobody expects.
 */
export type AuthorityName = 'root' | 'root-with-registration' | 'intermediate-with-registration' | 'another';

export interface ScriptedFailure {
  readonly failInfo: FailInfo;
  /** Sent as failInfoText (RFC 8894, 3.2.1.4). */
  readonly text?: string;
}

export type Operation = 'GetCACaps' | 'GetCACert' | 'PKIOperation';

/** A fault and the requests that it applies to, counted for each operation from 1. */
export interface FaultRule {
  readonly operation: Operation;
  /** First request; default 1. */
  readonly from?: number;
  /** How many requests; default: all from then on. */
  readonly times?: number;
  readonly fault: Fault;
}

export type Fault = TransportFault | AnswerFault;

/** Faults below SCEP, for every operation. */
export type TransportFault =
  /** An HTTP status with a short text as body. */
  | { readonly kind: 'http-status'; readonly status: number }
  /** A redirect to the same place, without end. */
  | { readonly kind: 'endless-redirect' }
  /** The connection is closed after so many octets of the body, default 0: without any answer. */
  | { readonly kind: 'drop'; readonly afterBytes?: number }
  /** The answer comes so many seconds later. */
  | { readonly kind: 'late'; readonly seconds: number }
  /** So many octets of no meaning in place of the answer, such as 1,000,000,000. */
  | { readonly kind: 'endless-data'; readonly bytes: number }
  | { readonly kind: 'content-type'; readonly value: string }
  /** One bit of the answer is flipped; the first bit of the first octet is 0. Default: one that chance chooses. */
  | { readonly kind: 'bit-flipped'; readonly bit?: number }
  /** The answer ends early; default: after half of it. */
  | { readonly kind: 'truncated'; readonly bytes?: number }
  /** So many octets that chance chooses, in place of the answer. */
  | { readonly kind: 'garbage'; readonly bytes: number }
  | { readonly kind: 'empty' };

/** Faults in the CertRep, for PKIOperation only. */
export type AnswerFault = {
  readonly kind:
    /** recipientNonce is not the senderNonce of the request. */
    | 'wrong-nonce'
    | 'no-nonce'
    /** transactionID is another one. */
    | 'another-transaction'
    /** The certificate is over a key that the device does not have. */
    | 'certificate-for-another-key'
    /** SUCCESS without any certificate. */
    | 'no-certificate'
    /** The certificates are signed, but not encrypted. */
    | 'unencrypted'
    /** Encrypted for somebody else. */
    | 'encrypted-for-another'
    /** Signed by a certificate that GetCACert does not show. */
    | 'signed-by-stranger';
};
