import { escapeText } from '../../syncml/escape.ts';
import type { Message } from '../../syncml/message.ts';
import { syncMLNamespace } from '../../syncml/vocabulary.ts';
import { UnwritableMessage, writeSyncML } from '../../syncml/write.ts';
import { chunkEdits } from './chunk-edits.ts';
import type { Identity } from './header-places.ts';
import { readIncoming, readSafely, type ReplyPart } from './incoming.ts';
import { childOf, contentOf, type Outline } from './outline.ts';
import { bytesOf, cut, edited, viewOfText, type Edit, type View } from './view.ts';

/** How the names of a session lead back to those of the payload. */
export interface Mapping {
  /** MsgID of the message in which the payload, or the last chunk of it, went out. */
  readonly msgId: string;
  /** The session's parties, as they stand in the device's messages. */
  readonly session: Pick<Identity, 'sessionId' | 'target' | 'source'>;
  /** What the payload calls itself; undefined where it went out as it stands. */
  readonly payload: Identity | undefined;
}

/** The reply as if the device had been given the payload itself: one document, without what belongs to the session. */
export function replyDocument(given: readonly ReplyPart[], mapping: Mapping): Uint8Array {
  const parts = alike(given.filter((part, index) => index === 0 || saysMore(part)));
  const [first] = parts;
  if (first === undefined) return new Uint8Array();
  const chunks = chunkEdits(parts);
  const edits = parts.map((part, index) => [
    ...(index === 0 ? headerEdits(part, mapping) : sessionStatuses(part).map(cut)),
    ...bodyEdits(part, mapping),
    ...(chunks[index] ?? []),
  ]);
  let document = '';
  parts.forEach(({ incoming: { view, outline } }, index) => {
    const from = index === 0 ? 0 : outline.body.contentStart;
    const to = index === parts.length - 1 ? view.length : outline.body.contentEnd;
    document += edited(view, edits[index] ?? [], from, to);
  });
  return parts.length === 1 ? bytesOf(document) : withUniqueCmdIds(bytesOf(document));
}

/** Header: whatever has the session's value gets back the payload's. Credentials never leave the session. */
function headerEdits({ incoming }: ReplyPart, { session, payload }: Mapping): readonly Edit[] {
  const { outline, message, msgId } = incoming;
  const { header } = outline;
  if (header === undefined) return [];
  const source = childOf(header, 'Source');
  const cred = childOf(header, 'Cred');
  const edits: Edit[] = cred === undefined ? [] : [cut(cred)];
  const locName = cred === undefined ? undefined : childOf(source, 'LocName');
  if (locName !== undefined) edits.push(cut(locName));
  if (payload === undefined) return edits;

  const put = (element: Outline | undefined, text: string | undefined, was: string, by: string): void => {
    if (element !== undefined && text?.trim() === was) edits.push(replaceContent(element, by));
  };
  const said = message.header;
  put(childOf(header, 'SessionID'), said?.sessionId, session.sessionId, payload.sessionId);
  put(childOf(header, 'MsgID'), said?.msgId, msgId, payload.msgId);
  put(childOf(childOf(header, 'Target'), 'LocURI'), said?.target?.locUri, session.target, payload.source);
  put(childOf(source, 'LocURI'), said?.source?.locUri, session.source, payload.target);
  return edits;
}

function bodyEdits({ incoming: { view, outline } }: ReplyPart, { msgId, payload }: Mapping): readonly Edit[] {
  return outline.body.children.flatMap((command): readonly Edit[] => {
    const text = (name: string): string | undefined => textOf(view, childOf(command, name));
    if (command.name === 'Alert') return text('Data') === '1222' ? [cut(command)] : [];
    if (command.name !== 'Status' && command.name !== 'Results') return [];
    const edits: Edit[] = [];
    const msgRef = childOf(command, 'MsgRef');
    if (payload !== undefined && msgRef !== undefined && text('MsgRef') === msgId) {
      edits.push(replaceContent(msgRef, payload.msgId));
    }
    const chal = childOf(command, 'Chal');
    if (chal !== undefined && command.name === 'Status' && text('CmdRef') === '0') edits.push(cut(chal));
    return edits;
  });
}

/** Statuses for what the server said only to hear more: its header and its Alert 1222. */
function sessionStatuses({ incoming: { view, outline }, answers }: ReplyPart): readonly Outline[] {
  return outline.body.children.filter((command) => {
    if (command.name !== 'Status' || textOf(view, childOf(command, 'MsgRef')) !== answers) return false;
    const cmd = textOf(view, childOf(command, 'Cmd'));
    return cmd === 'SyncHdr' || cmd === 'Alert' || cmd === 'Status';
  });
}

/** Whether a message that followed another brought anything of the reply. */
function saysMore(part: ReplyPart): boolean {
  const { view, outline } = part.incoming;
  const ofSession = new Set(sessionStatuses(part));
  return outline.body.children.some(
    (command) =>
      command.name !== 'Final' &&
      !ofSession.has(command) &&
      !(command.name === 'Alert' && textOf(view, childOf(command, 'Data')) === '1222'),
  );
}

function textOf(view: View, element: Outline | undefined): string | undefined {
  return element === undefined ? undefined : contentOf(view, element).trim();
}

function replaceContent({ contentStart, contentEnd }: Outline, text: string): Edit {
  return { start: contentStart, end: contentEnd, by: viewOfText(escapeText(text)) };
}

/** Contents can be put into one body where all bodies are under the same tags; else all are written anew. */
function alike(parts: readonly ReplyPart[]): readonly ReplyPart[] {
  const tags = new Set(
    parts.map(({ incoming: { view, outline } }) => {
      const { root, body } = outline;
      return `${view.slice(root.start, root.contentStart)}${view.slice(body.start, body.contentStart)}`;
    }),
  );
  return tags.size <= 1 ? parts : parts.map(rewritten);
}

function rewritten(part: ReplyPart): ReplyPart {
  const bytes = writtenAnew({ ...part.incoming.message, namespace: syncMLNamespace });
  const result = bytes === undefined ? undefined : readIncoming(bytes);
  return result?.ok === true ? { ...part, incoming: result.incoming } : part;
}

/** Each message of a device numbers from the beginning, and what was in several is in one now. */
function withUniqueCmdIds(document: Uint8Array): Uint8Array {
  const read = readSafely(document);
  if (!read.ok || !read.irregularities.some(({ code }) => code === 'duplicate-cmdid')) return document;
  const commands = read.message.commands.map((command, index) => ({ ...command, cmdId: String(index + 1) }));
  return writtenAnew({ ...read.message, commands }) ?? document;
}

function writtenAnew(message: Message): Uint8Array | undefined {
  try {
    return Buffer.from(writeSyncML(message), 'utf8');
  } catch (error) {
    if (error instanceof UnwritableMessage) return undefined;
    throw error;
  }
}
