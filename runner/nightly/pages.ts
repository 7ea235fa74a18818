import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAllureReport, type WrittenAllureReport } from '../../reports/allure-report.ts';
import { nightlyPage } from '../../reports/html/nightly-page.ts';
import { reportPage } from '../../reports/html/report-page.ts';
import type { NightlyMeans } from './nightly.ts';

/** So many nights are in Allure's own history: a month. */
const nightsInAllure = 30;

/** The page of the night, that of its run, and Allure with its history, where that is wanted. */
export function writePages(allure: boolean): NightlyMeans['writePages'] {
  return async (night, report, { out, state, waivers }) => {
    const folder = join(out, 'report');
    const history = { path: join(state, 'allure-history.jsonl'), limit: nightsInAllure };
    // Allure first: it empties the folder.
    const others = allure
      ? [await allureLine(() => writeAllureReport(out, folder, { report, waivers, history }))]
      : [];
    mkdirSync(folder, { recursive: true });
    const write = (path: string, content: string): string => {
      writeFileSync(path, content);
      return path;
    };
    write(join(folder, 'report.json'), `${JSON.stringify(report)}\n`);
    const ofRun = write(join(folder, 'report.html'), await reportPage(report));
    const ofNight = write(join(out, 'nightly.html'), await nightlyPage(night));
    return [`Night: ${ofNight}`, `Run: ${ofRun}`, ...others];
  };
}

/** Whatever keeps Allure from its report says nothing of the device. */
async function allureLine(write: () => Promise<WrittenAllureReport>): Promise<string> {
  try {
    return `Allure: ${(await write()).page}`;
  } catch (error) {
    return `No Allure report: ${error instanceof Error ? error.message : String(error)}`;
  }
}
