import type { Command, Message } from '../../syncml/message.ts';
import { syncMLNamespace } from '../../syncml/vocabulary.ts';
import { UnwritableMessage, writeSyncML } from '../../syncml/write.ts';
import { cargoOf, type Cargo } from './carry.ts';
import { createChunkStore, type Arrival } from './chunk-store.ts';
import { createClientProof } from './client-proof.ts';
import { numbered, ownMessage, type Unnumbered } from './envelope.ts';
import { headerPlaces, readdressed, type Identity } from './header-places.ts';
import { readSafely } from './incoming.ts';
import { leadingStatuses } from './leading-statuses.ts';
import { sizeIn } from './large-objects.ts';
import { childOf, messageOutline } from './outline.ts';
import { anywhere, createOutgoing, type Outgoing } from './outgoing.ts';
import { packageOneCommands } from './package-one.ts';
import { PayloadTooLarge } from './payload-too-large.ts';
import { alert, headerStatus, statusesFor, statusOf, type OwedStatus } from './statuses.ts';
import type { ClientSession, ClientSessionOptions, ClientTurn } from './turns.ts';
import { bytesOf, viewOf, type View } from './view.ts';

/** Bytes of one value in chunks, where the options name no limit. */
const largestObject = 16 * 1024 * 1024;

const ended: ClientTurn = { kind: 'ended' };

/**
 * The device's side of one OMA-DM 1.2 session (MS-MDM 3.1.5; device-and-mdm.md, 5). What the server asks for is
 * answered by `handle`; this knows only how documents get to it and how its answers get back.
 */
