import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Comparison } from '../../../reports/comparison/comparison.ts';
import { comparisonPage } from '../../../reports/html/comparison-page.ts';
import { compared } from '../comparison/reports.ts';
import { hasChromium, openLaboratory, type Laboratory } from './browser.ts';

describe.skipIf(!hasChromium)('runs side by side in Chromium', () => {
  let laboratory: Laboratory;
  let comparison: Comparison;
  let path = '';
  beforeAll(async () => {
    comparison = compared(
      { violates: ['R-DM-08', 'R-GEN-02'], answers: { 'A-02': '404' } },
      { violates: ['R-GEN-02'], keeps: ['R-DM-08', 'R-PFX-12'], answers: { 'A-02': 'parents-created' } },
      {
        keeps: ['R-DM-08', 'R-GEN-02', 'R-PFX-12'],
        answers: { 'A-02': 'parents-created' },
        record: { seed: 2 },
        more: { second: { kind: 'conform', answers: { 'A-02': '404' }, exercised: [] } },
      },
    );
    laboratory = await openLaboratory();
    path = laboratory.writePage(await comparisonPage(comparison));
  });
  afterAll(async () => {
    await laboratory.close();
  });

  test('opens with what differs, what to look at first, and the runs, and asks nothing of any network', async () => {
    const { page, complaints } = await laboratory.open(path);
    expect(await page.locator('h1').textContent()).toBe('The devices differ');
    expect(await page.locator('.because').textContent()).toBe(comparison.outcome.because);
    const first = page.locator('.look li').first();
    expect(await first.textContent()).toContain('R-DM-08 is violated on A and kept on B and C');
    expect((await first.boundingBox())?.y).toBeLessThan(900);
    expect(await page.locator('.runs tbody tr').count()).toBe(3);
    // The seeds are not the same, which is said on the first screen and explained below.
    expect(await page.locator('.device').first().textContent()).toContain('Read with care');
    expect(await page.locator('#conditions').textContent()).toContain('seed 2');
    expect(complaints).toEqual([]);
  });

  test('begins with the requirements that differ or are violated, and filters and searches', async () => {
    const { page } = await laboratory.open(path);
    const rows = page.locator('#requirements tbody tr:visible');
    const count = page.locator('#requirements output');
    const all = comparison.requirements.length;
    expect(await rows.count()).toBe(2);
    await page.getByLabel('Show', { exact: true }).selectOption({ label: 'kept on every device' });
    await expect.poll(() => count.textContent()).toBe(`0 of ${all} requirements`);
    expect(await page.locator('#requirements').textContent()).toContain('Nothing is left by these filters.');
    await page.getByLabel('Show', { exact: true }).selectOption({ label: 'all' });
    await expect.poll(() => rows.count()).toBe(all);
    await page.getByLabel('Area').selectOption('pfx');
    await expect
      .poll(() => rows.count())
      .toBe(comparison.requirements.filter(({ area }) => area === 'pfx').length);
    await page.getByLabel('Area').selectOption('');
    await page.getByLabel('Search requirements').fill('R-PFX-12');
    await expect.poll(() => rows.count()).toBe(1);
    expect(await count.getAttribute('aria-live')).toBe('polite');
  });

  test('opens below a row the smallest case of a device, what others do, and the command that repeats it', async () => {
    const { page } = await laboratory.open(path, { permissions: ['clipboard-read', 'clipboard-write'] });
    const cell = page.locator('#requirement-R-DM-08 td.device').first();
    await cell.click();
    expect(await cell.getAttribute('aria-expanded')).toBe('true');
    const panel = page.getByRole('group', { name: 'Evidence: R-DM-08 on A' });
    const tops = await Promise.all(
      ['.sent', '.expected', '.observed'].map(
        async (side) => (await panel.locator(side).first().boundingBox())?.y,
      ),
    );
    expect(new Set(tops).size).toBe(1);
    expect(await panel.locator('.on-others li').allTextContents()).toEqual([
      expect.stringMatching(/kept\s+B/),
      expect.stringMatching(/kept\s+C/),
    ]);
    await panel.getByRole('button', { name: 'Copy command' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(
      'npx conform replay out/cases/breaks/R-DM-08.json',
    );
    // Another cell of the row takes its place; the same one closes it.
    await page.locator('#requirement-R-DM-08 td.device').nth(1).click();
    expect(await page.locator('.panel').count()).toBe(1);
    expect(await page.locator('.panel').textContent()).toContain('It decided what was seen in 1 case');
    await page.locator('#requirement-R-DM-08 td.device').nth(1).click();
    expect(await page.locator('.panel').count()).toBe(0);
  });

  test('leads from what to look at first to its row, opened, whatever the filters hide', async () => {
    const { page } = await laboratory.open(path);
    await page.getByLabel('Search requirements').fill('no requirement has this');
    await expect.poll(() => page.locator('#requirements tbody tr:visible').count()).toBe(0);
    await page.locator('.look a').first().click();
    await page.locator('#requirement-R-DM-08:visible').waitFor();
    await page.getByRole('group', { name: 'Evidence: R-DM-08 on A' }).waitFor();
    // The row is not hidden by the heading that stays in sight.
    const head = await page.locator('#requirements thead th').first().boundingBox();
    const row = await page.locator('#requirement-R-DM-08').boundingBox();
    expect(row?.y).toBeGreaterThanOrEqual((head?.y ?? 0) + (head?.height ?? 0) - 1);
  });

  test('shows the answers that differ with their meaning, and marks a device that contradicts itself', async () => {
    const { page } = await laboratory.open(path);
    const row = page.locator('#question-A-02');
    expect(await row.textContent()).toContain('refused with 404');
    const cells = row.locator('td.device');
    expect(await cells.nth(2).textContent()).toContain('contradicts itself');
    await cells.first().click();
    expect(await page.locator('.panel').textContent()).toContain('First seen in keeps');
    expect(await page.locator('#questions tbody tr:visible').count()).toBe(2);
  });

  test('can be walked with the keyboard alone', async () => {
    const { page } = await laboratory.open(path);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the report');
    const named = () => page.evaluate<string>('document.activeElement.textContent.replace(/\\s+/g, " ")');
    // One stop of the Tab key for the whole grid, after its filters.
    await page.getByLabel('Area').focus();
    await page.keyboard.press('Tab');
    expect(await named()).toBe('R-GEN-02, A: ✕violated 1 case');
    expect(await page.locator('#requirements td[tabindex="0"]').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    expect(await named()).toBe('R-DM-08, B: ✓kept 1 case');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Evidence: R-DM-08 on A' }).waitFor();
    // Into the evidence and out of it again, back to where it was opened.
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Close');
    await page.keyboard.press('Escape');
    expect(await page.locator('.panel').count()).toBe(0);
    expect(await named()).toBe('R-DM-08, A: ✕violated 1 case');
    // Where filters hide the stop, another that is in sight takes its place.
    await page.getByLabel('Search requirements').fill('R-GEN-02');
    await expect.poll(() => page.locator('#requirements td[tabindex="0"]:visible').count()).toBe(1);
  });

  test.each([360, 1280])('has no sideways scrolling %d pixels wide', async (width) => {
    const { page } = await laboratory.open(path, { viewport: { width, height: 740 } });
    await page.locator('#requirement-R-DM-08 td.device').first().click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  test('prints with the evidence for what tells devices apart, and the controls away', async () => {
    const { page } = await laboratory.open(path);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    // What was opened for the paper is closed again.
    expect(await page.locator('.panel').count()).toBe(0);
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#requirements .panel:visible .case').count()).toBe(2);
    expect(await page.locator('button:visible').count()).toBe(0);
  });
});
