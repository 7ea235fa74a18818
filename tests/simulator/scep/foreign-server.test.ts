import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultEdition } from '../../../csp/editions.ts';
import { httpTransport } from '../../../pki/scep/http-transport.ts';
import type { RequestSpecification } from '../../../pki/scep/certification-request.ts';
import { completeAnswers } from '../../../simulator/answers.ts';
import { cspRules, type CspRules } from '../../../simulator/csp/rules.ts';
import { hresultOf } from '../../../simulator/csp/windows-errors.ts';
import { runEnrollment } from '../../../simulator/scep/asynchronous.ts';
import { freshKeys } from '../../../simulator/scep/key-source.ts';
import { planFor } from '../../../simulator/scep/plan.ts';
import { enroll, type EnrollmentOutcome } from '../../../simulator/scep/protocol.ts';
import { isInstalled, run } from '../../pki/scep/programs.ts';
import { pem } from '../../pki/openssl.ts';

/*
 * Debian's scepserver (package scep) listens on all interfaces of its machine, so it gets a network namespace of its
 * own. A socket in the file system leads into it.
 */
const canIsolate =
  isInstalled('scepserver') &&
  isInstalled('unshare') &&
  (await run('unshare', ['--map-root-user', '--net', 'true'])).code === 0;

/** Waits for scepserver, then passes connections from a socket in the file system on to it. */
const relayInside = `
const net = require('node:net');
const port = 8080;
const attempt = () => {
  const probe = net.connect(port, '127.0.0.1');
  probe.on('error', () => setTimeout(attempt, 20));
  probe.on('connect', () => {
    probe.destroy();
    net.createServer((outer) => {
      const inner = net.connect(port, '127.0.0.1');
      inner.on('error', () => outer.destroy());
      outer.on('error', () => inner.destroy());
      outer.pipe(inner).pipe(outer);
    }).listen(process.argv[1], () => console.log('ready'));
  });
};
attempt();
`;

describe.skipIf(!canIsolate)("micromdm's scepserver (package scep, in a network namespace)", () => {
  let folder: string;
  let inside: ChildProcess;
  let outside: Server;
  let url: string;
  let root: X509Certificate;
  let names = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'scepserver-'));
    const made = await run('scepserver', ['ca', '-init', '-depot', join(folder, 'depot')]);
    if (made.code !== 0) throw new Error(`scepserver ca -init: ${made.output}`);
    root = new X509Certificate(await readFile(join(folder, 'depot', 'ca.pem')));
    const script = join(folder, 'relay.cjs');
    await writeFile(script, relayInside.replace('process.argv[1]', 'process.argv[2]'));
    const socket = join(folder, 'socket');
    const commands = [
      'ip link set lo up',
      `scepserver -depot ${folder}/depot -port 8080 -challenge secret > ${folder}/log 2>&1 & server=$!`,
      `${process.execPath} ${script} ${socket} & relay=$!`,
      `trap 'kill $relay $server; wait; exit' TERM`,
      'wait',
    ];
    inside = spawn('unshare', ['--map-root-user', '--net', 'sh', '-c', commands.join('\n')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    if (inside.stdout !== null) await once(inside.stdout, 'data');
    outside = createServer((outer) => {
      const inner = connect(socket);
      inner.on('error', () => outer.destroy());
      outer.on('error', () => inner.destroy());
      outer.pipe(inner).pipe(outer);
    });
    await once(outside.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}/scep`;
  });
  afterAll(async () => {
    outside.close();
    inside.kill('SIGTERM');
    if (inside.exitCode === null) await once(inside, 'exit');
    await rm(folder, { recursive: true, force: true });
  });

  /** Each enrollment has a subject of its own: this server refuses one that it knows. */
  function enrollWith(
    changes: Readonly<Record<string, string>> = {},
    rules: Partial<CspRules> = {},
  ): Promise<EnrollmentOutcome> {
    names += 1;
    const settings = new Map(
      Object.entries({
        ServerURL: url,
        Challenge: 'secret',
        EKUMapping: '1.3.6.1.5.5.7.3.2',
        KeyUsage: '160',
        SubjectName: `CN=device ${names}`,
        SubjectAlternativeNames: '3+device.contoso.com',
        KeyLength: '2048',
        HashAlgorithm: 'SHA-2',
        CAThumbprint: root.fingerprint.replaceAll(':', ''),
        ...changes,
      }),
    );
    const answers = completeAnswers({ 'A-32': 'as-given' });
    const all = { ...cspRules(answers, defaultEdition), ...rules };
    const plan = planFor({ key: 'a', scope: 'device', settings, retryDelay: 1, retryCount: 0 }, all);
    const tools = {
      rules: all,
      privateKey: freshKeys().next(plan.keyLength),
      random: (length: number) => Uint8Array.from(randomBytes(length)),
    };
    return runEnrollment(enroll(plan, tools), {
      transport: httpTransport(),
      now: () => new Date(),
      sleep: () => Promise.resolve(),
    });
  }

  it.each(['SHA-1', 'SHA-256', 'SHA-512'])(
    'enrolls with %s, and openssl verifies the certificate',
    async (hash) => {
      const outcome = await enrollWith({ HashAlgorithm: hash });
      if (outcome.kind !== 'enrolled') throw new Error(JSON.stringify(outcome));
      const issuer = join(folder, 'root.pem');
      const certificate = join(folder, 'device.pem');
      await writeFile(issuer, root.toString());
      await writeFile(certificate, pem('CERTIFICATE', outcome.certificate));
      expect((await run('openssl', ['verify', '-CAfile', issuer, certificate])).output).toMatch(/: OK/);
      const shown = new X509Certificate(outcome.certificate);
      expect([shown.subject, shown.subjectAltName]).toEqual([`CN=device ${names}`, 'DNS:device.contoso.com']);
      expect(outcome.respondent).toBe(url);
    },
  );

  it.each(['1024', '4096'])('enrolls a key of %s bits', async (length) => {
    expect((await enrollWith({ KeyLength: length })).kind).toBe('enrolled');
  });

  it('is refused with a wrong challenge', async () => {
    expect(await enrollWith({ Challenge: 'guess' })).toMatchObject({
      kind: 'failed',
      errorCode: hresultOf('CERTSRV_E_ADMIN_DENIED_REQUEST'),
      respondent: url,
    });
  });

  it('is not trusted with another CAThumbprint, and sees no request then', async () => {
    const asked: RequestSpecification[] = [];
    const outcome = await enrollWith(
      { CAThumbprint: createHash('sha1').update('another').digest('hex') },
      {
        finishRequest: (specification) => {
          asked.push(specification);
          return specification;
        },
      },
    );
    expect(outcome).toMatchObject({ kind: 'failed', errorCode: hresultOf('CRYPT_E_HASH_VALUE') });
    expect(asked).toEqual([]);
  });

  it('a path that it does not serve gives an HTTP error', async () => {
    expect(await enrollWith({ ServerURL: `${url}/nothing` })).toMatchObject({
      kind: 'failed',
      errorCode: 0x80190194,
    });
  });
});
