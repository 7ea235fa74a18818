import assert from 'node:assert/strict';
import type { Authentication, Credentials } from '../../../omadm/account.ts';
import { createClientSession } from '../../../omadm/session/client-session.ts';
import { createServerSession } from '../../../omadm/session/server-session.ts';
import type {
  ClientSessionOptions,
  DeviceAlert,
  PackageOne,
  ServerSessionOptions,
  SessionLimits,
} from '../../../omadm/session/turns.ts';
import { seededRandom } from '../../../pki/random.ts';

export const serverUri = 'https://mdm.example.test/manage?a=1&b=2';
export const deviceId = 'urn:uuid:4b1d0f5e-0000-4444-8888-0123456789ab';

export const credentials: Credentials = {
  name: 'device@example.test',
  secret: 'OhBehave',
  nonce: Buffer.from('the first nonce.').toString('base64'),
};

export const generous: SessionLimits = {
  message: 5_000_000,
  object: 5_000_000,
  reply: 10_000_000,
  messages: 10_000,
};

export function serverOptions(changes: Partial<ServerSessionOptions> = {}): ServerSessionOptions {
  return {
    serverUri,
    authentication: 'none',
    device: credentials,
    limits: generous,
    randomBytes: seededRandom('nonces'),
    ...changes,
  };
}

export function clientOptions(
  handle: ClientSessionOptions['handle'],
  changes: Partial<ClientSessionOptions> = {},
): ClientSessionOptions {
  return {
    sessionId: '1',
    serverUri,
    deviceId,
    authentication: 'none',
    device: credentials,
    initiatedBy: 'device',
    loginStatus: 'user',
    devInfo: { DevId: deviceId, Man: 'Example', Mod: 'Virtual', DmV: '1.3', Lang: 'en-US' },
    handle,
    ...changes,
  };
}

export interface Talk {
  readonly handle: ClientSessionOptions['handle'];
  readonly payloads: readonly Uint8Array[];
  readonly authentication?: Authentication;
  readonly server?: Partial<ServerSessionOptions>;
  readonly client?: Partial<ClientSessionOptions>;
  /** Whether the post with this number is made twice. */
  readonly repeats?: (post: number) => boolean;
}

export interface Outcome {
  readonly replies: readonly Uint8Array[];
  readonly alerts: readonly DeviceAlert[];
  readonly packageOne: PackageOne | undefined;
  /** How the client's side ended, and what the server said last. */
  readonly end: string;
  /** Messages each way, in order, the device's first. */
  readonly messages: readonly Uint8Array[];
}

/** A session of the two, back to back, to its end. */
export async function talk({ handle, payloads, authentication = 'none', ...rest }: Talk): Promise<Outcome> {
  const server = createServerSession(serverOptions({ authentication, ...rest.server }));
  const client = createClientSession(clientOptions(handle, { authentication, ...rest.client }));
  const waiting = [...payloads];
  const replies: Uint8Array[] = [];
  const alerts: DeviceAlert[] = [];
  const messages: Uint8Array[] = [];
  let packageOne: PackageOne | undefined;
  const finish = (end: string): Outcome => ({ replies, alerts, packageOne, end, messages });

  let message = client.start();
  for (let post = 0; post < 5_000; post++) {
    messages.push(message);
    const turn = server.receive(message);
    let answer: Uint8Array;
    switch (turn.kind) {
      case 'refused':
        return finish(`refused: ${turn.reason}`);
      case 'aborted':
        return finish(`aborted: ${turn.reason}`);
      case 'opened':
      case 'replied':
        if (turn.kind === 'replied') replies.push(turn.reply);
        else packageOne = turn.packageOne;
        alerts.push(...turn.alerts);
        answer = server.next(waiting.shift());
        break;
      case 'challenged':
      case 'continued':
      case 'repeated':
        answer = turn.answer;
    }
    if (rest.repeats?.(post) === true) {
      assert.deepEqual(server.receive(message), { kind: 'repeated', answer });
    }
    messages.push(answer);
    const next = await client.receive(answer);
    if (next.kind === 'ended') return finish(server.over ? 'ended' : 'the device went away');
    if (next.kind === 'failed') return finish(`failed: ${next.reason}`);
    message = next.message;
  }
  return finish('endless');
}

export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8');
}
