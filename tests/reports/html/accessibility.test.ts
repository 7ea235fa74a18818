import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { floodedReport, hostileReport } from './reports.ts';
import { hasChromium, openEverything, openLaboratory, type Laboratory } from './browser.ts';
import { seriousFindings } from './serious.ts';

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
      await openEverything(page);
      expect(await seriousFindings(page)).toEqual([]);
    },
  );
});
