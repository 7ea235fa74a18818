import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { needsOf } from '../../cases/needs.ts';
import type { Case } from '../../cases/case.ts';
import { resultFormat } from '../../cases/result.ts';
import { enrollmentCommands, scepDeviceFor, usualEnrollment } from '../../generators/scep/enrollment.ts';
import { messageOf } from '../../generators/message.ts';
import { openPool } from '../../pki/pool.ts';
import { startedEnrollments } from '../../runner/scep-replay.ts';
import { projectFolder } from '../../runner/suites.ts';
import { writeSyncML } from '../../syncml/write.ts';

const pool = await openPool();

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** The program as a user starts it. */
const replay = (...args: readonly string[]): Promise<Ended> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      ['bin/conform.mjs', 'replay', ...args],
      { cwd: projectFolder },
      (failure, out, error) => {
        done({
          code: typeof failure?.code === 'number' ? failure.code : failure === null ? 0 : -1,
          out,
          error,
        });
      },
    );
  });

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-replay-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const payloadWith = (changes: Partial<typeof usualEnrollment> = {}): string =>
  writeSyncML(messageOf(enrollmentCommands({ ...usualEnrollment, ...changes }, pool)));

const ownUrl = 'http://scep.conformance.test/device-Alpha';
const request = './Device/Vendor/MSFT/ClientCertificateInstall/SCEP/Alpha';

describe('replay of a payload that enrolls', () => {
  test('says that nobody answers, and how the enrollment ends then', async () => {
    const { code, out } = await replay(file('alone.xml', payloadWith()));
    expect(out).toContain(`Nobody answers at ${ownUrl}: no network is used here. --scep-script=FILE.json`);
    expect(out).toContain('wait 120 s');
    expect(out).toContain(`${request}/Status: 16, action failed`);
    expect(out).toMatch(/ErrorCode: -?\d+, 0x[0-9a-f]{8}/);
    expect(out).not.toContain('read-scep-log');
    expect(out).toContain('verdict: conform');
    expect(code).toBe(0);
  });

  test('with a script gets a certificate from a CA that behaves so', async () => {
    const { code, out } = await replay(
      file('answered.xml', payloadWith({ retryDelay: '1', retryCount: '3' })),
      `--scep-script=${file('pending.json', '{"pending": 2}')}`,
    );
    expect(out).toMatch(
      /A SCEP CA of the suite answers at \S+\. CAThumbprint has to be its root's, [0-9A-F]{40}\n/,
    );
    const [, thumbprint = 'none'] = /\/CertThumbprint: ([0-9A-F]{40})/.exec(out) ?? [];
    expect(out).toContain(`${request}/Status: 1, finished successfully`);
    expect(out).toContain(`device/My ${thumbprint} CN=Alpha`);
    expect(out).toContain(`SUCCESS, certificate ${thumbprint}`);
    expect(out.match(/PENDING/g)).toHaveLength(2);
    expect(out).toContain('verdict: conform');
    expect(code).toBe(0);
  });

  test('says that CAThumbprint means another CA', async () => {
    const { out } = await replay(
      file('stranger.xml', payloadWith({ caThumbprint: 'another' })),
      `--scep-script=${file('empty.json', '{}')}`,
    );
    expect(out).toMatch(/its root's, [0-9A-F]{40}; Alpha has [0-9A-F]{40}\n/);
    expect(out).toContain('CRYPT_E_HASH_VALUE');
    expect(out).not.toContain('PKIOperation');
  });

  test.each([
    [
      'a script that is none',
      '{"pendng": 1}',
      payloadWith(),
      /script\.json: script: expected only authority/,
    ],
    ['no enrollment', '{}', payloadWith({ enroll: 'absent' }), /starts no enrollment/],
    ['a case file', '{}', '', /--scep-script is for payloads/],
  ])('with a script and %s ends with one line', async (_, script, payload, message) => {
    const replayed = payload === '' ? file('case.json', caseFile()) : file('payload.xml', payload);
    const { code, out, error } = await replay(replayed, `--scep-script=${file('script.json', script)}`);
    expect(error).toMatch(message);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});

test('a case file with SCEP servers is replayed as it is', async () => {
  const { code, out } = await replay(file('as-it-is.json', caseFile()));
  expect(out.match(/^== step .*/gm)).toEqual([
    '== step 1: send ==',
    '== step 2: wait 60 s ==',
    '== step 3: read-scep-log ==',
  ]);
  expect(out).toContain('SUCCESS, certificate');
  expect(out).toContain('verdict: conform');
  expect(code).toBe(0);
});

/** A case as the generators make them, in its file. */
function caseFile(): string {
  const testCase: Case = {
    id: 'scep/example',
    level: 'example',
    aims: [],
    faults: [],
    title: 'an enrollment',
    preparation: {
      edition: '10.0.26100',
      tpm: false,
      certificates: [],
      helloContainers: [],
      ...scepDeviceFor([usualEnrollment], pool),
    },
    steps: [
      { kind: 'send', payload: { text: payloadWith() } },
      { kind: 'wait', seconds: 60 },
      { kind: 'read-scep-log' },
    ],
  };
  expect(needsOf(testCase)).toContain('scep-servers');
  return JSON.stringify({
    format: 'client-certificate-install-case',
    version: resultFormat,
    case: testCase,
    verdict: { kind: 'conform' },
    found: { target: 'simulator', command: 'none' },
  });
}

describe('the enrollments that a payload starts', () => {
  const found = (payload: string): ReturnType<typeof startedEnrollments> =>
    startedEnrollments(Buffer.from(payload));

  test('have every URL of ServerURL, without a slash at the end', () => {
    expect(found(payloadWith({ serverUrl: 'http://a.test/ ; https://b.test/x;' }))[0]?.serverUrls).toEqual([
      'http://a.test',
      'https://b.test/x',
    ]);
  });

  test('are spelt as the payload spells them', () => {
    const payload = payloadWith().replaceAll('./Device/Vendor/', './Vendor/');
    expect(found(payload).map(({ locUri }) => locUri)).toEqual([
      './Vendor/MSFT/ClientCertificateInstall/SCEP/Alpha',
    ]);
  });

  test.each([
    ['without Exec', payloadWith({ enroll: 'absent' })],
    ['without ServerURL', payloadWith({ serverUrl: undefined })],
    ['in what is no SyncML', '<SyncML'],
  ])('are none %s', (_, payload) => {
    expect(found(payload)).toEqual([]);
  });
});
