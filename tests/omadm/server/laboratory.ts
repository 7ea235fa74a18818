import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import {
  startVirtualClient,
  type VirtualClient,
  type VirtualClientOptions,
} from '../../../adapters/client/virtual-client.ts';
import { openControl, type Control } from '../../../omadm/server/control-client.ts';
import { newAuthority, newTlsIdentity, pemOf } from '../../../omadm/server/identities.ts';
import { createRegistry, type Registry } from '../../../omadm/server/registry.ts';
import {
  startMdmServer,
  type MdmServer,
  type MdmServerOptions,
  type ServerEvent,
} from '../../../omadm/server/start.ts';

export const user = 'user@conformance.test';
export const password = 'a password & <more>';

export interface ServerLaboratory {
  readonly server: MdmServer;
  readonly registry: Registry;
  readonly control: Control;
  readonly events: ServerEvent[];
  /** PEM of the root that certifies the server. */
  readonly root: string;
  /** A virtual device that enrolled; closed at the end of the test. */
  readonly client: (options?: Partial<VirtualClientOptions>) => Promise<VirtualClient>;
}

const random = (length: number): Uint8Array => randomBytes(length);
/** Keys take long to make, and are the same to every test. */
const authority = newAuthority('test root', new Date(), random);
const tls = newTlsIdentity(authority, ['127.0.0.1'], new Date(), random);

/** A management server on loopback, closed at the end of the test. */
export async function startLaboratory(options: Partial<MdmServerOptions> = {}): Promise<ServerLaboratory> {
  const events: ServerEvent[] = [];
  const registry = createRegistry();
  const server = await startMdmServer({
    host: '127.0.0.1',
    port: 0,
    tls,
    authority,
    registry,
    providerId: 'Test',
    authentication: 'md5',
    mayEnroll: (name, given) => name === user && given === password,
    control: { token: 'token' },
    hold: 2000,
    now: () => new Date(),
    randomBytes: random,
    told: (event) => events.push(event),
    ...options,
  });
  const control = openControl(server.control);
  const root = pemOf('CERTIFICATE', authority.certificate);
  onTestFinished(async () => {
    control.close();
    await server.close();
  });
  return {
    server,
    registry,
    control,
    events,
    root,
    client: async (given) => {
      const client = await startVirtualClient({
        server: server.url,
        user,
        password,
        deviceId: randomBytes(8).toString('hex'),
        edition: '10.0.26100',
        authorities: [root],
        tpm: true,
        loginStatus: 'user',
        answers: {},
        ...given,
      });
      onTestFinished(() => client.close());
      return client;
    },
  };
}
