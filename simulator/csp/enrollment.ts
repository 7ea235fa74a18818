import type { Scope } from '../../cases/case.ts';

/*
 * What the SCEP half of the CSP and a SCEP client have to do with each other. The CSP keeps settings and state; the
 * client, where a device has one, talks to the server and reports. Without a client an accepted enrollment stays as
 * it is accepted: 32, unknown.
 */

/** Status of an enrollment: 1 finished, 2 pending, 16 failed, 32 unknown (csp-source.txt, SCEP Status). */
export type EnrollmentStatus = 1 | 2 | 16 | 32;

export interface EnrollmentState {
  readonly status: EnrollmentStatus;
  /** HRESULT of the last error, as a signed decimal number. */
  readonly errorCode?: string;
  /** Of the certificate, upper-case hex; '' once it is invalid (csp-source.txt, CertThumbprint). */
  readonly thumbprint?: string;
  readonly respondentServerUrl?: string;
  /** Status 2 is the end: the last poll was answered with pending too. */
  readonly pollsSpent?: boolean;
}

/** What the nodes of the outcome show: Status may be any number on a device that is wrong. */
export type ShownState = Omit<EnrollmentState, 'status'> & { readonly status: number };

/** What of an enrollment's state has changed. */
export type EnrollmentProgress = Partial<EnrollmentState>;

/** The values set when the Exec was accepted: later changes of the nodes do not reach it (R-SCEP-04). */
export interface EnrollmentRequest {
  /** Tells requests apart. */
  readonly key: string;
  readonly scope: Scope;
  /** Texts of the nodes below Install, by name, as the server set them. */
  readonly settings: ReadonlyMap<string, string>;
  /** Minutes between polls of a pending server, with default and bounds applied (csp-source.txt, RetryDelay). */
  readonly retryDelay: number;
  /** Polls of a pending server, with default and bounds applied (csp-source.txt, RetryCount). */
  readonly retryCount: number;
  /** The certificate goes into the store of the user as well (R-GEN-06, A-62). */
  readonly alsoForUser?: boolean;
  /** The request with the values of this moment, on a device that reads some of them late; else absent (R-SCEP-04). */
  readonly reread?: () => EnrollmentRequest;
}

/** A SCEP client as the CSP sees it. */
export interface EnrollmentClient {
  /** Whether a server of the request answers at all, for an Exec that waits for that. */
  reaches?(request: EnrollmentRequest): boolean;
  /** Begins an enrollment; `report` may be called any number of times, also long after. */
  start(request: EnrollmentRequest, report: (progress: EnrollmentProgress) => void): void;
  /**
   * Nothing more has to be done for the request; where `what` is `all`, because it was deleted: its certificate and
   * key go too, and what becomes of an enrollment under way is A-70.
   */
  forget(key: string, what: 'under-way' | 'all'): void;
  /** Called after each message, and when the device's clock was moved. `now`: milliseconds since 1970. */
  timePassed(now: number): void;
  /** When there is something to do again: the clock stops there on its way. Absent: it needs no stop. */
  nextMoment?(): number | undefined;
}
