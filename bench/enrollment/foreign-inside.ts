import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openPool } from '../../pki/pool.ts';
import type { KeyChoice } from './device.ts';
import type { ForeignSpeed } from './foreign.ts';

// Runs within a network namespace (foreign.ts): node … foreign-inside.ts FOLDER COUNT, and writes a ForeignSpeed.
const [folder = '', count = ''] = process.argv.slice(2);
const number = Number(count);
const port = 8080;
const depot = join(folder, 'depot');

function must(program: string, ...parameters: readonly string[]): void {
  const { status, stderr } = spawnSync(program, parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${parameters.join(' ')}: ${stderr}`);
}

async function isListening(): Promise<void> {
  for (;;) {
    const connected = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => {
        resolve(false);
      });
    });
    if (connected) return;
    await setTimeout(20);
  }
}

const pool = await openPool();

/** Each enrollment has a folder, where scepclient keeps what it makes, and a subject: scepserver refuses a known one. */
function prepare(choice: KeyChoice, index: number): readonly string[] {
  const name = `${choice}-${index}`;
  const directory = join(folder, name);
  mkdirSync(directory);
  if (choice === 'pool') {
    const { privateKey } = pool.identity('rsa-2048', index % pool.count('rsa-2048'));
    writeFileSync(join(directory, 'key.pem'), privateKey.export({ format: 'pem', type: 'pkcs1' }));
  }
  const files = [
    '-private-key',
    join(directory, 'key.pem'),
    '-certificate',
    join(directory, 'certificate.pem'),
  ];
  return ['-server-url', `http://127.0.0.1:${port}/scep`, '-challenge', 'secret', '-cn', name, ...files];
}

/**
 * Milliseconds that the server, and the clients that have ended, had a core: user and system time of proc(5), stat, in
 * ticks of 10 ms.
 */
function cpuMilliseconds(server: number): number {
  const fields = (who: string): readonly number[] =>
    readFileSync(`/proc/${who}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
  const [ofServer, ofClients] = [fields(String(server)).slice(11, 13), fields('self').slice(13, 15)];
  return 10 * [...ofServer, ...ofClients].reduce((sum, ticks) => sum + ticks, 0);
}

/** One after the other, a process for each: the client knows no other way. */
function measure(choice: KeyChoice, server: number): number {
  const all = Array.from({ length: number }, (_, index) => prepare(choice, index));
  const begun = cpuMilliseconds(server);
  for (const parameters of all) must('scepclient', ...parameters);
  const milliseconds = cpuMilliseconds(server) - begun;
  for (const parameters of all) {
    const [certificate = ''] = parameters.slice(-1);
    if (!existsSync(certificate)) throw new Error('scepclient left no certificate');
  }
  return milliseconds / number;
}

must('ip', 'link', 'set', 'lo', 'up');
must('scepserver', 'ca', '-init', '-depot', depot);
const server = spawn('scepserver', ['-depot', depot, '-port', String(port), '-challenge', 'secret'], {
  stdio: 'ignore',
});
try {
  await isListening();
  const { pid = 0 } = server;
  const begun = cpuMilliseconds(pid);
  for (let index = 0; index < number; index++) must('scepclient', '-version');
  const start = (cpuMilliseconds(pid) - begun) / number;
  const speed: ForeignSpeed = { pool: measure('pool', pid), fresh: measure('fresh', pid), start };
  process.stdout.write(JSON.stringify(speed));
} finally {
  server.kill('SIGTERM');
}
