import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { enrollDevice } from '../../adapters/client/enroll.ts';
import { defaultEdition } from '../../csp/editions.ts';
import type { Caller } from '../../omadm/http/call.ts';
import type { DmAccount } from '../../omadm/account.ts';
import { newAuthority, newTlsIdentity, pemOf } from '../../omadm/server/identities.ts';
import { createRegistry } from '../../omadm/server/registry.ts';
import { openControl, type Control } from '../../omadm/server/control-client.ts';
import { startMdmServer, type MdmServer } from '../../omadm/server/start.ts';

const user = 'bench@conformance.test';
const password = 'bench';

/** A management server in this process, for measuring. */
export interface BenchServer {
  readonly server: MdmServer;
  readonly control: Control;
  /** Enrolls by MS-MDE2; all devices have the same key, since making keys is not what is measured. */
  readonly enroll: () => Promise<BenchDevice>;
  close(): Promise<void>;
}

export interface BenchDevice {
  readonly account: DmAccount;
  readonly caller: Caller;
}

/** @param hold milliseconds for which a session waits for a further document */
export async function startBenchServer(hold: number): Promise<BenchServer> {
  const random = (length: number): Uint8Array => randomBytes(length);
  const authority = newAuthority('bench root', new Date(), random);
  const server = await startMdmServer({
    host: '127.0.0.1',
    port: 0,
    tls: newTlsIdentity(authority, ['127.0.0.1'], new Date(), random),
    authority,
    registry: createRegistry(),
    providerId: 'Bench',
    authentication: 'md5',
    mayEnroll: (name, given) => name === user && given === password,
    control: { token: 'bench' },
    hold,
    now: () => new Date(),
    randomBytes: random,
  });
  const root = pemOf('CERTIFICATE', authority.certificate);
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const control = openControl(server.control);
  const callers: Caller[] = [];
  return {
    server,
    control,
    enroll: async () => {
      const { enrollment, caller } = await enrollDevice({
        server: server.url,
        user,
        password,
        deviceId: randomBytes(16).toString('hex'),
        edition: defaultEdition,
        authorities: [root],
        privateKey,
      });
      callers.push(caller);
      return { account: enrollment.account, caller };
    },
    close: async () => {
      for (const caller of callers) caller.close();
      control.close();
      await server.close();
    },
  };
}
