import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nightlyPage } from '../../../reports/html/nightly-page.ts';
import type { NightlyReport } from '../../../reports/regression/nightly-report.ts';
import { eventfulNight, nightLine, violation } from '../regression/nights.ts';
import { hasChromium, openEverything, openLaboratory, type Laboratory, type OpenPage } from './browser.ts';
import { seriousFindings } from './serious.ts';
import { hostile } from './reports.ts';

describe.skipIf(!hasChromium)('the page of a night', () => {
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await openLaboratory();
  });
  afterAll(async () => {
    await laboratory.close();
  });
  const opened = async (
    night: NightlyReport,
    options?: Parameters<Laboratory['open']>[1],
  ): Promise<OpenPage> => laboratory.open(laboratory.writePage(await nightlyPage(night)), options);

  test('says first what changed, and leads there', async () => {
    const { page, complaints } = await opened(eventfulNight());
    expect(await page.locator('h1').textContent()).toBe('Failed');
    const looks = await page.locator('.look li').allTextContents();
    expect(looks[0]).toMatch(/^R-DM-08, new, 3 cases/);
    expect(looks.join(' ')).toMatch(/Not always alike.*A-23.*R-DM-08, known.*Waiver expired/);
    await page.locator('.look a').first().click();
    expect(page.url()).toContain('#against');
    expect(await page.locator('#against tbody tr').count()).toBe(4);
    expect(complaints).toEqual([]);
  });

  test('draws every night, and says the same in a table', async () => {
    const nights = Array.from({ length: 40 }, (_, day) => nightLine(day + 1));
    const { page, complaints } = await opened(eventfulNight({ nights }));
    expect(await page.locator('svg.chart').count()).toBe(4);
    const lines = page.getByRole('img', { name: 'Milliseconds for a case in each area, night by night' });
    expect(await lines.locator('circle').count()).toBe(4 * 40);
    expect(await lines.locator('circle title').first().textContent()).toBe('protocol, 01-01: 4.0');
    await page.getByText('The same as a table').click();
    await expect.poll(() => page.locator('#trend tbody tr').count()).toBe(40);
    // Names at the ends of lines that lie close together stand apart.
    const names = await lines.locator('text.name').all();
    const places = await Promise.all(names.map(async (name) => Number(await name.getAttribute('y'))));
    for (const [index, place] of places.entries()) {
      expect(place - (places[index - 1] ?? Number.NEGATIVE_INFINITY)).toBeGreaterThanOrEqual(15);
    }
    expect(complaints).toEqual([]);
  });

  test('with one night, with none of anything, and with thousands of violations', async () => {
    const quiet = {
      violations: [],
      fixed: [],
      drift: [],
      flaky: [],
      waivers: [],
      notes: [],
      nights: [nightLine(1)],
    };
    expect((await opened(eventfulNight(quiet))).complaints).toEqual([]);
    const violations = Array.from({ length: 3000 }, (_, index) => violation({ digest: String(index) }));
    const { page, complaints } = await opened(eventfulNight({ violations }));
    expect(await page.locator('#against tbody tr').count()).toBe(50);
    expect(complaints).toEqual([]);
  });

  test('shows texts of a device, and runs none of them', async () => {
    const all = hostile.join(' ');
    const { page, complaints } = await opened(
      eventfulNight({
        device: { name: all, target: all, description: all, edition: all },
        violations: [
          violation({ points: [{ subject: all, expected: all, observed: all }], firstCase: all, note: all }),
        ],
        notes: [all],
        nights: [nightLine(1, { edition: all, suite: all, perCase: { [all]: 1 } })],
      }),
    );
    await openEverything(page);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img, iframe, object, embed, form, svg[onload]').count()).toBe(0);
    const outside = await page.locator('a:not([href^="#"])').all();
    expect(await Promise.all(outside.map((link) => link.getAttribute('href')))).toEqual([
      'report/report.html',
    ]);
    expect(complaints).toEqual([]);
    expect(await page.locator('.points').first().textContent()).toContain(hostile[0]);
  });

  test.each(
    (['light', 'dark'] as const).flatMap((scheme) => [1280, 360].map((width) => [scheme, width] as const)),
  )('axe finds nothing serious, %s, %d pixels wide', async (colorScheme, width) => {
    const { page } = await opened(eventfulNight(), { colorScheme, viewport: { width, height: 900 } });
    await openEverything(page);
    expect(await seriousFindings(page)).toEqual([]);
  });
});
