import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { CertificationReport } from '../../reports/certification/certification-report.ts';
import {
  manifestName,
  manifestOf,
  readManifest,
  signatureName,
  writeManifest,
  type ManifestEntry,
} from '../../reports/certification/manifest.ts';
import { certificatePage } from '../../reports/certification/page/document.ts';
import { UsageError } from '../usage-error.ts';
import { signContent, type Signer } from './signer.ts';

/** What goes into a certificate's folder. */
export interface FolderContent {
  readonly report: CertificationReport;
  /** Folder of case files. */
  readonly cases: string;
  readonly signer?: Signer;
  readonly now: Date;
  /** Prints the page; says why not, where it can not. */
  readonly print: (page: string, pdf: string) => Promise<string | undefined>;
  /** The page in which the run is looked through. */
  readonly runPage: string;
}

/**
 * Makes room for a certificate.
 * @throws UsageError where something else is in the folder
 */
export function prepareCertificateFolder(folder: string): void {
  try {
    if (existsSync(folder) && readdirSync(folder).length > 0) {
      if (!holdsCertificate(folder)) {
        throw new UsageError(
          `--out ${folder} holds something else than an earlier certificate: name another folder, or empty it.`,
        );
      }
      rmSync(folder, { recursive: true });
    }
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `--out ${folder} can not be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * Writes a certificate: report, page, PDF, case files, and last the manifest over all of them, with its signature.
 * @returns why there is no PDF, where there is none
 */
export async function writeCertificate(folder: string, content: FolderContent): Promise<string | undefined> {
  const { report, cases, signer, now } = content;
  const write = (name: string, bytes: string | Uint8Array): void => {
    writeFileSync(join(folder, name), bytes);
  };
  write('report.json', `${JSON.stringify(report, undefined, 1)}\n`);
  write('report.html', certificatePage(report));
  write('run.html', content.runPage);
  if (existsSync(cases) && readdirSync(cases).length > 0) {
    cpSync(cases, join(folder, 'cases'), { recursive: true });
  }
  const noPdf = await content.print(join(folder, 'report.html'), join(folder, 'report.pdf'));
  write('README.txt', readMe(report, noPdf));
  const signed = signer !== undefined;
  const manifest = writeManifest(manifestOf(report.identification, signed, filesOf(folder)));
  write(manifestName, manifest);
  if (signed) write(signatureName, signContent(Buffer.from(manifest), signer, now));
  return noPdf;
}

/** Every file of a folder with size and SHA-256, but for the manifest and its signature. */
export function filesOf(folder: string): readonly ManifestEntry[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((name) => name !== manifestName && name !== signatureName)
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      return {
        name: name.split(sep).join('/'),
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
      };
    });
}

function holdsCertificate(folder: string): boolean {
  const path = join(folder, manifestName);
  return existsSync(path) && readManifest(readFileSync(path, 'utf8')) !== undefined;
}

function readMe(
  { statement, signature, identification }: CertificationReport,
  noPdf: string | undefined,
): string {
  return [
    `Test report ${identification}`,
    `Result: ${statement.result.toUpperCase()}`,
    '',
    ...(signature.signed
      ? [`Signed by ${signature.subject}, certificate ${signature.thumbprint} (SHA-256).`]
      : ['*** NOT SIGNED *** Nobody vouches for this report: whoever has it can change it.']),
    '',
    'report.html    the report; loads nothing from elsewhere',
    noPdf === undefined
      ? 'report.pdf     the same, printed'
      : `There is no report.pdf: ${noPdf}. Print report.html with any browser.`,
    'report.json    the same for programs',
    'run.html       the run behind it, to be looked through: filters, search, requests and replies',
    'cases/         every case that differed, if there is one; "npx conform replay cases" carries them out again',
    'manifest.json  SHA-256 and size of every file',
    ...(signature.signed ? ['manifest.p7s   its signature (CMS, detached)'] : []),
    '',
    'Verify: npx conform verify-report FOLDER [--trusted ca.pem]',
    '',
  ].join('\n');
}
