import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeAllureReport, type AllureOptions } from '../../../reports/allure-report.ts';
import type { Verdict } from '../../../cases/verdict.ts';
import type { Waiver } from '../../../reports/waivers/waiver.ts';
import { hasChromium, openLaboratory, type Laboratory } from '../html/browser.ts';
import { hostile } from '../html/reports.ts';
import { caseFile, caseLine, differing } from '../model/synthetic.ts';
import { runFolder } from './run-folder.ts';

const conform: Verdict = { kind: 'conform', answers: { 'A-02': 'rejected' }, exercised: ['R-DM-08'] };
const differs = differing('R-DM-08', { observed: `Status 200 ${hostile.join(' ')}` });
const waiver: Waiver = {
  kind: 'violation',
  requirement: 'R-DM-08',
  case: 'atomic/*',
  observation: { points: [{ expected: 'Status 404', observed: 'Status 200*' }] },
  reason: 'known, corrected in build 4711',
  owner: 'A. Tester',
  expires: '2099-12-31',
};

/** A night: one requirement that is kept, and one that is as it is told. */
function night(startedAt: number, ...verdicts: readonly Verdict[]): string {
  const kept = {
    ...caseLine('kept', conform),
    family: 'protocol/R-DM-01/matrix',
    aims: ['R-DM-01'] as const,
  };
  return runFolder({
    entries: [kept, ...verdicts.map((verdict, index) => caseLine(`atomic/${index}`, verdict))],
    files: verdicts.flatMap((verdict, index) =>
      verdict.kind === 'violation'
        ? [caseFile(`atomic/${index}`, verdict, { title: hostile.join(' '), sent: hostile.join(' ') })]
        : [],
    ),
    record: { startedAt, endedAt: startedAt + 1000, seed: startedAt },
  });
}

interface Point {
  readonly testResults: Readonly<Record<string, { readonly fullName: string; readonly status: string }>>;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'conform-allure-report-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const made = (out: string, options?: AllureOptions) => writeAllureReport(out, join(out, 'report'), options);

/** What Allure itself counted. */
function statistics(out: string): object {
  return (JSON.parse(readFileSync(join(out, 'report', 'summary.json'), 'utf8')) as { stats: object }).stats;
}

describe('the report of Allure', () => {
  it('is one page that asks nobody, beside its configuration', async () => {
    const out = night(1000, differs);
    const { page, gate } = await made(out);
    expect(readFileSync(page, 'utf8')).not.toMatch(/googletagmanager|gtag\(/);
    expect(gate).toBeUndefined();
    expect(statistics(out)).toMatchObject({ total: 3, passed: 2, failed: 1 });
    expect(JSON.parse(readFileSync(join(out, 'report', 'allurerc.json'), 'utf8'))).toMatchObject({
      plugins: { awesome: { options: { singleFile: true } } },
    });
  });

  it('shows as known what waivers accept, and nothing else', async () => {
    const out = night(1000, differs, differing('R-DM-08', { observed: 'Status 200' }));
    const { known } = await made(out, { waivers: [waiver] });
    expect(known.map(({ test }) => test)).toEqual(['R-DM-08']);
    expect(statistics(out)).toMatchObject({ failed: 1, resolutions: { accepted: 1 } });
    const other = night(1000, differs, differing('R-DM-08', { observed: 'Status 500' }));
    await made(other, { waivers: [waiver] });
    expect(statistics(other)).not.toHaveProperty('resolutions');
  });
});

describe('the history', () => {
  it('keeps one line for each run and one name for each test, as many runs as it may', async () => {
    const history = { path: join(folder, 'history.jsonl'), limit: 2 };
    const points = (): readonly Point[] =>
      readFileSync(history.path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Point);
    const first = night(1000, conform);
    await made(first, { history });
    expect(points()).toHaveLength(1);
    // The report of the same run again, for whatever reason, is no second night.
    await made(first, { history });
    expect(points()).toHaveLength(1);
    await made(night(2000, differs), { history });
    const [before, after] = points();
    expect(Object.keys(after?.testResults ?? {}).sort()).toEqual(
      Object.keys(before?.testResults ?? {}).sort(),
    );
    const statuses = points().map(({ testResults }) =>
      Object.values(testResults).map(({ fullName, status }) => `${fullName} ${status}`),
    );
    expect(statuses[0]).toContain('R-DM-08 passed');
    expect(statuses[1]).toContain('R-DM-08 failed');
    await made(night(3000, conform), { history });
    expect(points()).toHaveLength(2);
  });
});

describe('the quality gate', () => {
  it('passes where there is no failure, or only known ones', async () => {
    expect((await made(night(1000, conform), { gate: 'usual' })).gate?.passed).toBe(true);
    const known = await made(night(1000, differs), { gate: 'usual', waivers: [waiver] });
    expect(known.gate).toMatchObject({ passed: true });
  });

  it('fails where something differs, and where nothing was judged', async () => {
    const failed = await made(night(1000, differs), { gate: 'usual' });
    expect(failed.gate?.passed).toBe(false);
    expect(failed.gate?.results).toContainEqual({
      rule: 'maxFailures',
      success: false,
      message: 'The number of failed tests 1 exceeds the allowed threshold value 0',
    });
    const untested: Verdict = { kind: 'not-tested', reason: 'no TPM' };
    const nothing = runFolder({ entries: [caseLine('a', untested)] });
    const { gate } = await made(nothing, { gate: 'usual' });
    expect(gate?.results.filter(({ success }) => !success).map(({ rule }) => rule)).toEqual(['successRate']);
  });

  it('takes rules of its own, also for the numbers of the run', async () => {
    const out = night(1000, differs);
    const lenient = [{ maxFailures: 1, metricMin: { key: 'cases', value: 2 } }];
    expect((await made(out, { gate: lenient })).gate?.passed).toBe(true);
    const strict = [{ metricMin: { key: 'cases', value: 3 } }];
    expect((await made(out, { gate: strict })).gate?.passed).toBe(false);
  });
});

describe.skipIf(!hasChromium)('in Chromium', () => {
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await openLaboratory();
  });
  afterAll(async () => {
    await laboratory.close();
  });

  it('opens from disk, asks no network, runs nothing of a payload, and shows test, known issue, history and gate', async () => {
    const history = { path: join(folder, 'chromium.jsonl'), limit: 10 };
    await made(night(1000, conform), { history });
    const { page: path } = await made(night(2000, differs), { history, waivers: [waiver], gate: 'usual' });
    const { page, complaints } = await laboratory.open(path);
    await page.getByText('Quality Gates').first().waitFor();
    await page.getByPlaceholder('Search tests').fill('R-DM-08');
    await page
      .getByText(/^R-DM-08 An Atomic/)
      .first()
      .click();
    await page.getByText('expected: Status 404').first().waitFor();
    await page.getByText('Resolutions').first().click();
    await page.getByText('known, corrected in build 4711 (accepted by A. Tester until 2099-12-31)').waitFor();
    await page.getByText('History').first().click();
    // The night before, by the start of its test.
    await page
      .getByText(/19(69|70) at/)
      .first()
      .waitFor();
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    // Fonts and attachments lie in the page itself.
    expect(complaints.filter((each) => !/^request (data|blob):/.test(each))).toEqual([]);
  });
});
