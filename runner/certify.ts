import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TargetSettings } from '../adapters/targets.ts';
import type { EditionId } from '../csp/editions.ts';
import { usualStrength } from '../generators/families.ts';
import { openPool } from '../pki/pool.ts';
import type { Programme } from '../reports/certification/certification-report.ts';
import type { Result } from '../reports/certification/decision-rules.ts';
import { keepFindings } from '../reports/certification/finding-groups.ts';
import type { Laboratory } from '../reports/certification/laboratory.ts';
import { makeReport, type Certified } from '../reports/certification/make-report.ts';
import { readMeasured, type Risk } from '../reports/certification/risk.ts';
import { reportPage } from '../reports/html/report-page.ts';
import { readRun, resultsOf } from '../reports/model/read-run.ts';
import type { RunReport } from '../reports/model/run-report.ts';
import { contradictionsIn, findingOf } from '../reports/waivers/finding.ts';
import { keepWaivers, type WaiverUse } from '../reports/waivers/match.ts';
import { subjectOf, type Waiver } from '../reports/waivers/waiver.ts';
import { completeCaseFiles } from './certification/case-files.ts';
import { findChromium, printPdf } from './certification/print-pdf.ts';
import { digestOfCases, readProgramme } from './certification/programme.ts';
import { thumbprintOf } from './certification/signed-manifest.ts';
import type { Signer } from './certification/signer.ts';
import { nameOf } from './certification/trust.ts';
import { prepareCertificateFolder, writeCertificate } from './certification/write-folder.ts';
import type { Console } from './command.ts';
import { keyCache } from './laboratory.ts';
import { carryOutRun, type RunRequest } from './run.ts';
import { projectFolder, suiteFiles } from './suites.ts';
import { exitCodes, UsageError } from './usage-error.ts';

/** A certification as it was asked for. Nothing in it changes which cases are carried out. */
export interface CertifyRequest {
  readonly target: string;
  readonly settings: TargetSettings;
  readonly edition: EditionId;
  readonly patience: number;
  readonly workers: number;
  /** Where the run leaves its results. */
  readonly results: string;
  /** Where the certificate goes. */
  readonly out: string;
  readonly laboratory: Laboratory;
  readonly waivers: readonly Waiver[];
  readonly signer?: Signer;
}

/** What a certification reaches outside for; tests put something smaller in its place. */
export interface CertifyMeans {
  readonly programme: (edition: EditionId) => Promise<Programme>;
  readonly run: (request: RunRequest, console: Console) => Promise<number>;
  readonly print: (page: string, pdf: string) => Promise<string | undefined>;
  /** The page in which the run is looked through. */
  readonly runPage: (report: RunReport) => Promise<string>;
  readonly now: () => Date;
}

/**
 * Carries out the programme and writes the certificate.
 * @returns the exit code: 0 passed, with waivers or without; 1 failed; 3 inconclusive
 * @throws UsageError where folders can not be used, or the cases are not those of the programme
 */
