import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import type { X509Certificate } from 'node:crypto';
import { join, relative } from 'node:path';
import type { CertificationReport } from '../../reports/certification/certification-report.ts';
import { identify, statementOn } from '../../reports/certification/make-report.ts';
import {
  compareFiles,
  manifestName,
  readManifest,
  signatureName,
  type Manifest,
} from '../../reports/certification/manifest.ts';
import { shownOn } from '../../reports/certification/page/document.ts';
import { checkSignature } from './check-signature.ts';
import { isValidAt } from './signer.ts';
import { thumbprintOf } from './signed-manifest.ts';
import { nameOf, reasonToDistrust } from './trust.ts';
import { filesOf } from './write-folder.ts';

export interface VerificationWishes {
  /** Certificates of those whose signatures count; absent: whoever signed is only shown. */
  readonly trusted?: readonly X509Certificate[];
  /** Whether a report without signature is admitted. */
  readonly allowUnsigned: boolean;
  /** The moment for which certificates have to be valid. */
  readonly at: Date;
}

export interface Verification {
  /** What is wrong, a sentence each; empty: nothing. */
  readonly problems: readonly string[];
  /** What a reader has to know. */
  readonly notes: readonly string[];
}

/** Verifies a certificate's folder: manifest against files, signature against manifest, and that report and page say the same. */
export function verifyFolder(folder: string, wishes: VerificationWishes): Verification {
  const bytes = existsSync(join(folder, manifestName)) ? readFileSync(join(folder, manifestName)) : undefined;
  if (bytes === undefined) return { problems: [`${manifestName} is missing.`], notes: [] };
  const manifest = readManifest(bytes.toString('utf8'));
  if (manifest === undefined || !bytes.equals(Buffer.from(bytes.toString('utf8')))) {
    return { problems: [`${manifestName} is changed, or none of this version of the suite.`], notes: [] };
  }
  const strange = strangeEntries(folder);
  if (strange.length > 0) return { problems: strange, notes: [] };
  const signature = verifySignature(folder, manifest, bytes, wishes);
  const report = verifyReport(folder, manifest, signature.thumbprint);
  return {
    problems: [...compareFiles(manifest, filesOf(folder)), ...signature.problems, ...report.problems],
    notes: [...report.notes, ...signature.notes],
  };
}

interface VerifiedSignature extends Verification {
  readonly thumbprint?: string;
}

function verifySignature(
  folder: string,
  { signed }: Manifest,
  content: Uint8Array,
  { trusted, allowUnsigned, at }: VerificationWishes,
): VerifiedSignature {
  const path = join(folder, signatureName);
  const exists = existsSync(path);
  if (!signed) {
    const problems = exists ? [`${signatureName} is extra: the manifest says that it is not signed.`] : [];
    const note = 'NOT SIGNED: nobody vouches for this report, and whoever has it can change all of it.';
    return allowUnsigned ? { problems, notes: [note] } : { problems: [...problems, note], notes: [] };
  }
  if (!exists) return { problems: [`${signatureName} is missing.`], notes: [] };
  const checked = checkSignature(readFileSync(path), content);
  if (!checked.ok) return { problems: [`${signatureName} is not valid: ${checked.problem}.`], notes: [] };
  const { certificates, time } = checked;
  const [signer, ...enclosed] = certificates;
  const thumbprint = thumbprintOf(signer);
  const notes = [
    `Signed by ${nameOf(signer)}, at ${time.toISOString()} as the signer says.`,
    `Certificate ${thumbprint} (SHA-256), issued by ${nameOf(signer, 'issuer')}, valid from ${signer.validFrom} to ${signer.validTo}.`,
  ];
  const problems: string[] = [];
  if (!isValidAt(signer, time)) problems.push('It was signed when the certificate was not valid.');
  if (trusted === undefined) {
    notes.push('Whether the signer is to be trusted was not asked: --trusted ca.pem asks it.');
    if (!isValidAt(signer, at)) notes.push(`The certificate is not valid at ${at.toISOString()}.`);
  } else {
    const distrust = reasonToDistrust(signer, enclosed, trusted, at);
    if (distrust === undefined) notes.push('The signer is trusted.');
    else problems.push(`The signer is not trusted: ${distrust}.`);
  }
  return { problems, notes, thumbprint };
}

/** Whether report and page are of one another, and the statement follows from the facts. */
function verifyReport(folder: string, manifest: Manifest, thumbprint: string | undefined): Verification {
  const text = readText(folder, 'report.json');
  const report = text === undefined ? undefined : readReport(text);
  if (report === undefined)
    return { problems: ['report.json is no report of this version of the suite.'], notes: [] };
  const { identification, statement, signature } = report;
  const problems: string[] = [];
  if (identify(report) !== identification || manifest.report !== identification) {
    problems.push(
      'report.json does not have the identification that its content, or the manifest, gives it.',
    );
  }
  const { result, rule } = statementOn(statement.facts);
  if (result !== statement.result || rule !== statement.rule) {
    problems.push(
      'The statement in report.json is not the one that the rules of this version of the suite make of its facts.',
    );
  }
  const page = readText(folder, 'report.html');
  const shown = page === undefined ? undefined : shownOn(page);
  if (shown?.result !== statement.result || shown.identification !== identification) {
    problems.push(
      `report.html does not tell what report.json does: ${shown?.result ?? 'nothing'} there, ${statement.result} here.`,
    );
  }
  if (
    signature.signed !== manifest.signed ||
    (signature.signed && thumbprint !== undefined && signature.thumbprint !== thumbprint)
  ) {
    problems.push('report.json names another signer than the one who signed.');
  }
  return {
    problems,
    notes: [`Report ${identification}: ${statement.result.toUpperCase()}, ${report.run.target.description}.`],
  };
}

function readReport(text: string): CertificationReport | undefined {
  try {
    const report = JSON.parse(text) as Partial<CertificationReport> | null;
    const isReport =
      report?.format === 'client-certificate-install-certificate' &&
      report.statement?.facts !== undefined &&
      report.signature !== undefined &&
      report.run?.target !== undefined;
    return isReport ? (report as CertificationReport) : undefined;
  } catch {
    return undefined;
  }
}

function readText(folder: string, name: string): string | undefined {
  const path = join(folder, name);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Links and the like have no place in a folder whose bytes are vouched for. */
function strangeEntries(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => {
      const entry = lstatSync(path);
      return !entry.isFile() && !entry.isDirectory();
    })
    .map((path) => `${relative(folder, path)} is extra: it is no plain file.`);
}
