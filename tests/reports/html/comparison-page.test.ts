import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requirements } from '../../../csp/requirements.ts';
import { compareRuns, type NamedRun } from '../../../reports/comparison/compare.ts';
import { comparisonPage } from '../../../reports/html/comparison-page.ts';
import { compared, named, type Behaviour } from '../comparison/reports.ts';
import { hasChromium, openEverything, openLaboratory, type Laboratory } from './browser.ts';
import { seriousFindings } from './serious.ts';
import { hostile, hostileReport } from './reports.ts';

const all = hostile.join(' ');
const openEvidence = `
  for (const grid of document.querySelectorAll('.devices')) {
    for (const row of grid.querySelectorAll('tbody > tr[id]:not([hidden])')) row.querySelector('td[aria-expanded]')?.click();
  }
`;

/** A device with a hostile name beside one in which all that a device or a case can choose is hostile. */
function hostileRuns(): readonly NamedRun[] {
  return [
    { name: all, from: all, report: hostileReport(), programme: { version: all, digest: all } },
    ...named({ keeps: ['R-DM-08'], answers: { 'A-02': '404' } }),
  ];
}

/** So many devices that differ in everything. */
function many(count: number): readonly NamedRun[] {
  return named(
    ...Array.from({ length: count }, (_, index): Behaviour => {
      const half = requirements.map(({ id }) => id).filter((__, place) => (place + index) % 2 === 0);
      return {
        violates: half,
        keeps: requirements.map(({ id }) => id).filter((id) => !half.includes(id)),
        answers: { 'A-02': index % 2 === 0 ? '404' : 'parents-created' },
        record: { seed: index },
      };
    }),
  );
}

test('the page of the same comparison is the same, and has two scripts, whatever the payloads are', async () => {
  const comparison = compareRuns(hostileRuns());
  const html = await comparisonPage(comparison);
  expect(await comparisonPage(comparison)).toBe(html);
  expect(html.match(/<script\b[^>]*>/gi)).toEqual(['<script type="application/json" id="data">', '<script>']);
  expect(html).not.toContain('<!--');
  expect(html).toContain('The same is in compare.json.');
});

describe.skipIf(!hasChromium)('in Chromium', () => {
  let laboratory: Laboratory;
  const paths: Record<string, string> = {};
  beforeAll(async () => {
    laboratory = await openLaboratory();
    const write = async (name: string, runs: readonly NamedRun[]): Promise<void> => {
      paths[name] = laboratory.writePage(await comparisonPage(compareRuns(runs)));
    };
    await write('two devices that differ', named({ violates: ['R-DM-08'] }, { keeps: ['R-DM-08'] }));
    await write('hostile texts', hostileRuns());
    await write('twenty devices', many(20));
  });
  afterAll(async () => {
    await laboratory.close();
  });

  test('texts of devices, payloads and folders are shown and never run', async () => {
    const { page, complaints } = await laboratory.open(paths['hostile texts'] ?? '');
    await page.evaluate(openEvidence);
    await openEverything(page);
    for (const link of await page.locator('.look a, .tile').all()) await link.click();
    await page.getByLabel('Search requirements').fill(hostile[0]);
    await page.emulateMedia({ media: 'print' });
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('img, iframe, object, embed, form, svg[onload]').count()).toBe(0);
    expect(await page.locator('a:not([href^="#"])').count()).toBe(0);
    expect(complaints).toEqual([]);
    // Shown they are: the payload in the evidence, and what turns text round as its number.
    expect(await page.locator('.panel .shown').first().textContent()).toContain('onerror="window.hacked=1"');
    expect(await page.locator('th.run').first().textContent()).toContain('⟨U+202E⟩');
  });

  const views = ['two devices that differ', 'hostile texts'].flatMap((name) =>
    (['light', 'dark'] as const).flatMap((scheme) =>
      [1280, 360].map((width) => [name, scheme, width] as const),
    ),
  );
  test.each([...views, ['twenty devices', 'light', 1280] as const])(
    'axe finds nothing serious in %s, %s, %d pixels wide',
    async (name, colorScheme, width) => {
      const { page } = await laboratory.open(paths[name] ?? '', {
        colorScheme,
        viewport: { width, height: 900 },
      });
      // The more there is, the longer axe takes; rows that differ in nothing but their text are not worth minutes.
      if (name === 'twenty devices') {
        await page.getByLabel('Search requirements').fill('R-PFX-1');
        await expect.poll(() => page.locator('#requirements tbody tr:visible').count()).toBe(10);
      }
      await page.evaluate(openEvidence);
      await openEverything(page);
      expect(await seriousFindings(page)).toEqual([]);
    },
  );

  test('twenty devices that differ everywhere open and answer without getting slow', async () => {
    const { page, complaints } = await laboratory.open(paths['twenty devices'] ?? '');
    const painted = await page.evaluate<number>(
      "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? performance.now()",
    );
    // Generous, as for the page of one run: machines that test are slow.
    expect(painted).toBeLessThan(5000);
    const begun = await page.evaluate<number>('performance.now()');
    await page.getByLabel('Search requirements').fill('R-PFX-12');
    await expect.poll(() => page.locator('#requirements tbody tr:visible').count(), { interval: 20 }).toBe(1);
    expect((await page.evaluate<number>('performance.now()')) - begun).toBeLessThan(2000);
    // The table scrolls by itself, with the requirement in sight.
    await page.locator('.devices.many').first().evaluate('(place) => { place.scrollLeft = 5000; }');
    const seen = await page.evaluate<string>(
      `(() => {
        document.getElementById('requirements').scrollIntoView();
        const { x, y } = document.querySelector('#requirement-R-PFX-12 .id').getBoundingClientRect();
        return document.elementFromPoint(x + 2, y + 2)?.textContent ?? '';
      })()`,
    );
    expect(seen).toBe('R-PFX-12');
    expect(complaints).toEqual([]);
  });

  test('says when nothing differs', async () => {
    const path = laboratory.writePage(
      await comparisonPage(compared({ keeps: ['R-DM-08'] }, { keeps: ['R-DM-08'] })),
    );
    const { page } = await laboratory.open(path);
    expect(await page.locator('h1').textContent()).toBe('No difference');
    expect(await page.locator('.look').textContent()).toContain('Nothing asks for a look');
  });
});
