import { printable } from '../../syncml/printable.ts';
import type { Incoming } from './incoming.ts';

/** With whom a session is, and what the device called it. */
export type Peer = Pick<Incoming, 'sessionId' | 'sender'>;

/** Why no session can begin with a message. */
export function misbegun({ sessionId, msgId }: Incoming): string | undefined {
  if (Buffer.byteLength(sessionId) > 4) {
    return `the SessionID ${shown(sessionId)} is longer than 4 bytes (MS-MDM, SessionID)`;
  }
  return msgId === '1' ? undefined : `the first message has MsgID ${shown(msgId)}, not 1`;
}

/** Why a message has no place in a session that has begun. */
export function strayFrom(peer: Peer, nextMsgId: number, message: Incoming): string | undefined {
  const { sessionId, sender, msgId } = message;
  if (sessionId !== peer.sessionId) {
    return `the message belongs to session ${shown(sessionId)}, not to ${shown(peer.sessionId)}`;
  }
  if (sender !== peer.sender) {
    return `the message is from ${shown(sender)}; the session is with ${shown(peer.sender)}`;
  }
  return msgId === String(nextMsgId)
    ? undefined
    : `the message has MsgID ${shown(msgId)}; ${nextMsgId} would be next`;
}

/** A text of the other side, in quotation marks. */
function shown(text: string): string {
  return JSON.stringify(printable(text, 40));
}