export async function certify(
  request: CertifyRequest,
  means: CertifyMeans,
  console: Console,
): Promise<number> {
  const { target, settings, edition, patience, workers, results, waivers, signer } = request;
  if (resolve(results) === resolve(request.out)) {
    throw new UsageError('--out and --results have to be two folders: the certificate is not the run.');
  }
  const programme = await means.programme(edition);
  prepareCertificateFolder(request.out);
  const { seed, runs } = programme;
  const ended = await means.run(
    {
      target,
      settings,
      edition,
      patience,
      workers,
      seed,
      runs,
      strength: usualStrength,
      suites: [],
      files: suiteFiles(),
      out: results,
    },
    console,
  );
  completeCaseFiles(results);
  const run = readRun(results);
  const accepting = keepWaivers(waivers, run.run.started.slice(0, 10));
  const found = findingsIn(results, run, accepting);
  const now = means.now();
  const report = makeReport({
    ...found,
    issued: now.toISOString(),
    laboratory: request.laboratory,
    programme,
    conditions: {
      platform: `${process.platform} ${process.arch}`,
      runtime: `Node.js ${process.version}`,
      patience,
      workers,
    },
    waivers: accepting.uses(),
    risk: readRisk(),
    signature: signatureNote(signer),
    run,
    // A run that judged nothing against the device and ended otherwise than well was cut off, or failed by itself.
    ended: ended === exitCodes.conform || run.result.verdict !== 'conform',
  });
  const noPdf = await writeCertificate(request.out, {
    report,
    cases: join(results, 'cases'),
    now,
    print: means.print,
    runPage: await means.runPage(run),
    ...(signer === undefined ? {} : { signer }),
  });
  const { result, because } = report.statement;
  for (const use of report.waivers) if (use.state !== 'used') console.out(complaintAbout(use));
  if (noPdf !== undefined) console.out(`No report.pdf: ${noPdf}. Print report.html with any browser.`);
  if (signer === undefined)
    console.out('NOT SIGNED: nobody vouches for this report. --key and --certificate sign it.');
  console.out(`${result.toUpperCase()}: ${because}`);
  console.out(
    `Certificate: ${join(request.out, 'report.html')}. Verify: npx conform verify-report ${request.out}`,
  );
  return exitCodeFor(result);
}

/** The programme of this build, the real run, and a browser of this machine. */
export function ordinaryMeans(chromium: string | undefined): CertifyMeans {
  return {
    programme: programmeFor,
    run: carryOutRun,
    print: async (page, pdf) => {
      const program = chromium ?? findChromium();
      if (program === undefined) return 'no Chromium was found in the usual places (--chromium names one)';
      return printPdf(program, page, pdf);
    },
    runPage: (report) => reportPage(report, { title: 'Run behind the certificate' }),
    now: () => new Date(),
  };
}

/**
 * The programme for an edition, whose cases are made here to be sure that they are those of its version.
 * @throws UsageError where they are not
 */
async function programmeFor(edition: EditionId): Promise<Programme> {
  const { version, seed, runs, digests } = readProgramme();
  const digest = digestOfCases({ seed, runs }, edition, await openPool(keyCache));
  if (digest !== digests[edition]) {
    throw new UsageError(
      `the cases of this build of the suite are not those of programme ${version}: use a released version, or give the programme a new version (docs/certification.md).`,
    );
  }
  return { version, digest, seed, runs };
}

function findingsIn(
  results: string,
  run: RunReport,
  accepting: ReturnType<typeof keepWaivers>,
): Pick<Certified, 'findings' | 'counts'> {
  const keeper = keepFindings(accepting);
  for (const entry of resultsOf(results)) {
    const finding = entry.kind === 'case' ? findingOf(entry) : undefined;
    if (finding !== undefined) keeper.add(finding);
  }
  for (const finding of contradictionsIn(run.fingerprint)) keeper.add(finding);
  return { findings: keeper.groups(), counts: keeper.counts() };
}

function readRisk(): readonly Risk[] {
  const name = join('qualification', 'measured.json');
  const path = join(projectFolder, name);
  return existsSync(path) ? readMeasured(readFileSync(path, 'utf8'), name) : [];
}

function signatureNote(signer: Signer | undefined): Certified['signature'] {
  if (signer === undefined) return { signed: false };
  const [certificate] = signer.certificates;
  return { signed: true, subject: nameOf(certificate), thumbprint: thumbprintOf(certificate) };
}

function complaintAbout({ waiver, state, different }: WaiverUse): string {
  const about = `Waiver for ${subjectOf(waiver)}, ${waiver.case} (${waiver.owner})`;
  if (state === 'expired') return `${about} expired on ${waiver.expires} and does not count.`;
  const near = different === 0 ? '' : ` though its cases differ otherwise ${different} times`;
  return `${about} matched nothing${near}.`;
}

function exitCodeFor(result: Result): number {
  switch (result) {
    case 'passed':
    case 'passed with waivers':
      return exitCodes.conform;
    case 'failed':
      return exitCodes.violation;
    case 'inconclusive':
      return exitCodes.inconclusive;
  }
}
