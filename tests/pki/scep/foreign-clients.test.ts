import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createScepCa, type ScepCa } from '../../../pki/scep/ca.ts';
import { readCertificate } from '../../../pki/scep/certificate.ts';
import { readPurpose } from '../../../pki/scep/extensions.ts';
import type { ScepScript } from '../../../pki/scep/script.ts';
import { listenScep, type ScepServer } from '../../../pki/scep/server.ts';
import { seededRandom } from '../../../pki/random.ts';
import { blocks, pem } from '../openssl.ts';
import { authorities, pool } from './client.ts';
import { isInstalled, run } from './programs.ts';

// SCEP clients written by others enroll with the CA over HTTP. They use the clock of the machine.

let server: ScepServer;
let folder: string;
let names = 0;

beforeAll(async () => {
  server = await listenScep();
  folder = await mkdtemp(join(tmpdir(), 'scep-'));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function start(script: ScepScript): { ca: ScepCa; url: string } {
  names += 1;
  const ca = createScepCa({
    authorities,
    script,
    now: () => new Date(),
    random: seededRandom(`foreign ${names}`),
  });
  return { ca, url: server.add(`case-${names}`, ca) };
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const lastAnswer = (ca: ScepCa): string | undefined => ca.log.at(-1)?.answer.pkiStatus;

describe.skipIf(!isInstalled('scepclient'))("micromdm's scepclient (package scep)", () => {
  async function enroll(
    url: string,
    name: string,
    challenge = 'secret',
  ): Promise<{ code: number | null; directory: string }> {
    const directory = join(folder, name);
    await mkdir(directory, { recursive: true });
    const parameters = [
      '-server-url',
      url,
      '-challenge',
      challenge,
      '-cn',
      name,
      '-private-key',
      join(directory, 'client.key'),
      '-certificate',
      join(directory, 'client.pem'),
    ];
    const { code } = await run('scepclient', parameters, { cwd: directory });
    return { code, directory };
  }

  it.each(['root', 'root-with-registration'] as const)(
    'enrolls with %s and gets a certificate that openssl verifies',
    async (authority) => {
      const { ca, url } = start({ challenge: 'secret', authority });
      const { code, directory } = await enroll(url, `micromdm-${authority}`);
      expect(code).toBe(0);
      const issuer = await file('root.pem', pem('CERTIFICATE', ca.authority.root));
      const verified = await run('openssl', ['verify', '-CAfile', issuer, join(directory, 'client.pem')]);
      expect(verified.output).toMatch(/client\.pem: OK/);
      expect(ca.log.at(-1)).toMatchObject({
        operation: 'PKIOperation',
        message: { messageType: 'PKCSReq', hash: 'sha1', cipher: 'des-cbc' },
        request: { challenge: 'secret', keyAlgorithm: 'RSA', keyBits: 2048 },
        answer: { httpStatus: 200, pkiStatus: 'SUCCESS' },
      });
    },
  );

  it('renews with a RenewalReq', async () => {
    const { ca, url } = start({ challenge: 'secret' });
    await enroll(url, 'micromdm-renewal');
    const { code } = await enroll(url, 'micromdm-renewal');
    expect(code).toBe(0);
    expect(ca.log.at(-1)).toMatchObject({
      message: { messageType: 'RenewalReq', signer: { selfSigned: false } },
      answer: { pkiStatus: 'SUCCESS' },
    });
  });

  it('is refused with a wrong challenge', async () => {
    const { ca, url } = start({ challenge: 'secret' });
    const { code } = await enroll(url, 'micromdm-wrong', 'guess');
    expect(code).not.toBe(0);
    expect(ca.log.at(-1)?.answer).toMatchObject({
      pkiStatus: 'FAILURE',
      failInfo: 'badRequest',
      problem: 'the challenge is wrong',
    });
  });
});

describe.skipIf(!isInstalled('pki'))(
  "strongSwan's pki (packages strongswan-pki, libstrongswan-extra-plugins)",
  () => {
    async function fetchCertificates(
      url: string,
      name: string,
      withRegistration: boolean,
    ): Promise<{ ca: string; ra: string }> {
      const ca = join(folder, `${name}-ca.der`);
      const ra = join(folder, `${name}-ra.der`);
      const { code, output } = await run('pki', [
        '--scepca',
        '--url',
        url,
        '--caout',
        ca,
        ...(withRegistration ? ['--raout', ra] : []),
        '--force',
      ]);
      expect(code, output).toBe(0);
      return { ca, ra: withRegistration ? ra : ca };
    }

    async function enroll(
      url: string,
      name: string,
      hash: string,
      withRegistration = true,
    ): Promise<{ code: number | null; output: string; certificate: string }> {
      const { ca, ra } = await fetchCertificates(url, name, withRegistration);
      const key = await file(`${name}.key`, pool.identity('rsa-2048', 1).pkcs8);
      const certificate = join(folder, `${name}.pem`);
      const parameters = [
        ...[
          '--scep',
          '--url',
          url,
          '--in',
          key,
          '--dn',
          `C=CH, O=Contoso, CN=${name}`,
          '--san',
          'host.example.org',
        ],
        ...['--password', 'secret', '--cacert-enc', ra, '--cacert-sig', ra, '--cacert', ca],
        ...[
          '--cipher',
          'des3',
          '--digest',
          hash,
          '--interval',
          '1',
          '--maxpolltime',
          '20',
          '--outform',
          'pem',
        ],
      ];
      // It writes the certificate to its standard output.
      const finished = await run('sh', ['-c', `pki "$@" > ${certificate}`, 'pki', ...parameters]);
      return { ...finished, certificate };
    }

    it('fetches one certificate, and a chain', async () => {
      await fetchCertificates(start({ authority: 'root' }).url, 'single', false);
      const { ca, url } = start({ authority: 'root-with-registration' });
      const { ca: root } = await fetchCertificates(url, 'chain', true);
      expect(readCertificate(await readFile(root)).subject).toBe(readCertificate(ca.authority.root).subject);
    });

    it.each(['sha1', 'sha256', 'sha512'])('enrolls with %s and 3DES', async (hash) => {
      const { ca, url } = start({ challenge: 'secret' });
      const { code, output, certificate } = await enroll(url, `strongswan-${hash}`, hash);
      expect(code, output).toBe(0);
      expect(ca.log.at(-1)).toMatchObject({
        message: { messageType: 'PKCSReq', hash, cipher: '3des-cbc' },
        request: {
          subject: `CN=strongswan-${hash}, O=Contoso, C=CH`,
          subjectAlternativeNames: [{ kind: 'dns', value: 'host.example.org' }],
        },
      });
      const issued = readCertificate(
        blocks('CERTIFICATE', await readFile(certificate, 'utf8'))[0] ?? new Uint8Array(),
      );
      expect(readPurpose(issued.extensions).subjectAlternativeNames).toEqual([
        { kind: 'dns', value: 'host.example.org' },
      ]);
    });

    it('polls twice where the answer is PENDING twice, then has its certificate', async () => {
      const { ca, url } = start({ challenge: 'secret', pending: 2 });
      const { code, output } = await enroll(url, 'strongswan-pending', 'sha256');
      expect(code, output).toBe(0);
      const operations = ca.log.filter(({ operation }) => operation === 'PKIOperation');
      expect(operations.map(({ message, answer }) => [message?.messageType, answer.pkiStatus])).toEqual([
        ['PKCSReq', 'PENDING'],
        ['CertPoll', 'PENDING'],
        ['CertPoll', 'SUCCESS'],
      ]);
    });

    it('gives up where the answer is FAILURE', async () => {
      const { ca, url } = start({ failure: { failInfo: 'badTime', text: 'too late' } });
      const { code } = await enroll(url, 'strongswan-failure', 'sha256');
      expect(code).not.toBe(0);
      expect(lastAnswer(ca)).toBe('FAILURE');
    });

    it.each(['another-transaction', 'signed-by-stranger', 'encrypted-for-another', 'unencrypted'] as const)(
      'refuses an answer that is %s',
      async (kind) => {
        const { url } = start({ faults: [{ operation: 'PKIOperation', fault: { kind } }] });
        const { code } = await enroll(url, `strongswan-${kind}`, 'sha256');
        expect(code).not.toBe(0);
      },
    );
  },
);

describe.skipIf(!isInstalled('certmonger'))('certmonger (package certmonger)', () => {
  it('enrolls by GET with AES, and keeps a certificate that openssl verifies', async () => {
    const { ca, url } = start({ challenge: 'secret' });
    const directory = join(folder, 'certmonger');
    const environment: Record<string, string> = { CERTMONGER_SYSTEM_LOCK_FILE: join(directory, 'lock') };
    for (const name of ['CONFIG', 'REQUESTS', 'CAS', 'LOCAL_CA', 'TMP']) {
      environment[name === 'TMP' ? 'CERTMONGER_TMPDIR' : `CERTMONGER_${name}_DIR`] = join(directory, name);
      await mkdir(join(directory, name), { recursive: true });
    }
    // The daemon fetches the CA's certificates on its own time; a request before that is stuck.
    const commands = await file(
      'certmonger.sh',
      `getcert add-scep-ca -c lab -u "$1"
       until getcert list-cas -c lab -v | grep -q thumbprint; do sleep 0.05; done
       getcert request -c lab -f "$2/cert.pem" -k "$2/key.pem" -L secret -N CN=certmonger -D host.example.org -w -v`,
    );
    const parameters = [
      '-n',
      '-L',
      '-P',
      join(directory, 'socket'),
      '-c',
      `sh ${commands} ${url}/pkiclient.exe ${directory}`,
    ];
    // With a listening socket of its own it needs no D-Bus, and it ends when the commands do.
    const { output } = await run('certmonger', parameters, { environment, cwd: directory });

    const issuer = await file('certmonger-root.pem', pem('CERTIFICATE', ca.authority.root));
    const verified = await run('openssl', ['verify', '-CAfile', issuer, join(directory, 'cert.pem')]);
    expect(verified.output, output).toMatch(/cert\.pem: OK/);
    expect(ca.log.at(-1)).toMatchObject({
      method: 'GET',
      operation: 'PKIOperation',
      message: { messageType: 'PKCSReq', hash: 'sha256', cipher: 'aes-256-cbc' },
      request: {
        subject: 'CN=certmonger',
        challenge: 'secret',
        subjectAlternativeNames: [{ kind: 'dns', value: 'host.example.org' }],
      },
      answer: { pkiStatus: 'SUCCESS' },
    });
  });
});
