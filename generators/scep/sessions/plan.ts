import type { Scope } from '../../../cases/case.ts';
import type { AuthorityName } from '../../../pki/scep/script.ts';
import type { PlannedFault } from '../../sessions/plan.ts';
import type { Enrollment } from '../enrollment.ts';

/**
 * A session of enrollments as intentions, before it is known which commands they come to: whether a setting is added
 * or replaced depends on what went before (scep/sessions/render.ts). Random choices make plans; plans shrink well.
 */
export interface ScepSessionPlan {
  readonly tpm: boolean;
  /** Whether the device has an Entra key. */
  readonly entraKey: boolean;
  /** How the server of each request behaves, by the number of the request; the same for both scopes. */
  readonly servers: readonly PlannedServer[];
  readonly messages: readonly PlannedMessage[];
  /** None in a valid session. */
  readonly faults: readonly PlannedFault[];
}

/** A server that is in order; what is wrong with one is a fault. */
export interface PlannedServer {
  readonly authority: AuthorityName;
  readonly pending: number;
  /** Whether it takes the challenge of its enrollments only, or any. */
  readonly demandsChallenge: boolean;
}

export interface PlannedMessage {
  /** Whose tree all actions of the message work on: the two are not mixed (erratum of version 1511, R-GEN-06). */
  readonly scope: Scope;
  readonly actions: readonly Action[];
  /** Whether it is sent although an enrollment that it disturbs is under way. */
  readonly hasty: boolean;
  readonly thenLook: Look | undefined;
}

/** A look at all requests so far between two messages, in the middle of what a retry takes. */
export interface Look {
  /** How many times five minutes go by before it. */
  readonly intervals: number;
  readonly stores: boolean;
}

/**
 * `request` numbers the UniqueIDs of generators/address.ts for what makes a request, and the requests that are there
 * already for all else.
 */
export type Action = { readonly request: number } & (
  | { readonly kind: 'get'; readonly below: readonly string[] }
  /** Changes a setting, mostly after the Exec (R-SCEP-04). */
  | { readonly kind: 'set'; readonly setting: Setting }
  | { readonly kind: 'unset'; readonly setting: Pick<Setting, 'choice' | 'name'> }
  | { readonly kind: 'delete' }
  | { readonly kind: 'enroll'; readonly choices: EnrollmentChoices }
  /** Everything but the Exec. */
  | { readonly kind: 'prepare'; readonly choices: EnrollmentChoices }
  /** Exec again, with a new challenge, or for the first time after `prepare`. */
  | { readonly kind: 'exec' }
);

/** An enrollment without the things that its place in the session decides. */
export type EnrollmentChoices = Omit<
  Enrollment,
  'scope' | 'uniqueId' | 'tpm' | 'entraKeyIdentifier' | 'server' | 'serverUrl' | 'enroll' | 'wrapping'
>;

/** A setting that can be changed for itself: the choice of an enrollment, its node, its Format and a text. */
export interface Setting {
  readonly choice: keyof EnrollmentChoices;
  readonly name: string;
  readonly format: string;
  readonly text: string;
}
