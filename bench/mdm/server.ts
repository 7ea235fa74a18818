import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { enroll } from '../../omadm/enrollment/client.ts';
import { openCaller, type Caller } from '../../omadm/http/call.ts';
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
      const device = await enrollOne(server.url, root, privateKey);
      callers.push(device.caller);
      return device;
    },
    close: async () => {
      for (const caller of callers) caller.close();
      control.close();
      await server.close();
    },
  };
}

async function enrollOne(url: string, root: string, privateKey: KeyObject): Promise<BenchDevice> {
  const deviceId = randomBytes(16).toString('hex');
  const stranger = openCaller({ authorities: [root] });
  try {
    const { account, certificate } = await enroll({
      server: url,
      user,
      password,
      privateKey,
      device: {
        deviceId,
        deviceName: 'bench',
        enrollmentType: 'Full',
        osEdition: '4',
        osVersion: '10.0.26100.1',
        hardwareId: deviceId,
      },
      http: {
        get: async (address, headers) => plain(await stranger.call({ method: 'GET', url: address, headers })),
        post: async (address, headers, body) =>
          plain(await stranger.call({ method: 'POST', url: address, headers, body })),
      },
      randomBytes: (length) => randomBytes(length),
    });
    const identity = {
      certificate: pemOf('CERTIFICATE', certificate),
      privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    };
    return { account, caller: openCaller({ authorities: [root], identity }) };
  } finally {
    stranger.close();
  }
}

type Plain = { readonly status: number; readonly headers: Record<string, string>; readonly body: Uint8Array };

function plain({ status, headers, body }: Awaited<ReturnType<Caller['call']>>): Plain {
  const present = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return { status, headers: Object.fromEntries(present), body };
}
