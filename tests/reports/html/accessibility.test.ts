import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { floodedReport, hostileReport } from './reports.ts';
import { hasChromium, openLaboratory, type Laboratory } from './browser.ts';

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

describe.skipIf(!hasChromium)('axe finds nothing serious', () => {
  let laboratory: Laboratory;
  const paths: Record<string, string> = {};
  beforeAll(async () => {
    laboratory = await openLaboratory();
    paths['of a faulty device'] = await laboratory.write(floodedReport(60));
    paths['with hostile texts'] = await laboratory.write(hostileReport());
  });
  afterAll(async () => {
    await laboratory.close();
  });

  const cases = ['of a faulty device', 'with hostile texts'].flatMap((name) =>
    (['light', 'dark'] as const).flatMap((scheme) =>
      [1280, 360].map((width) => [name, scheme, width] as const),
    ),
  );
  test.each(cases)(
    'in a report %s, %s, %d pixels wide, with everything open',
    async (name, colorScheme, width) => {
      const { page } = await laboratory.open(paths[name] ?? '', {
        colorScheme,
        viewport: { width, height: 900 },
      });
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate<{ violations: readonly Finding[] }>('axe.run()');
      const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(
        serious.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html.slice(0, 200))]),
      ).toEqual([]);
    },
  );
});
