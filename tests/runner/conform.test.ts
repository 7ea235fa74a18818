import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectFolder } from '../../runner/suites.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

/** The program as a user starts it, in a process of its own. */
const conform = (...args: readonly string[]): Promise<Ended> =>
  new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['bin/conform.mjs', ...args],
      { cwd: projectFolder, env: { ...process.env, NO_COLOR: '1' } },
      (failure, out, error) => {
        done({
          code: typeof failure?.code === 'number' ? failure.code : failure === null ? 0 : -1,
          out,
          error,
        });
      },
    );
    child.stdin?.end();
  });

const get =
  '<SyncBody>\n<Get><CmdID>1</CmdID><Item><Target><LocURI>./Device/Vendor/MSFT/ClientCertificateInstall</LocURI></Target></Item></Get>\n</SyncBody>';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-test-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('help', () => {
  test('lists every command and the exit codes', async () => {
    const { code, out } = await conform('--help');
    expect(code).toBe(0);
    for (const word of ['run', 'replay', 'explain', 'check-tree', 'report', 'Exit codes'])
      expect(out).toContain(word);
  });

  test.each(['run', 'replay', 'explain', 'check-tree', 'report'])(
    'of %s explains every option and gives an example',
    async (command) => {
      const { code, out } = await conform(command, '--help');
      expect(code).toBe(0);
      expect(out).toMatch(/Examples?:\n/);
      const options = out.split('\n').filter((line) => /^ {2}--?\w/.test(line));
      for (const option of options) expect(option).toMatch(/\S {2,}\S|^ {2}--\S+ <\w+>$/);
    },
  );
});

describe('wrong usage ends with one line and exit code 2', () => {
  const mistakes: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown command', ['rnu'], /unknown command.*rnu/],
    ['an unknown option', ['run', '--sed=42'], /--sed.*--seed/],
    ['an unknown target', ['run', '--target=simulater'], /Did you mean simulator/],
    ['an unknown suite', ['run', '--suite=pfy'], /Did you mean pfx/],
    ['an unknown edition', ['run', '--edition=11'], /Known: 10\.0\.10240/],
    ['a seed that is no number', ['run', '--seed=x'], /--seed takes a whole number/],
    ['a budget without unit', ['run', '--budget=30'], /30s/],
    ['too many arguments', ['run', 'pfx'], /too many arguments/],
    [
      'a payload that there is not',
      ['explain', 'missing.xml'],
      /missing\.xml can not be read: there is no such file/,
    ],
    ['a folder as payload', ['explain', 'docs'], /docs can not be read: it is a folder/],
    ['no payload', ['explain'], /missing required argument/],
    ['a case file that is none', ['replay', 'package.json'], /package\.json is no case file/],
    ['a DDF file that is none', ['check-tree', 'package.json'], /package\.json: line 1/],
    ['a report without results', ['report', '--out=docs'], /run npm test first/],
  ];
  test.each(mistakes)('%s', async (_, args, message) => {
    const { code, out, error } = await conform(...args);
    expect(error).toMatch(message);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('a given state that is none', async () => {
    const payload = join(folder, 'get.xml');
    const state = join(folder, 'state.json');
    writeFileSync(payload, get);
    writeFileSync(state, '{"edition": "95"}');
    const { code, error } = await conform('explain', payload, `--given=${state}`);
    expect(error).toMatch(/state\.json: edition has to be one of/);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});

describe('a run', () => {
  test('on the simulator conforms, adds up, and leaves its results', async () => {
    const out = join(folder, 'run');
    const options = ['--suite=protocol/atomic', '--seed=42', '--runs=5', '--budget=60s', `--out=${out}`];
    const {
      code,
      out: text,
      error,
    } = await conform('run', '--target=simulator', '--edition=10.0.26100', ...options);
    expect(error).toBe('');
    expect(text).toContain('CONFORM');
    expect(text).toContain('seed 42');
    expect(code).toBe(0);
    expect(readdirSync(out)).toEqual(
      expect.arrayContaining(['allure-results', 'fingerprint.json', 'observations', 'results', 'run.json']),
    );
  });

  test('gives the same cases and verdicts for the same seed', async () => {
    const linesOf = async (name: string): Promise<readonly string[]> => {
      const out = join(folder, name);
      await conform('run', '--suite=protocol/atomic', '--seed=7', '--runs=5', `--out=${out}`);
      return readdirSync(join(out, 'observations')).flatMap((file) =>
        readFileSync(join(out, 'observations', file), 'utf8').split('\n'),
      );
    };
    const first = await linesOf('first');
    expect(first.length).toBeGreaterThan(10);
    expect(await linesOf('second')).toEqual(first);
  });

  test('that has no time for its cases says so and is no success', async () => {
    const { code, out } = await conform(
      'run',
      '--suite=examples',
      '--budget=1ms',
      `--out=${join(folder, 'none')}`,
    );
    expect(out).toContain('the time allowed was used up');
    expect(out).toContain('INCONCLUSIVE');
    expect(code).toBe(3);
  });
});

describe('replay', () => {
  test('sends a payload to the target and shows prediction, reply and verdict', async () => {
    const payload = join(folder, 'get.xml');
    writeFileSync(payload, get);
    const { code, out } = await conform('replay', payload);
    expect(out).toContain('-- prediction --');
    expect(out).toContain('PFXCertInstall/SCEP');
    expect(out).toContain('verdict: conform');
    expect(code).toBe(0);
  });
});
