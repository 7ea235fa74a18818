import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingOf } from '../../../reports/waivers/finding.ts';
import { resultsOf } from '../../../reports/model/read-run.ts';
import { main } from '../../../runner/main.ts';
import { familiesNamed, faultyDevice, recordRun } from '../../reports/model/recorded-run.ts';

let out = '';
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'conform-report-command-'));
  await recordRun(out, faultyDevice('atomic-without-rollback'), familiesNamed('protocol/R-DM-08/matrix'));
});
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

async function report(...options: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const said = { out: '', error: '' };
  const code = await main(['report', `--out=${out}`, ...options], {
    out: (text) => (said.out += `${text}\n`),
    error: (text) => (said.error += `${text}\n`),
  });
  return { code, ...said };
}

/** A file that accepts all that the run has found. */
function acceptingAll(expires: string): string {
  const waivers = [...resultsOf(out)].flatMap((entry) => {
    const finding = entry.kind === 'case' ? findingOf(entry) : undefined;
    if (finding === undefined) return [];
    return [
      {
        kind: 'violation',
        requirement: finding.subject,
        case: finding.case,
        observation: { digest: finding.digest },
        reason: 'known, corrected in build 4711',
        owner: 'A. Tester',
        expires,
      },
    ];
  });
  const path = join(out, 'waivers.json');
  writeFileSync(path, JSON.stringify({ format: 'client-certificate-install-waivers', version: 1, waivers }));
  return path;
}

describe('conform report --gate', () => {
  it('ends with 1 and one line why, where the device is wrong', async () => {
    const { code, out: text, error } = await report('--gate');
    expect(error).toBe('');
    expect(text).toMatch(/^Quality gate NOT passed: The number of failed tests \d+ exceeds .*maxFailures/m);
    expect(code).toBe(1);
  });

  it('passes where every difference is accepted, and not when that has expired', async () => {
    const history = join(out, 'history.jsonl');
    const accepted = await report(
      '--gate',
      `--waivers=${acceptingAll('2099-12-31')}`,
      `--history=${history}`,
    );
    expect(accepted.out).toMatch(/Allure: .*\(1 known issue\)\nQuality gate passed/);
    expect(accepted.code).toBe(0);
    expect(readFileSync(history, 'utf8').trim().split('\n')).toHaveLength(1);
    expect((await report('--gate', `--waivers=${acceptingAll('2025-12-31')}`)).code).toBe(1);
  });

  it('takes rules from a file', async () => {
    const rules = join(out, 'gate.json');
    writeFileSync(rules, '{"rules": [{"maxFailures": 9}]}');
    expect((await report('--gate', rules)).code).toBe(0);
  });
});

describe('wrong usage ends with one line and exit code 2', () => {
  it.each([
    ['a gate without Allure', ['--no-allure', '--gate'], /--gate .*--no-allure/],
    ['a history without Allure', ['--no-allure', '--history=h.jsonl'], /--history .*--no-allure/],
    ['a file of rules that there is not', ['--gate', 'none.json'], /none\.json can not be read/],
    [
      'a file of rules that is none',
      ['--gate', 'package.json'],
      /package\.json: the file has an unknown field/,
    ],
    ['a limit that is no number', ['--history-limit=x'], /--history-limit takes a whole number/],
    ['waivers that there are not', ['--waivers=none.json'], /none\.json can not be read/],
  ])('%s', async (_, options, message) => {
    const { code, error } = await report(...options);
    expect(error).toMatch(message);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});
