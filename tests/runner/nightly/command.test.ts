import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NightlyReport } from '../../../reports/regression/nightly-report.ts';
import { linesOf } from '../../../reports/model/lines.ts';
import { projectFolder } from '../../../runner/suites.ts';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-nightly-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The program as a user starts it, in a process of its own. */
function conform(...args: readonly string[]): Promise<Ended> {
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      ['bin/conform.mjs', 'nightly', ...args],
      { cwd: projectFolder, env: { ...process.env, NO_COLOR: '1' } },
      (failure, out, error) => {
        const code = typeof failure?.code === 'number' ? failure.code : failure === null ? 0 : -1;
        done({ code, out, error });
      },
    );
    child.stdin?.end();
  });
}

function night(name: string, ...args: readonly string[]): Promise<Ended> {
  return conform(
    ...['--suite=protocol/atomic,corpus', '--strength=2', '--runs=2', '--device-name=bench 7'],
    `--history=${join(folder, 'history')}`,
    `--out=${join(folder, name)}`,
    ...args,
  );
}

function reportIn(name: string): NightlyReport {
  return JSON.parse(readFileSync(join(folder, name, 'nightly.json'), 'utf8')) as NightlyReport;
}

test('two nights: right, then with a seeded fault, whose requirement is named first', async () => {
  const right = await night('right', '--seed=1', '--no-allure');
  expect(right.error).toBe('');
  expect(right.code).toBe(0);
  expect(right.out).toContain('seed 1');
  // What was found first, then what is fixed, then what is drawn.
  const order = ['First what was ever found', 'Then the fixed cases', 'Then cases at random, seed 1'];
  const places = order.map((words) => right.out.indexOf(words));
  expect(places).not.toContain(-1);
  expect([...places].sort((left, right) => left - right)).toEqual(places);
  const [listed, drawn] = ['2-', '3-'].map((part) =>
    readdirSync(join(folder, 'right', 'results'))
      .filter((name) => name.startsWith(part))
      .flatMap((name) => [...linesOf(join(folder, 'right', 'results', name))])
      .filter(({ text }) => text.includes('"kind":"case"')),
  );
  expect(listed?.every(({ text }) => !/"id":"[^"]*#/.test(text))).toBe(true);
  expect(drawn?.length).toBeGreaterThan(0);
  expect(drawn?.every(({ text }) => /"id":"[^"]*#/.test(text))).toBe(true);

  const wrong = await night('wrong', '--fault=atomic-without-rollback');
  expect(wrong.code).toBe(1);
  const report = reportIn('wrong');
  expect(report.violations[0]?.subject).toBe('R-DM-08');
  expect(report.run.seed).not.toBe(1);
  for (const name of [
    'summary.md',
    'junit.xml',
    'nightly.html',
    'waivers-proposed.json',
    'report/index.html',
    'report/report.html',
  ]) {
    expect(existsSync(join(folder, 'wrong', name)), name).toBe(true);
  }
  // Its repetition is a command that shows the same again.
  expect(report.violations[0]?.repeat).toMatch(/^npx conform replay .*\.json$/);
  const device = join(folder, 'history', readdirSync(join(folder, 'history'))[0] ?? '');
  expect(readdirSync(device).sort()).toEqual([
    'allure-history.jsonl',
    'baseline.json',
    'cases',
    'history.jsonl',
  ]);
});

test('a budget bounds the night, and what was left out is told', async () => {
  const { code } = await night('short', '--budget=100ms', '--no-allure');
  const report = reportIn('short');
  expect(report.notes.join(' ')).toContain('came to nothing');
  expect(report.counts.executed).toBeLessThan(report.counts.planned);
  // Nothing is wrong with the device, unless not one case was judged.
  expect(code).toBe(report.counts.verdicts.conform > 0 ? 0 : 3);
});

describe('a mistake is one line, and no night', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['an unknown target', ['--target=phone'], /--target does not know "phone"/],
    ['an unknown wish', ['--fail-on=old'], /--fail-on does not know "old"/],
    [
      'a fault of another target',
      ['--target=mdm', '--fault=atomic-without-rollback'],
      /--fault and --answer belong/,
    ],
    ['waivers that are not there', ['--waivers=nowhere.json'], /nowhere\.json/],
    ['a strength that is too great', ['--strength=9'], /--strength takes a whole number from 2 to 3/],
  ];
  test.each(cases)('%s', async (_, args, words) => {
    const { code, error, out } = await conform(
      ...args,
      `--out=${join(folder, 'none')}`,
      `--history=${join(folder, 'none')}`,
    );
    expect(code).toBe(2);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(error).toMatch(words);
    expect(out).toBe('');
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  test('a history that is a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { code, error } = await conform(`--history=${file}`, `--out=${join(folder, 'none')}`);
    expect(code).toBe(2);
    expect(error).toMatch(/--history .*file can not be used/);
  });
});