export function createClientSession(options: ClientSessionOptions): ClientSession {
  const { sessionId, serverUri, deviceId, handle, maxMsgSize, maxObjSize } = options;
  const proof = createClientProof(options);
  const chunks = createChunkStore(maxObjSize ?? largestObject);
  const meta = {
    ...(maxMsgSize === undefined ? {} : { maxMsgSize: String(maxMsgSize) }),
    ...(maxObjSize === undefined ? {} : { maxObjSize: String(maxObjSize) }),
  };
  let sent = 0;
  let over = false;
  let serverMaxMsgSize: number | undefined;
  let outgoing: Outgoing | undefined;
  /** What was said last, for saying it again with credentials. */
  let content: (statuses: readonly OwedStatus[]) => View = () => '';

  const identity = (): Identity => ({
    sessionId,
    msgId: String(sent + 1),
    target: serverUri,
    source: deviceId,
  });
  /** Sends a document under the session's identity; one without a header to write it into goes as it stands. */
  const dispatch = (said: typeof content, statuses: readonly OwedStatus[] = []): Uint8Array => {
    content = said;
    const view = said(statuses);
    const places = headerPlaces(view);
    const message = places === undefined ? view : readdressed(view, places, identity(), proof.cred());
    sent++;
    proof.sent();
    return bytesOf(message);
  };
  const send = (said: typeof content, statuses?: readonly OwedStatus[]): ClientTurn => ({
    kind: 'send',
    message: dispatch(said, statuses),
  });
  const say = (...commands: readonly Unnumbered[]): ClientTurn => {
    const view = ownMessage({ identity: identity() }, numbered(commands));
    return send(() => view);
  };
  const abort = (...statuses: readonly OwedStatus[]): ClientTurn => {
    const turn = say(...statuses, alert('1223'));
    over = true;
    return turn;
  };
  const fail = (reason: string): ClientTurn => {
    over = true;
    return { kind: 'failed', reason };
  };

  /** The next message of what is on its way. */
  const goOn = (parcel: Outgoing, statuses: readonly OwedStatus[]): ClientTurn => {
    const room = serverMaxMsgSize === undefined ? undefined : serverMaxMsgSize - proof.length();
    try {
      const { view } = parcel.message({ identity: identity(), statuses }, room);
      outgoing = parcel.more ? parcel : undefined;
      return send(() => view);
    } catch (error) {
      if (!(error instanceof PayloadTooLarge)) throw error;
      // As Windows does with an answer that is too large for its server (device-and-mdm.md, 5.2).
      return abort(...statuses);
    }
  };

  const answer = (reply: Uint8Array | undefined, message: Message | undefined): ClientTurn => {
    if (reply === undefined) {
      const msgId = message?.header?.msgId;
      return abort(...(msgId === undefined ? [] : [headerStatus(msgId, '200')]));
    }
    return goOn(createOutgoing(cargoWithHeader(reply, identity()), anywhere), []);
  };

  const take = async (bytes: Uint8Array, message: Message): Promise<ClientTurn> => {
    const arrival = chunks.take(bytes, message);
    switch (arrival.kind) {
      case 'document':
        return answer(await handle(arrival.document), message);
      case 'chunk':
        return say(...chunkStatuses(arrival), alert('1222'));
      case 'refused':
        return say(...chunkStatuses(arrival));
    }
  };

  return {
    start: () => {
      return dispatch((statuses) => {
        const envelope = { identity: identity(), ...(Object.keys(meta).length === 0 ? {} : { meta }) };
        return ownMessage(envelope, packageOneCommands(options, statuses));
      });
    },
    receive: async (bytes) => {
      if (over) return ended;
      const read = readSafely(bytes);
      const statuses = read.ok ? read.message.commands : leadingStatuses(viewOf(bytes));
      const hint = proof.hear(statuses, String(sent));
      // What can not be read is the device's matter, too: it says so to the server.
      if (!read.ok) return answer(await handle(bytes), undefined);
      const { message } = read;
      serverMaxMsgSize = sizeIn({ size: message.header?.meta?.maxMsgSize ?? '' }) || serverMaxMsgSize;
      const msgId = message.header?.msgId?.trim() ?? '';
      const questions = message.commands.filter(({ kind }) => kind !== 'Status' && kind !== 'Results');
      if (questions.length === 0) {
        if (hint.kind === 'failed') return fail(hint.reason);
        if (hint.kind === 'repeat') return send(content, [headerStatus(msgId, '200')]);
      }
      if (questions.every(isNextMessage)) {
        if (outgoing !== undefined)
          return goOn(outgoing, [headerStatus(msgId, '200'), ...statusesFor(message)]);
        if (questions.length > 0 && !isFinal(content([]))) {
          return say(headerStatus(msgId, '200'), ...statusesFor(message));
        }
      }
      if (questions.length === 0) {
        over = true;
        return ended;
      }
      return take(bytes, message);
    },
  };
}

function chunkStatuses({ status, reference }: Exclude<Arrival, { kind: 'document' }>): readonly OwedStatus[] {
  return [headerStatus(reference.msgRef, '200'), statusOf(reference, status)];
}

/** Alert 1222: the server wants to hear more. */
function isNextMessage(command: Command): boolean {
  return command.kind === 'Alert' && command.data?.text.trim() === '1222';
}

function isFinal(view: View): boolean {
  return childOf(messageOutline(view)?.body, 'Final') !== undefined;
}

/**
 * An answer with a header that the session's identity can be written into. Nearly all have one; the others are written
 * anew, and what can not even be read is left to the server.
 */
function cargoWithHeader(reply: Uint8Array, { sessionId, msgId, target, source }: Identity): Cargo {
  const cargo = cargoOf(reply);
  const read = cargo.kind === 'spliced' ? undefined : readSafely(reply);
  if (read?.ok !== true) return cargo;
  const header = {
    verDtd: '1.2',
    verProto: 'DM/1.2',
    sessionId,
    msgId,
    target: { locUri: target },
    source: { locUri: source },
  };
  try {
    const message: Message = { ...read.message, shape: 'message', namespace: syncMLNamespace, header };
    return cargoOf(Buffer.from(writeSyncML(message), 'utf8'));
  } catch (error) {
    if (error instanceof UnwritableMessage) return cargo;
    throw error;
  }
}
