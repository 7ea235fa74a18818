import assert from 'node:assert/strict';
import { createServerSession } from '../../../omadm/session/server-session.ts';
import type { ServerSession, ServerSessionOptions, ServerTurn } from '../../../omadm/session/turns.ts';
import { credOf } from '../../../omadm/session/credentials.ts';
import type { StatusCommand } from '../../../syncml/message.ts';
import { cred, nativeMessage, packageOne } from './device-messages.ts';
import { payloadOf, read } from './documents.ts';
import { credentials, serverOptions } from './pair.ts';

export const get = payloadOf([{ kind: 'Get', cmdId: '5', items: [{ target: { locUri: './DevInfo/Man' } }] }]);

export function open(options: Partial<ServerSessionOptions> = {}): ServerSession {
  return createServerSession(serverOptions(options));
}

/** A session in which a payload is out in message 1. */
export function withPayload(
  payload = get,
  options: Partial<ServerSessionOptions> = {},
  header = '',
): ServerSession {
  const session = open(options);
  assert.equal(session.receive(nativeMessage({ msgId: 1, header, body: packageOne })).kind, 'opened');
  session.next(payload);
  return session;
}

export function answerIn(turn: ServerTurn): Uint8Array {
  assert.ok('answer' in turn, `${turn.kind} has no answer`);
  return turn.answer;
}

/** Statuses of a message: MsgRef, CmdRef, Cmd and code of each. */
export function statusesIn(message: Uint8Array): readonly string[] {
  return read(message)
    .commands.filter((command): command is StatusCommand => command.kind === 'Status')
    .map(({ msgRef, cmdRef, cmd, data }) => `${msgRef} ${cmdRef} ${cmd} ${data?.text}`);
}

export function alertsIn(message: Uint8Array): readonly string[] {
  return read(message).commands.flatMap((command) =>
    command.kind === 'Alert' ? [command.data?.text ?? ''] : [],
  );
}

export function nonceIn(message: Uint8Array): string {
  const [first] = read(message).commands;
  return (first?.kind === 'Status' ? first.chal?.meta?.nextNonce : undefined) ?? '';
}

export function md5Cred(nonce: string, secret = credentials.secret): string {
  return cred('syncml:auth-md5', credOf('md5', { ...credentials, secret, nonce }).data);
}
