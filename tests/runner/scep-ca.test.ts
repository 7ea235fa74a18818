import { spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../runner/main.ts';
import { projectFolder } from '../../runner/suites.ts';
import { authorities, TestClient, type Asked } from '../pki/scep/client.ts';
import { isInstalled, run } from '../pki/scep/programs.ts';

/** The command as a user starts it. */
interface Started {
  /** What it has printed. */
  readonly out: () => string;
  readonly error: () => string;
  /** The first match in what it prints, as soon as there is one. */
  readonly prints: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly signal: (name: NodeJS.Signals) => void;
  readonly ended: Promise<number | null>;
}

const running = new Set<Started>();

function scepCa(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, ['bin/conform.mjs', 'scep-ca', ...args], {
    cwd: projectFolder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let error = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (error += text));
  const started: Started = {
    out: () => out,
    error: () => error,
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = pattern.exec(out);
          if (found !== null) resolve(found);
        };
        child.stdout.on('data', look);
        child.once('close', () => {
          reject(new Error(`ended without ${pattern.source}: ${out}${error}`));
        });
        look();
      }),
    signal: (name) => child.kill(name),
    ended: once(child, 'close').then(([code]) => {
      running.delete(started);
      return code as number | null; // As documented for the event.
    }),
  };
  running.add(started);
  return started;
}

