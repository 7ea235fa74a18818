import type { Header, Message } from '../../syncml/message.ts';
import { readSyncML, type ReadResult } from '../../syncml/read.ts';
import { messageOutline, type MessageOutline } from './outline.ts';
import { viewOf, type View } from './view.ts';

/** A message of a session, read, and where its parts stand. */
export interface Incoming {
  readonly view: View;
  readonly outline: MessageOutline;
  readonly message: Message;
  readonly sessionId: string;
  readonly msgId: string;
  /** Source LocURI: who sent it. */
  readonly sender: string;
}

/** One message of a reply, and the MsgID of the server's message that it answers. */
export interface ReplyPart {
  readonly incoming: Incoming;
  readonly answers: string;
}

export type IncomingResult =
  { readonly ok: true; readonly incoming: Incoming } | { readonly ok: false; readonly reason: string };

/** Reads what has to be a whole SyncML message with SessionID, MsgID and Source; tells why it is none. */
export function readIncoming(bytes: Uint8Array): IncomingResult {
  const read = readSafely(bytes);
  if (!read.ok) {
    const { reason, position } = read.error;
    const where = `line ${position.line}, column ${position.column}`;
    return refused(`the message is no SyncML that can be read: ${reason} (${where})`);
  }
  const { message } = read;
  const view = viewOf(bytes);
  const outline = messageOutline(view);
  if (message.shape !== 'message') return refused('the message has no SyncML element around it');
  if (outline === undefined) return refused('the message has no SyncBody, or is not in UTF-8');
  const header: Header = message.header ?? {};
  const sessionId = header.sessionId?.trim() ?? '';
  const msgId = header.msgId?.trim() ?? '';
  const sender = header.source?.locUri.trim() ?? '';
  if (sessionId === '' || msgId === '' || sender === '') {
    return refused('the header of the message has no SessionID, no MsgID or no Source');
  }
  return { ok: true, incoming: { view, outline, message, sessionId, msgId, sender } };
}

/** Nothing that the other side sends may end in an exception here, not even where the codec finds itself at fault. */
export function readSafely(bytes: Uint8Array): ReadResult {
  try {
    return readSyncML(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'the codec failed';
    return { ok: false, error: { kind: 'not-syncml', reason, position: { line: 1, column: 1 } } };
  }
}

function refused(reason: string): IncomingResult {
  return { ok: false, reason };
}
