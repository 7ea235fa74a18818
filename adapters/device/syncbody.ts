import { messageOutline, outlineOf, type Outline } from '../../omadm/session/outline.ts';
import { viewOf, type View } from '../../omadm/session/view.ts';
import type { Message } from '../../syncml/message.ts';
import { positionsOf } from '../../syncml/positions.ts';
import { readSyncML } from '../../syncml/read.ts';

/** What mdmlocalmanagement.dll can be given of a document: its SyncBody, cut out by offsets. */
export type CutDocument =
  | {
      readonly kind: 'body';
      /** Every character as the author wrote it. */
      readonly syncBody: string;
      /** MsgID of the document, which the answer has to name. */
      readonly msgId: string;
      /** The same, byte for byte, with the places of its elements. */
      readonly view: View;
      readonly outline: Outline;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** ConvertFrom-Json of Windows PowerShell takes 2 MB, and each quote may become two characters. */
const mostCharacters = 900_000;

/** The only tags around header and body that may be lost, because they say nothing of their own. */
const plainRoot = /^<SyncML xmlns="SYNCML:SYNCML1\.2">\s*$/;
const plainEnd = /^\s*<\/SyncML>\s*$/;

/**
 * Cuts out the SyncBody. Refused is whatever would not arrive as it is: a document that says something outside of its
 * SyncBody beyond the plainest header, and one of which it is not sure what it would do to the machine.
 */
export function cutDocument(document: Uint8Array): CutDocument {
  const text = decoded(document);
  if (text === undefined) return refused('its bytes are not UTF-8, and local management takes text');
  if (text.length > mostCharacters) return refused(`it is longer than ${mostCharacters} characters`);
  const read = readSyncML(document);
  if (!read.ok) {
    return refused('it can not be read as SyncML, so nobody knows what it would do to the machine');
  }
  const view = viewOf(document);
  const { message, irregularities } = read;
  switch (message.shape) {
    case 'fragment':
      return refused('it is a row of commands, without the SyncBody that local management takes');
    case 'body': {
      if (!view.startsWith('<SyncBody')) return refused('something stands before its SyncBody');
      const [outline] = outlineOf(view);
      return outline === undefined
        ? refused('it has no SyncBody')
        : { kind: 'body', syncBody: text, msgId: '1', view, outline };
    }
    case 'message': {
      const found = messageOutline(view);
      if (found?.header === undefined) return refused('it has no SyncHdr, which can not be left out there');
      const { body, header } = found;
      const before = positionsOf(text)(decodedLength(view, body.start));
      const early = irregularities.find(
        ({ position }) =>
          position.line < before.line || (position.line === before.line && position.column < before.column),
      );
      const lost =
        lostAround(view, header, body) ??
        lostInHeader(message, view.slice(header.start, header.end)) ??
        (early === undefined ? undefined : 'what is irregular in it stands before its SyncBody');
      if (lost !== undefined) return refused(`${lost}, and local management takes a SyncBody only`);
      const part = view.slice(body.start, body.end);
      const [outline] = outlineOf(part);
      if (outline === undefined) return refused('it has no SyncBody');
      return {
        kind: 'body',
        syncBody: Buffer.from(part, 'latin1').toString('utf8'),
        msgId: message.header?.msgId ?? '1',
        view: part,
        outline,
      };
    }
  }
}

/** What would be lost of the tags around the body; undefined where that says nothing. */
function lostAround(view: View, header: Outline, body: Outline): string | undefined {
  if (!plainRoot.test(view.slice(0, header.start))) {
    return 'its root, or what stands before it, is more than a plain SyncML 1.2';
  }
  if (view.slice(header.end, body.start).trim() !== '')
    return 'something stands between SyncHdr and SyncBody';
  return plainEnd.test(view.slice(body.end)) ? undefined : 'something stands behind its SyncBody';
}

/** What a header says beyond versions, ids and addresses; undefined where that is all. */
function lostInHeader({ header }: Message, markup: View): string | undefined {
  const { verDtd, verProto, sessionId, msgId, target, source, respUri, noResp, cred, meta } = header ?? {};
  if (/<[!?]/.test(markup)) return 'its SyncHdr has markup of its own';
  if (verDtd !== '1.2' || verProto !== 'DM/1.2') return 'its SyncHdr has unusual versions';
  if (sessionId === undefined || target === undefined || source === undefined) {
    return 'its SyncHdr lacks an element';
  }
  if (!/^[1-9]\d{0,8}$/.test(msgId ?? '')) return 'its SyncHdr has an unusual MsgID';
  if (respUri !== undefined || noResp !== undefined || cred !== undefined || meta !== undefined) {
    return 'its SyncHdr says more than who speaks to whom';
  }
  return undefined;
}

function decoded(document: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(document);
  } catch {
    return undefined;
  }
}

/** An index into bytes as one into the text that they are. */
function decodedLength(view: View, index: number): number {
  return Buffer.from(view.slice(0, index), 'latin1').toString('utf8').length;
}

function refused(reason: string): CutDocument {
  return { kind: 'refused', reason: `the document can not be carried by local management: ${reason}` };
}
