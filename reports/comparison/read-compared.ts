import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRun, UnreadableRun } from '../model/read-run.ts';
import { InvalidFile, readDocument } from '../strict-reader.ts';
import type { NamedRun } from './compare.ts';
import { checkReport } from './check-report.ts';

/** A report.json of more bytes is refused; that of a run with a million cases has a few million. */
const largestReport = 128 * 1024 * 1024;

/** What a place that was named holds. */
export type FoundRun = Pick<NamedRun, 'report' | 'programme'>;

/**
 * Reads what was left by a run or a certification: the output folder of a run, the folder of a report or a certificate,
 * or a report.json itself.
 * @throws UnreadableRun where there is none, or one that can not be understood
 */
export function readCompared(place: string): FoundRun {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new UnreadableRun(`${place} does not exist: name the output folder of a run, or a report.json.`);
  }
  if (found.isFile()) return readReportFile(place);
  if (existsSync(join(place, 'run.json'))) return { report: readRun(place) };
  const report = join(place, 'report.json');
  if (existsSync(report)) return readReportFile(report);
  throw new UnreadableRun(
    `${place} holds neither run.json nor report.json: name the output folder of a run (--out), or a report.json.`,
  );
}

function readReportFile(path: string): FoundRun {
  try {
    if (statSync(path).size > largestReport) {
      throw new UnreadableRun(`${path} is too large: at most ${largestReport} bytes are read.`);
    }
    const text = readFileSync(path, 'utf8');
    const document = readDocument(text, path);
    const format = document
      .field('format')
      .oneOf(['client-certificate-install-report', 'client-certificate-install-certificate']);
    if (format === 'client-certificate-install-report') {
      checkReport(document);
      // Everything that a comparison reads of it has just been checked.
      return { report: JSON.parse(text) as FoundRun['report'] };
    }
    checkReport(document.field('run'));
    const programme = document.field('programme');
    return {
      report: (JSON.parse(text) as { readonly run: FoundRun['report'] }).run,
      programme: {
        version: programme.field('version').text(),
        digest: programme.field('digest').text(),
      },
    };
  } catch (error) {
    if (error instanceof InvalidFile) throw new UnreadableRun(error.message);
    throw error;
  }
}
