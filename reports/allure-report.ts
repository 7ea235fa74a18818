import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The report asks Google for a script when it is opened; ours stays offline. */
const analytics =
  /<script[^>]*googletagmanager[^>]*>\s*<\/script>|<script>(?:(?!<\/script>)[\s\S])*gtag(?:(?!<\/script>)[\s\S])*<\/script>/g;

const title = 'ClientCertificateInstall CSP conformance';

/**
 * Turns Allure results into one HTML file that opens from disk and loads nothing from elsewhere.
 * @param results folder of allure-results
 * @param folder where the report goes; an older report in it is removed, since Allure would keep showing that one
 * @returns path of the HTML file
 */
export async function writeAllureReport(results: string, folder: string): Promise<string> {
  rmSync(folder, { recursive: true, force: true });
  const program = join(dirname(fileURLToPath(import.meta.resolve('allure'))), '..', 'cli.js');
  await promisify(execFile)(process.execPath, [
    program,
    'awesome',
    '--single-file',
    '--report-name',
    title,
    results,
    '-o',
    folder,
  ]);
  const page = join(folder, 'index.html');
  writeFileSync(page, readFileSync(page, 'utf8').replace(analytics, ''));
  return page;
}
