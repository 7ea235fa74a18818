import { statSync } from 'node:fs';
import type { X509Certificate } from 'node:crypto';
import { readCertificates } from '../certification/signer.ts';
import { SigningError } from '../certification/signing-error.ts';
import { verifyFolder } from '../certification/verify-folder.ts';
import type { DefineCommand } from '../command.ts';
import { readInput } from '../input.ts';
import { exitCodes, UsageError } from '../usage-error.ts';

interface VerifyOptions {
  readonly trusted?: string;
  readonly allowUnsigned?: boolean;
  readonly at?: Date;
}

/** `conform verify-report`: whether a certificate is as it was written, and who signed it. */
export const verifyReportCommand: DefineCommand = (program, console, finish) => {
  program
    .command('verify-report')
    .description('verify the folder of a certificate: every byte of it, and its signature')
    .argument('<folder>', 'what conform certify wrote')
    .option('--trusted <file>', 'certificates in PEM of those whose signatures, or issues, count')
    .option('--allow-unsigned', 'admit a report that nobody has signed')
    .option(
      '--at <moment>',
      'verify certificates as of this moment, such as 2026-12-31 (default: now)',
      readMoment,
    )
    .addHelpText(
      'after',
      [
        '',
        'Ends with 0 where nothing is wrong, with 1 where something is, with 2 for wrong usage.',
        '',
        'Example:',
        '  npx conform verify-report certificate --trusted=ca.pem',
      ].join('\n'),
    )
    .action((folder: string, { trusted: path, allowUnsigned = false, at = new Date() }: VerifyOptions) => {
      if (!isFolder(folder)) throw new UsageError(`${folder} is no folder: name what conform certify wrote.`);
      if (path !== undefined && allowUnsigned) {
        throw new UsageError('--trusted asks who signed, so --allow-unsigned can not go with it.');
      }
      const trusted = path === undefined ? undefined : readTrusted(path);
      const { problems, notes } = verifyFolder(folder, {
        allowUnsigned,
        at,
        ...(trusted === undefined ? {} : { trusted }),
      });
      for (const note of notes) console.out(note);
      for (const problem of problems) console.error(problem);
      console.out(problems.length === 0 ? 'VERIFIED: nothing was changed.' : 'NOT VERIFIED');
      finish(problems.length === 0 ? exitCodes.conform : exitCodes.violation);
    });
};

function readTrusted(path: string): readonly X509Certificate[] {
  try {
    const certificates = readCertificates(Buffer.from(readInput(path)).toString('utf8'));
    if (certificates.length > 0) return certificates;
  } catch (error) {
    if (error instanceof SigningError) throw new UsageError(`--trusted ${path}: ${error.message}.`);
    throw error;
  }
  throw new UsageError(`--trusted ${path} has no CERTIFICATE in PEM.`);
}

function readMoment(text: string): Date {
  const time = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time);
  throw new UsageError(
    `--at takes a day or a moment in UTC, such as 2026-12-31 or 2026-12-31T12:00Z, not "${text}".`,
  );
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
