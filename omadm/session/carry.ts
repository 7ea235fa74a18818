import { readSyncML } from '../../syncml/read.ts';
import { insertedStatuses } from './envelope.ts';
import {
  headerPlaces,
  readdressed,
  type CredMarkup,
  type HeaderPlaces,
  type Identity,
} from './header-places.ts';
import type { OwedStatus } from './statuses.ts';
import { bytesOf, viewOf, type Span, type View } from './view.ts';

/**
 * A payload as a session can carry it. `spliced`: its identity is replaced by the session's, and Statuses are put at
 * the beginning of its body. `as-it-stands`: no byte is changed, because what would have to be changed is not there, or
 * is itself what the payload tests.
 */
export type Cargo =
  | {
      readonly kind: 'spliced';
      readonly view: View;
      readonly places: HeaderPlaces;
      /** What the payload calls itself, references resolved. */
      readonly own: Identity;
    }
  | { readonly kind: 'as-it-stands'; readonly view: View };

export function cargoOf(payload: Uint8Array): Cargo {
  const view = viewOf(payload);
  const places = headerPlaces(view);
  if (places === undefined) return { kind: 'as-it-stands', view };
  const own = ownIdentity(view, places);
  return own === undefined ? { kind: 'as-it-stands', view } : { kind: 'spliced', view, places, own };
}

function ownIdentity(view: View, { texts }: HeaderPlaces): Identity | undefined {
  const sessionId = plainText(view, texts.sessionId);
  const msgId = plainText(view, texts.msgId);
  const target = plainText(view, texts.target);
  const source = plainText(view, texts.source);
  if (sessionId === undefined || msgId === undefined || target === undefined || source === undefined) {
    return undefined;
  }
  return { sessionId, msgId, target, source };
}

/**
 * What a text says; undefined where it may be there to be stumbled over (no UTF-8, a character that XML does not have,
 * an unknown or numeric reference, nothing at all) and would be made harmless by being replaced.
 */
function plainText(view: View, { start, end }: Span): string | undefined {
  const text = view.slice(start, end);
  if (/^[ -%'-;=?-~]+$/.test(text)) return text;
  if (text === '' || text.includes('&#')) return undefined;
  const read = readSyncML(bytesOf(`<SyncBody><Alert><Data>${text}</Data></Alert></SyncBody>`));
  const [alert] = read.ok ? read.message.commands : [];
  return alert?.kind === 'Alert' ? alert.data?.text : undefined;
}

/** The session's part of a message that carries a payload. */
export interface Frame {
  readonly identity: Identity;
  /** Left out where the payload has no place for them. */
  readonly statuses: readonly OwedStatus[];
  readonly cred?: CredMarkup;
}

/** The payload as it goes out. */
export function carry(cargo: Cargo, frame: Frame): View {
  if (cargo.kind === 'as-it-stands') return cargo.view;
  const { view, places } = cargo;
  const body = places.bodyContent;
  if (body === undefined) return readdressed(view, places, frame.identity, frame.cred);
  return carriedHead({ view, places, body }, frame) + view.slice(body);
}

/** All of a document up to the content of its body, readdressed, with the Statuses. */
export function carriedHead(
  document: { readonly view: View; readonly places: HeaderPlaces; readonly body: number },
  { identity, statuses, cred }: Frame,
): View {
  const { view, places, body } = document;
  return readdressed(view, places, identity, cred, body) + insertedStatuses(statuses, view);
}

/** Whether Statuses reach the device with this payload. */
export function takesStatuses(cargo: Cargo): boolean {
  return cargo.kind === 'spliced' && cargo.places.bodyContent !== undefined;
}
