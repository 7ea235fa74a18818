import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paceOf } from '../../adapters/targets.ts';
import { main } from '../../runner/main.ts';
import { optionsFor, targetOptionsOf } from '../../runner/options-of-settings.ts';
import { targetSettingsOf } from '../../runner/target-options.ts';

async function conform(...argv: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await main(argv, { out: (text) => out.push(text), error: (text) => error.push(text) });
  return { code, out: out.join('\n'), error: error.join('\n') };
}

const yes = '--yes-change-this-device';

describe('the options of the target device', () => {
  it('are given again by the command that repeats a run', () => {
    expect(optionsFor(targetSettingsOf({ target: 'device' }))).toEqual(['--device=local']);
    const settings = targetSettingsOf({
      target: 'device',
      device: 'ssh://admin@win11:2222',
      yesChangeThisDevice: true,
      allowEnrolledDevice: true,
      allowExistingRequests: true,
      longestWait: 90_000,
    });
    expect(optionsFor(settings)).toEqual([
      '--device=ssh://admin@win11:2222',
      yes,
      '--allow-enrolled-device',
      '--allow-existing-requests',
      '--longest-wait=90s',
    ]);
  });

  it('are found again in the plan of a run, but for consent', () => {
    const given = {
      target: 'device',
      device: 'ssh://admin@win11:2222',
      allowEnrolledDevice: true,
      allowExistingRequests: true,
      longestWait: 90_000,
    } as const;
    const settings = targetSettingsOf({ ...given, yesChangeThisDevice: true });
    expect(targetOptionsOf('device', settings)).toEqual(given);
    const mdm = { target: 'mdm', mdm: 'oma-dm', mdmHost: '1', mdmPoll: 10 } as const;
    expect(targetOptionsOf('mdm', targetSettingsOf(mdm))).toEqual(mdm);
  });

  it('let cases wait for a twentieth of the budget, where nothing else is said', () => {
    const waitOf = (longestWait?: number, budget?: number): number | undefined =>
      targetSettingsOf({ target: 'device', ...(longestWait === undefined ? {} : { longestWait }) }, budget)
        .device?.longestWait;
    expect(waitOf(undefined, 2 * 3_600_000)).toBe(360);
    expect(waitOf(60_000, 2 * 3_600_000)).toBe(60);
    expect(waitOf()).toBeUndefined();
    expect(waitOf(undefined, 10_000)).toBeUndefined();
  });

  it('belong to no other target, and one process works on a machine', () => {
    expect(() => targetSettingsOf({ target: 'simulator', device: 'local' })).toThrow(
      /belong to --target=device/,
    );
    expect(paceOf('device', {}).mostWorkers).toBe(1);
    expect(paceOf('simulator', {}).mostWorkers).toBeUndefined();
    expect(paceOf('mdm', { mdm: { mdm: 'fleet' } }).mostWorkers).toBe(1);
  });
});

describe('the commands for a machine', () => {
  const before = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'conform-commands-'));
  beforeAll(() => {
    process.chdir(folder);
  });
  afterAll(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['probe'],
    ['cleanup'],
    ['run', '--target=device', '--suite=pfx/install'],
    ['replay', 'x', '--target=device'],
  ])('do nothing without consent: %s %s', async (...argv) => {
    const { code, error } = await conform(...argv);
    expect(code).toBe(2);
    expect(error).toMatch(/--yes-change-this-device/);
    expect(error).not.toContain('\n');
  });

  it('take no address that ssh could take for something else', async () => {
    const { code, error } = await conform('probe', '--device=ssh://-oProxyCommand=x', yes);
    expect({ code, error }).toMatchObject({ code: 2, error: /^conform: --device takes/ });
  });

  it('say that there is nothing to clean up', async () => {
    const { code, out } = await conform('cleanup', '--device=ssh://admin@win11', yes);
    expect({ code, out }).toMatchObject({ code: 0, out: /Nothing is to be undone on ssh:\/\/admin@win11/ });
  });

  it('leave a machine alone while the run on it lives, unless told that it does not', async () => {
    mkdirSync(join('.cache', 'device'), { recursive: true });
    const begun = { kind: 'begun', smbiosUuid: 'x', computerName: 'WIN11', at: 'now' };
    const journalOf = (owner: unknown): void => {
      writeFileSync(
        join('.cache', 'device', 'nowhere.invalid-22.jsonl'),
        `${JSON.stringify({ ...begun, owner })}\n`,
      );
    };
    const cleanup = (...more: readonly string[]): ReturnType<typeof conform> =>
      conform('cleanup', '--device=ssh://nowhere.invalid', yes, ...more);
    // Whoever has started these tests lives as long as they do.
    const living = { pid: process.ppid, host: hostname() };
    journalOf(living);
    const refused = await cleanup();
    expect(refused).toMatchObject({
      code: 2,
      error: /still going on here, as process \d+.*--even-though-it-lives/,
    });
    expect(refused.error).not.toContain('\n');
    expect((await cleanup('--even-though-it-lives')).code).toBe(3);
    for (const owner of [{ ...living, host: 'elsewhere' }, { ...living, pid: 2 ** 22 + 1 }, undefined]) {
      journalOf(owner);
      // It gets as far as the machine, which there is not.
      expect((await cleanup()).code).toBe(3);
    }
  });

  it('take no address of a SCEP CA that is none, or has a password in it', async () => {
    for (const url of ['192.0.2.1', 'file:///etc', 'http://a:b@192.0.2.1/']) {
      const { code, error } = await conform('probe', yes, `--scep-url=${url}`);
      expect({ code, error }).toMatchObject({ code: 2, error: /^conform: --scep-url takes/ });
    }
  });

  it('say in one line why a machine can not be reached', async () => {
    const { code, error } = await conform('probe', '--device=ssh://nowhere.invalid', yes);
    expect(code).toBe(3);
    expect(error).toMatch(
      /^conform: (?:the name of ssh:\/\/nowhere\.invalid is not known|ssh can not be started).*\.$/,
    );
  });
});
