import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { answersTo, answerKeys } from '../../csp/ambiguities.ts';
import { readAnswers } from '../../runner/answers.ts';
import { readListenAddress } from '../../runner/listen.ts';
import { main } from '../../runner/main.ts';
import { keepDevices, openAuthority, readDevices } from '../../runner/mdm-folder.ts';
import { optionsFor } from '../../runner/options-of-settings.ts';
import { targetSettingsOf } from '../../runner/target-options.ts';
import { UsageError } from '../../runner/usage-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'conform-test-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** One line on standard error, and the exit code. */
async function complaint(...argv: readonly string[]): Promise<readonly [number, string]> {
  const lines: string[] = [];
  const code = await main(argv, { out: () => undefined, error: (text) => lines.push(text) });
  return [code, lines.join('\n')];
}

describe('a wrong command line is told in one line, with exit code 2', () => {
  const server = '--server=https://127.0.0.1:1';
  test.each([
    [['simulator'], /--server/],
    [['simulator', server], /CONFORM_MDM_PASSWORD is not set/],
    [['simulator', server, '--answer=A-01'], /question=answer/],
    [['simulator', server, '--answer=A-99=x'], /does not know "A-99"/],
    [['simulator', server, '--login-status=maybe'], /Known: user, others, none/],
    [['simulator', server, '--every=1'], /--every takes a time/],
    [['mdm-server', '--listen=8443'], /--listen takes host:port/],
    [
      ['mdm-server', '--listen=127.0.0.1:0', '--tls=cert.pem', `--folder=${folder}`],
      /--tls-key belong together/,
    ],
    [['mdm-server', '--authentication=kerberos'], /Known: md5, basic, none/],
    [['run', '--mdm=fleet'], /belong to --target=mdm/],
    [['run', '--target=mdm', '--mdm=flet'], /Did you mean|Known: oma-dm, fleet/],
    [['run', '--target=mdm', '--mdm=fleet', `--out=${folder}/out`], /--mdm-url|CONFORM_MDM_TOKEN/],
    [
      ['run', '--target=mdm', `--mdm-control=${folder}/none.json`, `--out=${folder}/out`],
      /no management server is running.*none\.json/,
    ],
  ])('%j', async (argv, expected) => {
    const [code, line] = await complaint(...argv);
    expect(code).toBe(2);
    expect(line).toMatch(expected);
    expect(line.trim().split('\n')).toHaveLength(1);
  });
});

describe('the options of a target', () => {
  test('give the same settings again', () => {
    const given = {
      target: 'mdm',
      mdm: 'fleet',
      mdmUrl: 'https://fleet.example.com',
      mdmHost: 'LAB-PC-1',
      mdmPoll: 5000,
    };
    const settings = targetSettingsOf(given);
    expect(optionsFor(settings)).toEqual([
      '--mdm=fleet',
      '--mdm-url=https://fleet.example.com',
      '--mdm-host=LAB-PC-1',
      '--mdm-poll=5000ms',
    ]);
    expect(targetSettingsOf({ target: 'simulator' })).toEqual({});
  });
});

describe('answers of the virtual device', () => {
  test('are read for every question', () => {
    for (const key of answerKeys) {
      for (const answer of answersTo(key))
        expect(readAnswers([`${key}=${answer}`])).toEqual({ [key]: answer });
    }
    expect(() => readAnswers([`${answerKeys[0] ?? ''}=no-such-answer`])).toThrow(UsageError);
  });
});

describe('where a server listens', () => {
  test('host and port, also of version 6', () => {
    expect(readListenAddress('0.0.0.0:8443')).toEqual({ host: '0.0.0.0', port: 8443 });
    expect(readListenAddress('[::1]:0')).toEqual({ host: '::1', port: 0 });
    for (const wrong of ['', 'host', ':1', 'host:99999', '::1:80']) {
      expect(() => readListenAddress(wrong)).toThrow(UsageError);
    }
  });
});

describe('what a management server keeps', () => {
  test('its root and its devices outlive it', () => {
    const random = (length: number): Uint8Array => new Uint8Array(length).fill(7);
    const first = openAuthority(folder, random);
    const again = openAuthority(folder, random);
    expect(Buffer.from(again.certificate)).toEqual(Buffer.from(first.certificate));
    expect(again.privateKey.equals(first.privateKey)).toBe(true);
    expect(readDevices(folder)).toEqual([]);
    const devices = [
      {
        account: {
          providerId: 'Test',
          address: 'https://server',
          deviceId: 'device',
          authentication: 'md5' as const,
          device: { name: 'a', secret: 'b', nonce: 'c' },
          server: { name: 'd', secret: 'e', nonce: 'f' },
        },
        about: {},
        enrolledAt: '2026-01-01T00:00:00Z',
      },
    ];
    keepDevices(folder, devices);
    expect(readDevices(folder)).toEqual(devices);
    writeFileSync(join(folder, 'devices.json'), 'half');
    expect(() => readDevices(folder)).toThrow(/Remove it to begin anew/);
  });
});
