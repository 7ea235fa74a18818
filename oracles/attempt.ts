import type { Verb } from '../csp/tree.ts';
import type { Admitted } from './admitted.ts';
import type { Place } from './place.ts';
import type { RequestItem } from './request.ts';
import type { Wording } from './rule.ts';
import type { State } from './state.ts';
import type { Device } from './device.ts';

/** One Item of one command, before it is carried out: what the rules of refusal look at. */
export interface Attempt {
  readonly verb: Verb;
  readonly item: RequestItem;
  readonly place: Place;
  readonly state: State;
  readonly device: Device;
  readonly surroundings: Surroundings;
}

/** What stands around a command. */
export interface Surroundings {
  readonly atomic: boolean;
  readonly sequence: boolean;
  /** It is the last command of its Atomic. */
  readonly last: boolean;
  /** Nodes that this Atomic has added, by nodeKey. */
  readonly added: ReadonlySet<string>;
  /** Whether the Atomic sets the blob of a request, by requestKey, now or later. */
  readonly bringsBlob: (request: string) => boolean;
  /** Whether the Atomic goes on setting parameters, or the blob, of a request, by requestKey, after this command. */
  readonly setsLater: (request: string) => boolean;
  /** Whether an Exec of this request, by requestKey, waits for the end of the Atomic. */
  readonly enrollWaits: (request: string) => boolean;
  /** Whether the Atomic deletes something after this command: a certificate that two requests share, perhaps. */
  readonly deletesLater: boolean;
}

/** What stands around a command at the top of a message. */
export const outsideAtomic: Surroundings = {
  atomic: false,
  sequence: false,
  last: false,
  added: new Set(),
  bringsBlob: () => false,
  setsLater: () => false,
  enrollWaits: () => false,
  deletesLater: false,
};

/** The command has no effect, and is answered with one of these. */
export interface Refusal extends Admitted, Wording {}
