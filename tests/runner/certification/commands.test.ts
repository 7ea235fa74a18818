import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultEdition } from '../../../csp/editions.ts';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import { certify } from '../../../runner/certify.ts';
import { main } from '../../../runner/main.ts';
import { familiesNamed, recordRun, seed } from '../../reports/model/recorded-run.ts';
import { encrypted, makeAuthority } from './certificates.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'certify-command-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function conform(...options: readonly string[]) {
  const out: string[] = [];
  const error: string[] = [];
  const code = await main(options, { out: (text) => out.push(text), error: (text) => error.push(text) });
  return { code, out: out.join('\n'), error: error.join('\n') };
}

describe('wrong usage of certify and verify-report', () => {
  test('ends with one line and exit code 2, before anything is carried out', async () => {
    const authority = await makeAuthority();
    const one = await authority.issue();
    const past = await authority.issue({ to: new Date('2026-01-02T00:00:00Z') });
    const key = write('key.pem', one.key);
    const secret = write('secret.pem', encrypted(one.key, 'secret'));
    const certificate = write('cert.pem', one.certificate);
    const mistakes: readonly (readonly [RegExp, ...string[]])[] = [
      [/--key and --certificate belong together/, 'certify', `--key=${key}`],
      [/key file has no private key/, 'certify', `--key=${certificate}`, `--certificate=${certificate}`],
      [
        /needs a pass phrase: --passphrase names/,
        'certify',
        `--key=${secret}`,
        `--certificate=${certificate}`,
      ],
      [
        /variable NO_SUCH_VARIABLE is not set/,
        ...([
          'certify',
          `--key=${secret}`,
          `--certificate=${certificate}`,
          '--passphrase=NO_SUCH_VARIABLE',
        ] as const),
      ],
      [
        /is valid from .* not now/,
        ...([
          'certify',
          `--key=${write('old.key', past.key)}`,
          `--certificate=${write('old.pem', past.certificate)}`,
        ] as const),
      ],
      [/missing\.json can not be read/, 'certify', '--waivers=missing.json'],
      [
        /w\.json: waivers has to be a list/,
        'certify',
        `--waivers=${write('w.json', '{"format":"client-certificate-install-waivers","version":1}')}`,
      ],
      [
        /unknown field "nam"\. Did you mean name/,
        'certify',
        `--laboratory=${write('l.json', '{"nam":"x"}')}`,
      ],
      [/unknown option '--seed/, 'certify', '--seed=1'],
      [/unknown option '--runs/, 'certify', '--runs=1'],
      [/--chromium .*no such file/, 'certify', '--chromium=/no/such/browser'],
      [/is no folder/, 'verify-report', join(folder, 'none')],
      [/has no CERTIFICATE/, 'verify-report', folder, `--trusted=${key}`],
      [/--at takes a day/, 'verify-report', folder, '--at=yesterday'],
      [
        /--allow-unsigned can not go with it/,
        'verify-report',
        folder,
        `--trusted=${certificate}`,
        '--allow-unsigned',
      ],
    ];
    for (const [message, ...options] of mistakes) {
      const { code, out, error } = await conform(...options);
      expect(error).toMatch(message);
      expect(error.split('\n')).toHaveLength(1);
      expect(out).toBe('');
      expect(code).toBe(2);
    }
  });
});

describe('verify-report', () => {
  test('ends with 1 for an unsigned report, unless it is admitted, and for an empty folder', async () => {
    const certificate = join(folder, 'certificate');
    await certify(
      {
        target: 'simulator',
        settings: {},
        edition: defaultEdition,
        patience: 30_000,
        workers: 1,
        results: join(folder, 'run'),
        out: certificate,
        laboratory: {},
        waivers: [],
      },
      {
        programme: () => Promise.resolve({ version: 'small', digest: '0'.repeat(64), seed, runs: 1 }),
        run: async ({ out }) => {
          await recordRun(out, simulatorTarget(), familiesNamed('protocol/R-DM-07'), 1);
          return 0;
        },
        print: () => Promise.resolve('no browser'),
        runPage: () => Promise.resolve(''),
        now: () => new Date('2026-03-01T12:00:00Z'),
      },
      { out: () => undefined, error: () => undefined },
    );
    const strict = await conform('verify-report', certificate);
    expect(strict.code).toBe(1);
    expect(strict.error).toContain('NOT SIGNED');
    expect(strict.out).toContain('NOT VERIFIED');
    const lenient = await conform('verify-report', certificate, '--allow-unsigned');
    expect(lenient).toMatchObject({ code: 0, error: '' });
    expect(lenient.out).toMatch(/NOT SIGNED[^]*VERIFIED/);
    const empty = mkdtempSync(join(folder, 'empty-'));
    expect(await conform('verify-report', empty)).toMatchObject({
      code: 1,
      error: 'manifest.json is missing.',
    });
  });
});
