import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paceOf } from '../../adapters/targets.ts';
import { main } from '../../runner/main.ts';
import { optionsFor, targetSettingsOf } from '../../runner/target-options.ts';

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

  it('say in one line why a machine can not be reached', async () => {
    const { code, error } = await conform('probe', '--device=ssh://nowhere.invalid', yes);
    expect(code).toBe(3);
    expect(error).toMatch(
      /^conform: (?:the name of ssh:\/\/nowhere\.invalid is not known|ssh can not be started).*\.$/,
    );
  });
});
