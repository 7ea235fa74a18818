import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRun } from '../../../reports/model/read-run.ts';
import type { RunReport } from '../../../reports/model/run-report.ts';
import { familiesNamed, faultyDevice, recordRun } from '../model/recorded-run.ts';
import { hasChromium, openLaboratory, type Laboratory } from './browser.ts';

describe.skipIf(!hasChromium)('the report of a faulty device in Chromium', () => {
  let out = '';
  let laboratory: Laboratory;
  let report: RunReport;
  let path = '';
  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'conform-use-'));
    const names = ['protocol/R-DM-08', 'pfx/R-PFX-04/matrix', 'pfx/R-PFX-01'];
    await recordRun(out, faultyDevice('atomic-without-rollback'), familiesNamed(...names));
    report = readRun(out);
    laboratory = await openLaboratory();
    path = await laboratory.write(report, {
      sections: [{ id: 'waivers', title: 'Waivers', facts: [['Owner', 'Ada']] }],
    });
  });
  afterAll(async () => {
    await laboratory.close();
    rmSync(out, { recursive: true, force: true });
  });

  test('opens with the verdict, the device and what to look at first, and asks nothing of any network', async () => {
    const { page, complaints } = await laboratory.open(path);
    expect(await page.locator('h1').textContent()).toBe('Violation');
    expect(await page.locator('.device').textContent()).toContain(report.target.description);
    const first = page.locator('.look li').first();
    expect(await first.textContent()).toContain('R-DM-08 is violated');
    // All of it on the first screen.
    expect((await first.boundingBox())?.y).toBeLessThan(900);
    expect(await page.locator('#waivers').textContent()).toContain('Ada');
    expect(complaints).toEqual([]);
  });

  test('shows request, expected and observed beside one another, with the lines that differ', async () => {
    const { page } = await laboratory.open(path);
    const step = page.locator('.step.concerned').first();
    const boxes = await Promise.all(
      ['.sent', '.expected', '.observed'].map((side) => step.locator(side).first().boundingBox()),
    );
    const tops = boxes.map((box) => box?.y);
    expect(new Set(tops).size).toBe(1);
    expect(await step.locator('.sent .marked').count()).toBeGreaterThan(2);
    expect(await step.locator('.observed .marked').count()).toBeGreaterThan(2);
    expect(await step.locator('.sent .xml-name').count()).toBeGreaterThan(5);
    expect(await step.locator('.expected').textContent()).toContain('R-DM-08');
  });

  test('copies the command that repeats the case, and the payload byte for byte', async () => {
    const { page } = await laboratory.open(path, { permissions: ['clipboard-read', 'clipboard-write'] });
    const shown = report.differences[0]?.smallest?.file;
    const copied = async (button: string): Promise<string> => {
      await page.locator('.case').first().getByRole('button', { name: button }).last().click();
      await page.getByRole('button', { name: 'Copied' }).first().waitFor();
      return page.evaluate<string>('navigator.clipboard.readText()');
    };
    expect(await copied('Copy command')).toBe(shown?.found.command);
    expect(await page.locator('#announcements').textContent()).toBe('Copied');
    const payloads = shown?.case.steps.flatMap((step) =>
      step.kind === 'send' && 'text' in step.payload ? [step.payload.text] : [],
    );
    expect(payloads).toContain(await copied('Copy payload'));
  });

  test('filters and searches the requirements, and says how many are left', async () => {
    const { page } = await laboratory.open(path);
    const rows = page.locator('#requirements tbody tr:visible');
    const count = page.locator('#requirements output');
    expect(await rows.count()).toBe(report.requirements.length);
    await page.getByLabel('Verdict', { exact: true }).selectOption('violated');
    const violated = report.requirements.filter(({ verdict }) => verdict === 'violated').length;
    await expect.poll(() => rows.count()).toBe(violated);
    expect(await count.textContent()).toBe(`${violated} of ${report.requirements.length} requirements`);
    await page.getByLabel('Verdict', { exact: true }).selectOption('');
    await page.getByLabel('Search requirements').fill('rolled ATOMIC 507');
    await expect.poll(() => rows.count()).toBeLessThan(5);
    await page.getByLabel('Search requirements').fill('no requirement has this');
    await expect.poll(() => count.textContent()).toBe(`0 of ${report.requirements.length} requirements`);
    expect(await count.getAttribute('aria-live')).toBe('polite');
  });

  test('searches the differences, and opens a group by the link to it', async () => {
    const { page } = await laboratory.open(path);
    const groups = page.locator('.group:visible');
    await page.getByLabel('Search differences').fill('R-PFX-12');
    await expect.poll(() => groups.count()).toBe(1);
    await page.getByLabel('Search differences').fill('');
    await expect.poll(() => groups.count()).toBe(report.differences.length);
    await page.locator('.look a').nth(1).click();
    const key = report.lookAtFirst[1]?.key ?? '';
    await page.locator(`.group[open]:has(#difference-${key})`).waitFor();
  });

  test('can be walked with the keyboard: skip link, groups, the map', async () => {
    const { page } = await laboratory.open(path);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report');
    await page.locator('.group > summary').nth(1).focus();
    await page.keyboard.press('Enter');
    await page.locator('.group[open]').nth(1).waitFor();
    await page.locator('.map td[tabindex="0"]').focus();
    const before = await page.locator('#map-detail').textContent();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await page.locator('#map-detail').textContent()).not.toBe(before);
    expect(await page.locator('.map td[tabindex="0"]').count()).toBe(1);
  });

  test('is light or dark as the system is, until somebody switches', async () => {
    const { page } = await laboratory.open(path, { colorScheme: 'dark' });
    const background = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const dark = await background();
    await page.getByRole('button', { name: 'Light colours' }).click();
    expect(await background()).not.toBe(dark);
    await page.getByRole('button', { name: 'Dark colours' }).click();
    expect(await background()).toBe(dark);
  });

  test('has no sideways scrolling on a telephone', async () => {
    const { page } = await laboratory.open(path, { viewport: { width: 360, height: 740 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });

  test('prints with every group open and the controls away', async () => {
    const { page } = await laboratory.open(path);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    // What was opened for the paper is folded again.
    expect(await page.locator('.group[open]').count()).toBe(1);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.group[open] .case:visible').count()).toBe(report.differences.length);
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await page.locator('#requirements tbody tr:visible').count()).toBe(report.requirements.length);
  });
});