const free = '--listen=127.0.0.1:0';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-scep-ca-'));
});
afterEach(() => {
  for (const started of running) started.signal('SIGKILL');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const pathOf = (name: string): string => join(folder, name);

function file(name: string, content: string): string {
  writeFileSync(pathOf(name), content);
  return pathOf(name);
}

const urlOf = async (started: Started): Promise<string> =>
  (await started.prints(/^ServerURL +(\S+)$/m))[1] ?? '';

/** Sends one request as a device of the suite's own tests does. */
async function enroll(url: string, asked: Asked): Promise<void> {
  const client = new TestClient(authorities.byName['root-with-registration'].presented, asked);
  const body = Buffer.from(client.enrollment());
  await fetch(`${url}/pkiclient.exe?operation=PKIOperation`, { method: 'POST', body });
}

describe('the CA on its own', () => {
  test('tells a line for each request, keeps the log, and ends by SIGTERM', async () => {
    const log = pathOf('scep.jsonl');
    const started = scepCa([free, '--challenge=open-sesame', `--log=${log}`]);
    const url = await urlOf(started);
    await fetch(`${url}?operation=GetCACaps`);
    await enroll(url, { subject: 'CN=right', challenge: 'open-sesame' });
    await enroll(url, { subject: 'CN=wrong', challenge: 'close-sesame', transactionId: 'A2' });
    await enroll(url, { subject: 'CN=absent', transactionId: 'A3' });
    await fetch(`${url}/open-sesame?operation=open-sesame%1b[31m`, {
      headers: { 'User-Agent': 'open-sesame' },
    });
    await started.prints(/HTTP 400/);
    started.signal('SIGTERM');

    expect(await started.ended).toBe(0);
    expect(started.error()).toBe('');
    expect(started.out()).toMatch(/GetCACaps: HTTP 200$/m);
    expect(started.out()).toMatch(/PKCSReq, CN=right, challenge right: SUCCESS, certificate [0-9A-F]{40}$/m);
    expect(started.out()).toMatch(/CN=wrong, challenge wrong: FAILURE, badRequest, the challenge is wrong$/m);
    expect(started.out()).toMatch(
      /CN=absent, challenge absent: FAILURE, badRequest, the challenge is missing$/m,
    );
    expect(started.out()).toMatch(/Ended after 5 requests: SUCCESS 1, PENDING 0, FAILURE 2\.\n$/);
    expect(started.out()).not.toContain('\u001b');

    const text = readFileSync(log, 'utf8');
    const entries = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(entries).toMatchObject([
      { number: 1, operation: 'GetCACaps' },
      { message: { messageType: 'PKCSReq' }, request: { subject: 'CN=right', challenge: 'right' } },
      { request: { challenge: 'wrong' }, answer: { pkiStatus: 'FAILURE', failInfo: 'badRequest' } },
      { request: { subject: 'CN=absent' } },
      { path: '/scep/(challenge)', userAgent: '(challenge)' },
    ]);
    expect(entries[3]).not.toHaveProperty('request.challenge');
    expect(statSync(log).mode & 0o777).toBe(0o600);
    expect(started.out() + text).not.toMatch(/sesame/);
  });

  test.skipIf(!isInstalled('scepclient'))("enrolls Debian's scepclient (package scep)", async () => {
    const root = pathOf('root.pem');
    const started = scepCa([free, '--challenge-from-env=LAB_SECRET', `--root-certificate=${root}`], {
      LAB_SECRET: 'from the environment',
    });
    const url = await urlOf(started);
    const device = pathOf('device.pem');
    const parameters = ['-server-url', url, '-challenge', 'from the environment', '-cn', 'foreign'];
    const keys = ['-private-key', pathOf('device.key'), '-certificate', device];
    const { code, output } = await run('scepclient', [...parameters, ...keys], { cwd: folder });
    expect(code, output).toBe(0);
    const [, thumbprint] = await started.prints(
      /CN=foreign.*challenge right: SUCCESS, certificate ([0-9A-F]{40})/,
    );
    expect(thumbprint).toBe(fingerprintOf(device));
    const [, authority] = await started.prints(/CAThumbprint +(\S+)/);
    expect(authority).toBe(fingerprintOf(root));
    const issued = new X509Certificate(readFileSync(device));
    expect(issued.verify(new X509Certificate(readFileSync(root)).publicKey)).toBe(true);
    started.signal('SIGINT');
    expect(await started.ended).toBe(0);
  });

  test('behaves as the script says, but for the options', async () => {
    const script = '\uFEFF{"authority": "another", "pending": 1, "challenge": "of the script"}';
    const root = pathOf('root.cer');
    const started = scepCa([
      free,
      `--script=${file('pending.json', script)}`,
      '--challenge=of the option',
      `--root-certificate=${root}`,
    ]);
    const url = await urlOf(started);
    expect((await started.prints(/CAThumbprint +(\S+)/))[1]).toBe(fingerprintOf(root));
    const answer = await fetch(`${url}?operation=GetCACert`);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(readFileSync(root));
    const client = new TestClient(authorities.byName.another.presented, { challenge: 'of the option' });
    const body = Buffer.from(client.enrollment());
    await fetch(`${url}?operation=PKIOperation`, { method: 'POST', body });
    await started.prints(/challenge right: PENDING$/m);
  });

  test('takes every challenge where it is told none, and shows none', async () => {
    const started = scepCa([free]);
    await enroll(await urlOf(started), { challenge: 'whatever-it-is' });
    await started.prints(/challenge not checked: SUCCESS/);
    expect(started.out()).not.toContain('whatever-it-is');
  });

  test('appends to a log, which nobody else can read from then on', async () => {
    const log = file('older.jsonl', '{"older": true}\n');
    chmodSync(log, 0o644);
    const started = scepCa([free, `--log=${log}`]);
    await fetch(`${await urlOf(started)}?operation=GetCACaps`);
    await started.prints(/GetCACaps/);
    started.signal('SIGTERM');
    await started.ended;
    expect(readFileSync(log, 'utf8')).toMatch(/^\{"older": true\}\n\{"number":1,/);
    expect(statSync(log).mode & 0o777).toBe(0o600);
  });

  test.skipIf(process.platform !== 'linux')(
    'goes on where the log can not be written, and says so',
    async () => {
      const started = scepCa([free, '--log=/dev/full']);
      const url = await urlOf(started);
      await fetch(`${url}?operation=GetCACaps`);
      await fetch(`${url}?operation=GetCACert`);
      await started.prints(/GetCACert/);
      started.signal('SIGTERM');
      expect(await started.ended).toBe(3);
      expect(started.error()).toMatch(/^conform: \/dev\/full can not be written any more: .*\n$/);
    },
  );
});

const fingerprintOf = (path: string): string =>
  new X509Certificate(readFileSync(path)).fingerprint.replaceAll(':', '');

/** The command in this process, which is faster: for what ends before anything is served. */
async function refused(args: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const lines = { out: '', error: '' };
  const code = await main(['scep-ca', ...args], {
    out: (text) => (lines.out += `${text}\n`),
    error: (text) => (lines.error += `${text}\n`),
  });
  return { code, ...lines };
}

describe('wrong usage ends with one line and exit code 2', () => {
  const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an address without port', ['--listen=localhost'], /--listen: "localhost" is no address such as/],
    [
      'an address of another machine',
      ['--listen=192.0.2.1:0'],
      /--listen 192\.0\.2\.1:0: this machine has no/,
    ],
    ['an unknown option', ['--chalenge-from-env=X'], /Did you mean --challenge-from-env/],
    ['an empty challenge', [free, '--challenge='], /--challenge is empty/],
    ['two challenges', ['--challenge=a', '--challenge-from-env=HOME'], /exclude each other/],
    ['a variable that is not set', ['--challenge-from-env=NOT_SET_ANYWHERE'], /NOT_SET_ANYWHERE is not set/],
    [
      'a script that there is not',
      ['--script=missing.json'],
      /missing\.json can not be read: there is no such/,
    ],
    ['a script that is no JSON', ['--script=README.md'], /README\.md: script: no JSON: .*docs\/scep-ca\.md/],
    ['a script with an unknown member', ['--script=package.json'], /package\.json: script: expected only/],
    [
      'a log in no folder',
      [free, '--log=missing/scep.jsonl'],
      /--log missing\/scep\.jsonl can not be written/,
    ],
    [
      'a root in no folder',
      [free, '--root-certificate=missing/root.cer'],
      /missing\/root\.cer can not be written/,
    ],
    ['an argument', ['8080'], /too many arguments/],
  ];
  test.each(mistakes)('%s', async (_, args, message) => {
    const { code, out, error } = await refused(args);
    expect(error).toMatch(message);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('a port that is taken', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as AddressInfo; // Listening on a port.
    const started = scepCa([`--listen=127.0.0.1:${port}`]);
    expect(await started.ended).toBe(2);
    other.close();
    expect(started.error()).toMatch(/another program listens there; end it, or take another port/);
    expect(started.error().trim().split('\n')).toHaveLength(1);
  });

  test.each([
    ['a challenge that is no text', '{"challenge": ["open-sesame"]}'],
    ['JSON that ends early', '{"challenge": "open-sesame'],
    ['JSON with a bare word', '{"challenge": open-sesame}'],
    ['a list around the script', '[{"challenge": "open-sesame"}]'],
  ])('a script with %s does not show the challenge', async (_, script) => {
    const { code, error } = await refused([free, `--script=${file('secret.json', script)}`]);
    expect(code).toBe(2);
    expect(error).toMatch(/^conform: \S+secret\.json: script/);
    expect(error).not.toContain('sesame');
  });
});
