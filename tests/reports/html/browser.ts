import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { reportPage, type PageAdditions } from '../../../reports/html/report-page.ts';
import type { RunReport } from '../../../reports/model/run-report.ts';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const program = places.find((path) => existsSync(path));

/** Without it the tests in a real browser are skipped, visibly. */
export const hasChromium = program !== undefined;

/** A page that is open, and what it did that no report may do. */
export interface OpenPage {
  readonly page: Page;
  /** Errors, messages of the console, requests to anywhere: all of it is a fault of the page. */
  readonly complaints: readonly string[];
}

/** The browser of one test file, and the folder where its pages are. */
export interface Laboratory {
  write(report: RunReport, additions?: PageAdditions): Promise<string>;
  /** Writes a page of another make. */
  writePage(html: string): string;
  open(path: string, options?: BrowserContextOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export async function openLaboratory(): Promise<Laboratory> {
  if (program === undefined) throw new Error('there is no Chromium on this machine');
  const folder = mkdtempSync(join(tmpdir(), 'conform-page-'));
  // In a container there is no user namespace for its sandbox, and the page under test is ours.
  const browser: Browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
  let written = 0;
  const writePage = (html: string): string => {
    const path = join(folder, `${++written}.html`);
    writeFileSync(path, html);
    return path;
  };
  return {
    write: async (report, additions) => writePage(await reportPage(report, additions)),
    writePage,
    open: async (path, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('dialog', (dialog) => {
        complaints.push(`dialog ${dialog.message()}`);
        void dialog.dismiss();
      });
      page.on('request', (request) => {
        if (request.url() !== pathToFileURL(path).href) complaints.push(`request ${request.url()}`);
      });
      await page.goto(pathToFileURL(path).href);
      return { page, complaints };
    },
    close: async () => {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Opens all that is folded, with what is folded within it. A fold is drawn in the turn of the browser after it
 * was opened, so that a look at once would see nothing of what it holds.
 */
export async function openEverything(page: Page): Promise<void> {
  const undrawn = page.locator('details:not([data-drawn])');
  while ((await undrawn.count()) > 0) {
    await page.evaluate(
      `document.querySelectorAll('details').forEach((each) => { each.open = true; });
      new Promise((drawn) => setTimeout(drawn))`,
    );
  }
}
