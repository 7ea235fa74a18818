import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Names under which Chromium, or a browser made of it, is in the path. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
/** Where it is on machines whose path does not have it. */
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
/** A browser that has not printed by then will not. */
const patience = 180_000;

/** The path of a Chromium on this machine; undefined where there is none in the usual places. */
export function findChromium(path = process.env['PATH'] ?? ''): string | undefined {
  const inPath = path.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...inPath, ...usualPlaces].find(isProgram);
}

/**
 * Prints a page as PDF.
 * @returns why there is none; undefined where it was printed
 */
export async function printPdf(chromium: string, page: string, pdf: string): Promise<string | undefined> {
  const profile = mkdtempSync(join(tmpdir(), 'conform-chromium-'));
  try {
    const problem = await run(chromium, [
      '--headless',
      '--disable-gpu',
      '--no-first-run',
      '--disable-extensions',
      '--disable-background-networking',
      '--disable-dev-shm-usage',
      // Chromium refuses its sandbox to root; the page is our own, loads nothing and runs nothing.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${profile}`,
      '--no-pdf-header-footer',
      `--print-to-pdf=${resolve(pdf)}`,
      pathToFileURL(page).href,
    ]);
    return problem ?? (existsSync(pdf) ? undefined : `${chromium} ended without a PDF`);
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function run(program: string, options: readonly string[]): Promise<string | undefined> {
  return new Promise((done) => {
    const child = spawn(program, options, { stdio: 'ignore', timeout: patience, killSignal: 'SIGKILL' });
    child.on('error', (error) => {
      done(`${program} can not be started: ${error.message}`);
    });
    child.on('close', (code) => {
      done(code === 0 ? undefined : `${program} ended with ${code ?? 'a signal: it took too long'}`);
    });
  });
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
