import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, openLaboratory, type Laboratory } from './browser.ts';
import { floodedReport } from './reports.ts';

/** Milliseconds; generous, since machines that test are slow, and still far below what anybody calls slow. */
const opensWithin = 5000;
const answersWithin = 2000;

describe.skipIf(!hasChromium)('a report of 10,000 differences', () => {
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await openLaboratory();
  });
  afterAll(async () => {
    await laboratory.close();
  });

  test('opens, filters and shows more without getting slow', async () => {
    const { page, complaints } = await laboratory.open(await laboratory.write(floodedReport(10_000)));
    const painted = await page.evaluate<number>(
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()",
    );
    expect(painted).toBeLessThan(opensWithin);
    // What is folded is not drawn: the page has a few thousand elements, not hundreds of thousands.
    expect(await page.evaluate('document.querySelectorAll("*").length')).toBeLessThan(10_000);

    await page.locator('.group .others summary').first().click();
    const lines = page.locator('.group').first().locator('.lines li');
    await expect.poll(() => lines.count(), { interval: 20 }).toBe(100);
    await page.getByRole('button', { name: /^Show 100 more of 6,900/ }).click();
    expect(await lines.count()).toBe(200);

    const count = page.locator('#differences output');
    const begun = await page.evaluate<number>('performance.now()');
    await page.getByLabel('Search differences').fill('status 9999');
    await expect.poll(() => count.textContent(), { interval: 20 }).toBe('1 of 10,000 cases in 1 group');
    expect((await page.evaluate<number>('performance.now()')) - begun).toBeLessThan(answersWithin);
    expect(complaints).toEqual([]);
  });
});
