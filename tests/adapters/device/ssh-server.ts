import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SshProgram } from '../../../adapters/device/ssh/command.ts';

const sshd = '/usr/sbin/sshd';

/** OpenSSH's server runs as root only where users other than its own log on; the tests log on as themselves. */
export const hasSshd = existsSync(sshd) && process.getuid?.() === 0;

/** What the stand-in of powershell.exe does with one call; undefined: it hangs. */
export type Answering = (
  command: string,
  input: string,
) => { readonly output: Uint8Array; readonly errors?: string; readonly code?: number } | undefined;

export interface SshServer {
  readonly port: number;
  readonly user: string;
  /** ssh with the keys and known hosts of the test. */
  readonly ssh: SshProgram;
  /** ssh that knows no host, and one that knows another key of this one. */
  readonly strangerTo: SshProgram;
  readonly deceived: SshProgram;
  /** ssh with a key that the server does not know. */
  readonly stranger: SshProgram;
  answer: Answering;
  /** Cuts every connection that is open. */
  cut(): void;
  stop(): Promise<void>;
}

/** An OpenSSH server on loopback, with keys of its own, that runs the stand-in whatever it is asked to run. */
export async function startSshServer(): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'conform-ssh-'));
  const file = (name: string): string => join(folder, name);
  for (const name of ['host', 'other-host', 'user', 'stranger']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)]);
  }
  const publicKey = (name: string): string =>
    readFileSync(file(`${name}.pub`), 'utf8')
      .split(' ')
      .slice(0, 2)
      .join(' ');
  const inner = await freePort();
  const program = fileURLToPath(new URL('fake-powershell.mjs', import.meta.url));
  writeFileSync(
    file('authorized_keys'),
    `command="${process.execPath} ${program} ${file('socket')}" ${publicKey('user')}\n`,
  );
  writeFileSync(
    file('sshd_config'),
    [
      `Port ${inner}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${file('host')}`,
      `AuthorizedKeysFile ${file('authorized_keys')}`,
      'PermitRootLogin prohibit-password',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'StrictModes no',
      'UsePAM no',
      'PidFile none',
    ].join('\n'),
  );
  // Its own place for processes without rights, which the package makes at boot only.
  mkdirSync('/run/sshd', { recursive: true });
  const daemon = spawn(sshd, ['-D', '-e', '-f', file('sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await listening(daemon);

  const open = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(inner, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;

  const known = (name: string, key?: string): string => {
    writeFileSync(file(name), key === undefined ? '' : `[127.0.0.1]:${port} ${key}\n`);
    return file(name);
  };
  const ssh = (identity: string, knownHosts: string): SshProgram => ({
    program: 'ssh',
    options: [
      ...['-F', '/dev/null', '-i', file(identity)],
      ...['-o', 'IdentitiesOnly=yes', '-o', 'GlobalKnownHostsFile=/dev/null'],
      ...['-o', `UserKnownHostsFile=${knownHosts}`],
    ],
  });
  const knownHosts = known('known_hosts', publicKey('host'));
  const server: SshServer = {
    port,
    user: userInfo().username,
    ssh: ssh('user', knownHosts),
    strangerTo: ssh('user', known('empty')),
    deceived: ssh('user', known('wrong', publicKey('other-host'))),
    stranger: ssh('stranger', knownHosts),
    answer: () => ({ output: Buffer.alloc(0) }),
    cut: () => {
      for (const socket of open) socket.destroy();
    },
    stop: async () => {
      server.cut();
      daemon.kill('SIGKILL');
      proxy.close();
      asking.close();
      await Promise.resolve();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const asking = createServer({ allowHalfOpen: true }, (socket) => {
    const pieces: Buffer[] = [];
    socket.on('error', () => undefined);
    socket.on('data', (piece: Buffer) => pieces.push(piece));
    socket.on('end', () => {
      // Its only sender is fake-powershell.mjs.
      const { command, input } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as {
        readonly command: string;
        readonly input: string;
      };
      const answer = server.answer(command, input);
      if (answer === undefined) return;
      const { output, errors = '', code = 0 } = answer;
      socket.end(JSON.stringify({ output: Buffer.from(output).toString('base64'), errors, code }));
    });
  });
  await new Promise<void>((resolve) => asking.listen(file('socket'), resolve));
  return server;
}

function listening(daemon: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    daemon.stderr?.on('data', (piece: Buffer) => {
      said += piece.toString('utf8');
      if (said.includes('Server listening')) resolve();
    });
    daemon.once('exit', () => {
      reject(new Error(`sshd ended: ${said}`));
    });
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
