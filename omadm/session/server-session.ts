import { createHash } from 'node:crypto';
import type { Chal, Message } from '../../syncml/message.ts';
import { createAuthenticator } from './authenticator.ts';
import { cargoOf } from './carry.ts';
import { numbered, ownMessage, type Unnumbered } from './envelope.ts';
import type { Identity } from './header-places.ts';
import { readIncoming, type Incoming, type ReplyPart } from './incoming.ts';
import { countLargeObjects, type LargeObjectCount } from './large-objects.ts';
import { createOutgoing, withinOneValue, type Outgoing } from './outgoing.ts';
import { deviceAlerts, readPackageOne } from './package-one.ts';
import { misbegun, strayFrom, type Peer } from './place.ts';
import { replyDocument } from './reply.ts';
import { createServerProof } from './server-proof.ts';
import {
  alert,
  codeOf,
  hasAlert,
  headerStatus,
  statusesFor,
  statusOfHeader,
  type OwedStatus,
} from './statuses.ts';
import type { ServerSession, ServerSessionOptions, ServerTurn } from './turns.ts';
import { bytesOf, type View } from './view.ts';

/** What the server waits for. */
type Phase =
  /** Package 1, or the rest of it. */
  | { readonly kind: 'package-one' }
  /** The caller's decision: `next`. */
  | { readonly kind: 'deciding' }
  /** The device's answer to what was sent, or the rest of it. */
  | { readonly kind: 'payload'; readonly outgoing: Outgoing; readonly msgId: string }
  | { readonly kind: 'over' };

/** What came of one package of the device so far. */
interface Package {
  readonly parts: ReplyPart[];
  readonly largeObjects: LargeObjectCount;
  bytes: number;
}

/**
 * The server's side of one OMA-DM 1.2 session (OMA-TS-DM_Protocol 1.2; MS-MDM 3.1.5; device-and-mdm.md, 5). It holds
 * until `over`: a `refused` message that has no place in the session leaves the session as it was.
 */
