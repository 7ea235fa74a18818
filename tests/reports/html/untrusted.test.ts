import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasChromium, openEverything, openLaboratory, type Laboratory } from './browser.ts';
import { hostile, hostileReport } from './reports.ts';

describe.skipIf(!hasChromium)('texts of devices and payloads are shown and never run', () => {
  let laboratory: Laboratory;
  beforeAll(async () => {
    laboratory = await openLaboratory();
  });
  afterAll(async () => {
    await laboratory.close();
  });

  test('in LocURI, title, reason, evidence, command, fingerprint, device and added sections', async () => {
    const all = hostile.join(' ');
    const path = await laboratory.write(hostileReport(), {
      title: all,
      sections: [
        {
          id: 'extra',
          title: all,
          paragraphs: [all],
          facts: [[all, all]],
          table: { columns: [all], rows: [[all]] },
        },
      ],
    });
    const { page, complaints } = await laboratory.open(path);
    await openEverything(page);
    for (const link of await page.locator('.look a').all()) await link.click();
    await page.getByLabel('Search differences').fill('<script>');
    await page.getByLabel('Search requirements').fill(hostile[0]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img, iframe, object, embed, form, svg[onload]').count()).toBe(0);
    expect(await page.locator('a:not([href^="#"])').count()).toBe(0);
    expect(complaints).toEqual([]);
    // Shown they are, as they were sent.
    expect(await page.locator('.case-title').first().textContent()).toContain(hostile[0]);
    expect(await page.locator('.shown').first().textContent()).toContain('onerror="window.hacked=1"');
    // What turns text round or hides it stands there as its number.
    expect(await page.locator('.case-title').first().textContent()).toContain('⟨U+202E⟩');
  });

  test('even a script that got into the page would not run', async () => {
    const { page } = await laboratory.open(await laboratory.write(hostileReport()));
    await page.evaluate(
      "{ const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s); }",
    );
    await page.evaluate(
      "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hacked=1\">')",
    );
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });
});
