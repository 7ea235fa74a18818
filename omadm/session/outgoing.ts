import { carriedHead, carry, takesStatuses, type Cargo, type Frame } from './carry.ts';
import { readSafely } from './incoming.ts';
import { messageOutline } from './outline.ts';
import { PayloadTooLarge } from './payload-too-large.ts';
import { createSplitter, type Splitter } from './splitter.ts';
import { bytesOf, type View } from './view.ts';

export interface Sent {
  readonly view: View;
  /** Whether the Statuses of the frame are in it: `header` where only the first had room. */
  readonly statuses: 'all' | 'header' | 'none';
}

/** A document on its way, in one message or in several. */
export interface Outgoing {
  readonly cargo: Cargo;
  /** Whether part of the document is still to be sent. */
  readonly more: boolean;
  /**
   * The next message.
   * @param room MaxMsgSize of who gets it
   * @throws PayloadTooLarge
   */
  message(frame: Frame, room?: number): Sent;
  /** The document has to go out again from its beginning. */
  restart(): void;
}

/** How a document is cut where it is too large for one message; undefined where it must not be. */
export type Cutting = (view: View) => Splitter | undefined;

export function createOutgoing(cargo: Cargo, cutting: Cutting): Outgoing {
  let splitter: Splitter | undefined;
  let more = true;

  /** The next chunk; undefined where the payload can not be cut so that it fits. */
  const chunk = (frame: Frame, room: number): View | undefined => {
    const body = cargo.kind === 'spliced' ? cargo.places.bodyContent : undefined;
    if (cargo.kind === 'as-it-stands' || body === undefined) return undefined;
    const { view, places } = cargo;
    const knife = splitter ?? cutting(view);
    const head = carriedHead({ view, places, body }, frame);
    const portion = knife?.next(room - head.length);
    if (portion === undefined) return undefined;
    splitter = knife;
    more = !portion.last;
    return head + portion.view;
  };

  return {
    cargo,
    get more() {
      return more;
    },
    message: (frame, room = Number.POSITIVE_INFINITY) => {
      const whole = splitter === undefined ? carry(cargo, frame) : undefined;
      if (whole !== undefined && whole.length <= room) {
        more = false;
        return { view: whole, statuses: takesStatuses(cargo) ? 'all' : 'none' };
      }
      const cut = chunk(frame, room);
      if (cut !== undefined) return { view: cut, statuses: 'all' };
      const bare = carry(cargo, { ...frame, statuses: frame.statuses.slice(0, 1) });
      if (splitter === undefined && bare.length <= room) {
        more = false;
        return { view: bare, statuses: 'header' };
      }
      const reason = 'only an Add or a Replace that stands alone can be sent in chunks';
      throw new PayloadTooLarge(whole?.length ?? cargo.view.length, room, reason);
    },
    restart: () => {
      splitter = undefined;
      more = true;
    },
  };
}

/** For one Add or Replace of one Item: the only payload that is the same in chunks. */
export function withinOneValue(view: View): Splitter | undefined {
  const read = readSafely(bytesOf(view));
  const outline = read.ok ? messageOutline(view) : undefined;
  if (!read.ok || outline === undefined) return undefined;
  const [command, another] = read.message.commands;
  const plain =
    (command?.kind === 'Add' || command?.kind === 'Replace') &&
    another === undefined &&
    command.items.length === 1;
  return plain ? createSplitter(view, outline) : undefined;
}

/** For what may be cut between its commands as well. */
export function anywhere(view: View): Splitter | undefined {
  const outline = readSafely(bytesOf(view)).ok ? messageOutline(view) : undefined;
  return outline && createSplitter(view, outline);
}
