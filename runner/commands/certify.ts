import { existsSync } from 'node:fs';
import { readLaboratory, type Laboratory } from '../../reports/certification/laboratory.ts';
import { readSigner, type Signer } from '../certification/signer.ts';
import { SigningError } from '../certification/signing-error.ts';
import { certify, ordinaryMeans } from '../certify.ts';
import type { DefineCommand } from '../command.ts';
import { readInput } from '../input.ts';
import { secretFrom } from '../secret.ts';
import { addPaceOptions, paceFrom, type PaceOptions } from '../pace-options.ts';
import { addTargetOptions, targetSettingsOf, type TargetOptions } from '../target-options.ts';
import { UsageError } from '../usage-error.ts';
import { readNamedOrUsual, usualWaivers, waiversFrom } from '../waivers-option.ts';

interface CertifyOptions extends TargetOptions, PaceOptions {
  readonly out: string;
  readonly results: string;
  readonly waivers?: string;
  readonly laboratory?: string;
  readonly laboratoryName?: string;
  readonly laboratoryAddress?: string;
  readonly responsible?: string;
  readonly key?: string;
  readonly certificate?: string;
  readonly passphrase?: string;
  readonly chromium?: string;
}

/** Read where it lies in the current folder and no option names another. */
const usualLaboratory = 'laboratory.json';

/** `conform certify`: the fixed programme, and a test report of it that can be handed to others. */
export const certifyCommand: DefineCommand = (program, console, finish) => {
  addPaceOptions(
    addTargetOptions(
      program
        .command('certify')
        .description(
          'carry out the whole fixed programme and write a test report: page, PDF, data, signature',
        ),
    ),
  )
    .option('--out <folder>', 'where the certificate goes', 'certificate')
    .option('--results <folder>', 'where the run behind it leaves its results', 'out')
    .option('--waivers <file>', `accepted differences (default: ${usualWaivers}, where there is one)`)
    .option('--laboratory <file>', `who tests, for whom (default: ${usualLaboratory}, where there is one)`)
    .option('--laboratory-name <text>', 'name of the laboratory, where no file says it')
    .option('--laboratory-address <text>', 'its address')
    .option('--responsible <text>', 'who authorises the report')
    .option('--key <file>', 'private key in PEM that signs the manifest: RSA, or EC P-256 or P-384')
    .option('--certificate <file>', 'its certificate in PEM, and behind it those that lead to its issuer')
    .option('--passphrase <variable>', 'environment variable that holds the pass phrase of the key')
    .option('--chromium <path>', 'the browser that prints the PDF (default: one in the usual places)')
    .addHelpText(
      'after',
      [
        '',
        'Ends with 0 passed (also with waivers), 1 failed, 2 wrong usage or input, 3 inconclusive.',
        '',
        'Examples:',
        '  npm run certify -- --target=simulator',
        '  KEY_PASSPHRASE=… npm run certify -- --target=device --yes-change-this-device \\',
        '    --key=key.pem --certificate=cert.pem --passphrase=KEY_PASSPHRASE --laboratory=laboratory.json',
      ].join('\n'),
    )
    .action(async (options: CertifyOptions) => {
      const { target, edition, out, results, chromium } = options;
      if (chromium !== undefined && !existsSync(chromium)) {
        throw new UsageError(`--chromium ${chromium}: there is no such file.`);
      }
      // All of this is read before the run: who learns of a mistake hours later has lost them.
      const signer = signerFrom(options);
      const settings = targetSettingsOf(options);
      const { patience, workers } = paceFrom(options, settings);
      const exitCode = await certify(
        {
          target,
          settings,
          edition,
          patience,
          workers,
          results,
          out,
          laboratory: laboratoryFrom(options),
          waivers: waiversFrom(options.waivers),
          ...(signer === undefined ? {} : { signer }),
        },
        ordinaryMeans(chromium),
        console,
      );
      finish(exitCode);
    });
};

function laboratoryFrom(options: CertifyOptions): Laboratory {
  const { laboratoryName: name, laboratoryAddress: address, responsible } = options;
  return {
    ...readNamedOrUsual(options.laboratory, usualLaboratory, readLaboratory),
    ...(name === undefined ? {} : { name }),
    ...(address === undefined ? {} : { address }),
    ...(responsible === undefined ? {} : { responsible }),
  };
}

function signerFrom({ key, certificate, passphrase }: CertifyOptions): Signer | undefined {
  if (key === undefined && certificate === undefined && passphrase === undefined) return undefined;
  if (key === undefined || certificate === undefined) {
    throw new UsageError('--key and --certificate belong together: a signature needs both.');
  }
  const secret = passphrase === undefined ? undefined : secretFrom('--passphrase', passphrase);
  const text = (path: string): string => Buffer.from(readInput(path)).toString('utf8');
  try {
    return readSigner(text(key), text(certificate), secret, new Date());
  } catch (error) {
    if (!(error instanceof SigningError)) throw error;
    const hint = /needs a pass phrase/.test(error.message)
      ? ': --passphrase names the environment variable that holds it'
      : '';
    throw new UsageError(`--key ${key}, --certificate ${certificate}: ${error.message}${hint}.`);
  }
}
