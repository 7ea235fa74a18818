import { fileURLToPath } from 'node:url';
import type { NightlyReport } from '../regression/nightly-report.ts';
import { selfContained } from './self-contained.ts';

/** So many nights are drawn. */
const nightsShown = 120;

/** A night as a page: what changed since the baseline, and the trend of the nights before. */
export function nightlyPage(night: NightlyReport): Promise<string> {
  return selfContained({
    title: `Night of ${night.run.started.slice(0, 10)}: ${night.device.name}, ${night.result.verdict}`,
    program: fileURLToPath(new URL('client/nightly/main.ts', import.meta.url)),
    data: { ...night, nights: night.nights.slice(-nightsShown) },
    ownStyles: ['nightly'],
    dataFile: 'nightly.json',
  });
}