export function createServerSession(options: ServerSessionOptions): ServerSession {
  const { serverUri, limits } = options;
  const authenticator = createAuthenticator(options);
  const proof = createServerProof(options.server);
  const newPackage = (): Package => ({
    parts: [],
    largeObjects: countLargeObjects(limits.object),
    bytes: 0,
  });
  let phase: Phase = { kind: 'package-one' };
  let peer: Peer | undefined;
  let gathered = newPackage();
  let maxMsgSize: number | undefined;
  /** MsgIDs: of the device's last message and of the server's. */
  let received = 0;
  let sent = 0;
  let last: { readonly digest: string; readonly answer?: Uint8Array } | undefined;
  /** The Status that let the device in: owed until a message has taken it along. */
  let admission: { readonly status: string; readonly chal?: Chal } | undefined;
  let owed: readonly OwedStatus[] = [];

  const identity = (): Identity => ({
    sessionId: peer?.sessionId ?? '0',
    msgId: String(sent + 1),
    target: peer?.sender ?? '',
    source: serverUri,
  });
  const answered = (view: View): Uint8Array => {
    const answer = bytesOf(view);
    sent++;
    if (last !== undefined) last = { ...last, answer };
    return answer;
  };
  const frame = () => {
    const cred = proof.cred();
    const status = headerStatus(String(received), admission?.status ?? '200', admission?.chal);
    return { identity: identity(), statuses: [status, ...owed], ...(cred === undefined ? {} : { cred }) };
  };
  /** A message of the server's own: what it owes, and no command but an Alert. */
  const say = (statuses: readonly OwedStatus[], ...more: readonly Unnumbered[]): Uint8Array => {
    const meta = { maxMsgSize: String(limits.message), maxObjSize: String(limits.object) };
    return answered(ownMessage({ identity: identity(), meta }, numbered([...statuses, ...more])));
  };
  const sayOwed = (...more: readonly Unnumbered[]): Uint8Array => {
    const { statuses } = frame();
    admission = undefined;
    return say(statuses, ...more);
  };
  const sendPayload = (outgoing: Outgoing): Uint8Array => {
    const { view, statuses } = outgoing.message(frame(), maxMsgSize);
    if (statuses !== 'none') admission = undefined;
    const answer = answered(view);
    phase = { kind: 'payload', outgoing, msgId: String(sent) };
    return answer;
  };

  /** Not part of this session, which goes on. */
  const stray = (reason: string): ServerTurn => ({ kind: 'refused', reason });
  const end = (reason: string, status?: string): ServerTurn => {
    phase = { kind: 'over' };
    gathered = newPackage();
    if (status === undefined) return { kind: 'refused', reason };
    return { kind: 'refused', reason, answer: say([headerStatus(String(received), status)]) };
  };

  /** Adds a message to the package that it is part of. */
  const gather = (incoming: Incoming): ServerTurn | undefined => {
    gathered.parts.push({ incoming, answers: String(sent) });
    gathered.bytes += incoming.view.length;
    if (gathered.bytes > limits.reply) {
      return end(`the messages of one reply exceed the limit of ${limits.reply} bytes`, '413');
    }
    const problem = gathered.largeObjects.take(incoming.message);
    return problem && end(problem.reason, problem.status);
  };

  const takePackageOne = (incoming: Incoming): ServerTurn => {
    const refusal = gather(incoming);
    if (refusal !== undefined) return refusal;
    if (!incoming.message.final) return { kind: 'continued', answer: sayOwed(alert('1222')) };
    const messages = gathered.parts.map((part) => part.incoming.message);
    gathered = newPackage();
    const packageOne = readPackageOne(messages);
    if (typeof packageOne === 'string') return end(packageOne, '400');
    maxMsgSize = packageOne.maxMsgSize;
    phase = { kind: 'deciding' };
    return { kind: 'opened', packageOne, alerts: deviceAlerts(messages) };
  };

  const takeReply = (
    incoming: Incoming,
    { outgoing, msgId }: Extract<Phase, { kind: 'payload' }>,
  ): ServerTurn => {
    if (outgoing.more && wantsMore(incoming.message, msgId)) {
      // What it tells beside that is not lost: the last chunk's reply is read for Alerts together with it.
      earlier.push(incoming.message);
      return sendChunk(outgoing);
    }
    const refusal = gather(incoming);
    if (refusal !== undefined) return refusal;
    const { message } = incoming;
    const complete = message.final || hasAlert(message, '1222');
    if (!complete || gathered.largeObjects.open) return { kind: 'continued', answer: sayOwed(alert('1222')) };
    const { parts } = gathered;
    const { cargo } = outgoing;
    const reply = replyDocument(parts, {
      msgId,
      session: { ...identity(), target: serverUri, source: peer?.sender ?? '' },
      payload: cargo.kind === 'spliced' ? cargo.own : undefined,
    });
    const alerts = deviceAlerts([...earlier, ...parts.map((part) => part.incoming.message)]);
    gathered = newPackage();
    earlier = [];
    phase = { kind: 'deciding' };
    return { kind: 'replied', reply, alerts };
  };
  /** The device's answers to chunks before the last. */
  let earlier: Message[] = [];
  const sendChunk = (outgoing: Outgoing): ServerTurn => {
    try {
      return { kind: 'continued', answer: sendPayload(outgoing) };
    } catch (error) {
      return end(error instanceof Error ? error.message : String(error), '500');
    }
  };

  const take = (incoming: Incoming): ServerTurn => {
    const { message } = incoming;
    owed = statusesFor(message);
    if (hasAlert(message, '1223')) {
      const answer = sayOwed();
      phase = { kind: 'over' };
      return { kind: 'aborted', answer, reason: 'the device ended the session (Alert 1223)' };
    }
    const heard = proof.hear(message, String(sent));
    if (heard === 'hopeless') return end('the device does not accept who the server says it is', '401');
    switch (phase.kind) {
      case 'package-one':
        return takePackageOne(incoming);
      case 'payload':
        if (heard === 'accepted') return takeReply(incoming, phase);
        phase.outgoing.restart();
        return sendChunk(phase.outgoing);
      case 'deciding':
      case 'over':
        return stray('the session does not wait for a message');
    }
  };

  const receive = (bytes: Uint8Array): ServerTurn => {
    const digest = createHash('sha256').update(bytes).digest('base64');
    if (last?.digest === digest) {
      if (last.answer !== undefined) return { kind: 'repeated', answer: last.answer };
      return stray('the message came again before it was answered');
    }
    if (phase.kind === 'over') return stray('the session is over');
    if (phase.kind === 'deciding') return stray('a message came before the last one was answered');
    if (bytes.length > limits.message) {
      const reason = `the message of ${bytes.length} bytes exceeds the limit of ${limits.message}`;
      received++;
      return end(reason, peer === undefined ? undefined : '413');
    }
    const result = readIncoming(bytes);
    if (!result.ok) return end(result.reason);
    const { incoming } = result;
    const misplaced = peer === undefined ? misbegun(incoming) : strayFrom(peer, received + 1, incoming);
    if (misplaced !== undefined) return peer === undefined ? end(misplaced) : stray(misplaced);
    peer ??= { sessionId: incoming.sessionId, sender: incoming.sender };
    received++;
    last = { digest };
    if (received > limits.messages)
      return end(`the session has more than ${limits.messages} messages`, '503');

    const entry = authenticator.enter(incoming.message.header?.cred);
    switch (entry.kind) {
      case 'refused':
        return end(entry.reason, entry.status);
      case 'challenged': {
        const answer = say([headerStatus(String(received), entry.status, entry.chal)]);
        return { kind: 'challenged', answer, reason: entry.reason };
      }
      case 'accepted':
        admission = entry;
        return take(incoming);
      case 'known':
        return take(incoming);
    }
  };

  return {
    receive,
    next: (payload) => {
      if (phase.kind !== 'deciding')
        throw new Error('next() answers a message that opened or replied; none did');
      if (payload !== undefined) return sendPayload(createOutgoing(cargoOf(payload), withinOneValue));
      const answer = sayOwed();
      phase = { kind: 'over' };
      return answer;
    },
    get over() {
      return phase.kind === 'over';
    },
  };
}

/** Whether a chunk was taken, so that the next one may follow. */
function wantsMore(message: Message, msgId: string): boolean {
  const header = codeOf(statusOfHeader(message, msgId));
  const commands = message.commands.filter(
    (command) => command.kind === 'Status' && command.cmd?.trim() !== 'SyncHdr',
  );
  return (
    (header === '' || header.startsWith('2')) &&
    commands.every((command) => command.kind === 'Status' && codeOf(command) === '213')
  );
}
