import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceAddress } from '../../omadm/http/json-service.ts';
import { openControl } from '../../omadm/server/control-client.ts';
import { newAuthority, newTlsIdentity, pemOf } from '../../omadm/server/identities.ts';
import { createRegistry } from '../../omadm/server/registry.ts';
import { startMdmServer } from '../../omadm/server/start.ts';

export interface OwnLaboratory {
  /** As adapters/mdm/oma-dm.ts reads it. */
  readonly controlFile: string;
  readonly stop: () => Promise<void>;
}

const program = fileURLToPath(new URL('../../bin/conform.mjs', import.meta.url));
const user = 'laboratory@conformance.test';
/** Milliseconds in which a virtual device has to be enrolled. */
const patience = 120_000;

/**
 * A management server in this process and virtual devices in processes of their own, which enroll in it by MS-MDE2 and
 * speak to it over TLS on loopback.
 * @param extra further options of `conform simulator`, such as a seeded fault
 */
export async function startOwnLaboratory(
  devices: number,
  extra: readonly string[] = [],
): Promise<OwnLaboratory> {
  const folder = mkdtempSync(join(tmpdir(), 'conform-mdm-'));
  const random = (length: number): Uint8Array => randomBytes(length);
  const secret = (): string => randomBytes(24).toString('hex');
  const password = secret();
  const authority = newAuthority('ClientCertificateInstall conformance root', new Date(), random);
  const server = await startMdmServer({
    host: '127.0.0.1',
    port: 0,
    tls: newTlsIdentity(authority, ['127.0.0.1'], new Date(), random),
    authority,
    registry: createRegistry(),
    providerId: 'ClientCertificateInstallConformance',
    authentication: 'md5',
    mayEnroll: (name, given) => name === user && given === password,
    control: { token: secret() },
    hold: 2000,
    now: () => new Date(),
    randomBytes: random,
  });
  const clients: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const client of clients) client.kill();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const root = join(folder, 'root.pem');
    writeFileSync(root, pemOf('CERTIFICATE', authority.certificate));
    const controlFile = join(folder, 'control.json');
    writeFileSync(controlFile, JSON.stringify(server.control), { mode: 0o600 });
    const started = Array.from({ length: devices }, () =>
      startClient(
        clients,
        [`--server=${server.url}`, `--ca=${root}`, `--user=${user}`, '--laboratory', ...extra],
        { CONFORM_MDM_PASSWORD: password, CONFORM_LABORATORY_TOKEN: secret() },
      ),
    );
    const control = openControl(server.control);
    for (const { deviceId, laboratory } of await Promise.all(started)) {
      await control.introduceLaboratory(deviceId, laboratory);
    }
    control.close();
    return { controlFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface StartedClient {
  readonly deviceId: string;
  readonly laboratory: ServiceAddress;
}

/** Resolved once the device is enrolled. */
function startClient(
  clients: ChildProcess[],
  options: readonly string[],
  secrets: Readonly<Record<string, string>>,
): Promise<StartedClient> {
  const client = fork(program, ['simulator', ...options], {
    env: { ...process.env, ...secrets },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  clients.push(client);
  return new Promise((resolve, reject) => {
    let complaint = '';
    client.stderr?.on('data', (piece: Buffer) => {
      complaint = `${complaint}${piece.toString('utf8')}`.slice(0, 2000);
    });
    const timer = setTimeout(() => {
      reject(new Error(`the virtual device did not enroll within ${patience / 1000} s`));
    }, patience);
    client.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`the virtual device ended with ${code ?? 'a signal'}: ${complaint.trim()}`));
    });
    client.once('message', (message) => {
      clearTimeout(timer);
      // Its only sender is runner/commands/simulator.ts.
      resolve(message as StartedClient);
    });
  });
}
