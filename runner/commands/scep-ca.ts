import { appendFileSync, closeSync, fchmodSync, fstatSync, openSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { ScepScript } from '../../pki/scep/script.ts';
import { parseScepScript, ScepScriptError } from '../../pki/scep/script-read.ts';
import { ListenError, startScepCa, type LaboratoryEntry, type RunningScepCa } from '../../pki/scep/start.ts';
import { printable } from '../../syncml/printable.ts';
import type { Console, DefineCommand } from '../command.ts';
import { readInput, reasonOf } from '../input.ts';
import { listenReason } from '../listen.ts';
import { keyCache } from '../laboratory.ts';
import { untilSignal } from '../until-signal.ts';
import { exitCodes, UsageError } from '../usage-error.ts';

interface ScepCaOptions {
  readonly listen: string;
  readonly challenge?: string;
  readonly challengeFromEnv?: string;
  readonly script?: string;
  readonly rootCertificate?: string;
  readonly log?: string;
}

/** `conform scep-ca`: the suite's SCEP CA on its own, for devices of a laboratory. */
export const scepCaCommand: DefineCommand = (program, console, finish) => {
  program
    .command('scep-ca')
    .description("run the suite's SCEP CA on its own, for the devices of a laboratory (docs/scep-ca.md)")
    .option('--listen <address>', 'host:port to answer at; port 0 takes one that is free', '127.0.0.1:8080')
    .option(
      '--challenge <text>',
      'what the Challenge of a device has to be; without it every one is accepted',
    )
    .option('--challenge-from-env <name>', 'the same from an environment variable, which nobody else sees')
    .option('--script <file>', 'how the CA behaves: JSON (docs/scep-ca.md); - reads standard input')
    .option('--root-certificate <file>', 'write the root there: PEM where the name ends in .pem, else DER')
    .option('--log <file>', 'append what devices ask and are answered: a line of JSON for each request')
    .addHelpText(
      'after',
      [
        '',
        'Ends with Ctrl-C or SIGTERM. Everybody can make its keys: trust its root on test machines only.',
        '',
        'Examples:',
        '  npx conform scep-ca --root-certificate=root.cer',
        '  LAB_CHALLENGE=… npx conform scep-ca --listen=0.0.0.0:8080 --challenge-from-env=LAB_CHALLENGE',
        '  npx conform scep-ca --script=always-pending.json --log=scep.jsonl',
      ].join('\n'),
    )
    .action(async (options: ScepCaOptions) => {
      const script = scriptOf(options);
      const log = options.log === undefined ? undefined : openLog(options.log, console);
      const tally = keepTally();
      try {
        const running = await start(options.listen, script, (entry) => {
          tally.add(entry);
          console.out(lineFor(entry));
          log?.write(entry);
        });
        try {
          if (options.rootCertificate !== undefined) writeRoot(options.rootCertificate, running.root);
          const ended = untilSignal();
          for (const line of greeting(running, options, script)) console.out(line);
          await ended;
        } finally {
          await running.close();
        }
        console.out(tally.summary());
        finish(log?.failed() === true ? exitCodes.inconclusive : exitCodes.conform);
      } finally {
        log?.close();
      }
    });
};

/** What stands in options wins over what stands in the script. */
function scriptOf({ script, challenge, challengeFromEnv }: ScepCaOptions): ScepScript {
  if (challenge !== undefined && challengeFromEnv !== undefined) {
    throw new UsageError('--challenge and --challenge-from-env exclude each other: leave one of them out.');
  }
  if (challenge === '') {
    throw new UsageError('--challenge is empty: leave it out for a CA that accepts every challenge.');
  }
  const fromEnv = challengeFromEnv === undefined ? undefined : process.env[challengeFromEnv];
  if (challengeFromEnv !== undefined && (fromEnv === undefined || fromEnv === '')) {
    throw new UsageError(
      `--challenge-from-env: the environment variable ${challengeFromEnv} is not set, or empty.`,
    );
  }
  const chosen = challenge ?? fromEnv;
  return {
    ...(script === undefined ? {} : readScript(script)),
    ...(chosen === undefined ? {} : { challenge: chosen }),
  };
}

/** @throws UsageError with one line that names the file, the place in it, and what is possible there */
export function readScript(file: string): ScepScript {
  const text = Buffer.from(readInput(file)).toString('utf8');
  try {
    return parseScepScript(text);
  } catch (error) {
    if (!(error instanceof ScepScriptError)) throw error;
    throw new UsageError(`${file}: ${error.message}. docs/scep-ca.md has the format.`);
  }
}

async function start(
  listen: string,
  script: ScepScript,
  onLog: (entry: LaboratoryEntry) => void,
): Promise<RunningScepCa> {
  try {
    return await startScepCa({ listen, script, poolDirectory: keyCache, onLog });
  } catch (error) {
    if (error instanceof ListenError) throw new UsageError(`--listen: ${error.message}.`);
    if (!(error instanceof Error) || !('syscall' in error)) throw error;
    const reason = listenReason(error);
    throw new UsageError(
      reason === undefined
        ? `The CA can not be started: ${reasonOf(error)}.`
        : `--listen ${listen}: ${reason}.`,
    );
  }
}

function writeRoot(file: string, root: Uint8Array): void {
  const base64 = Buffer.from(root)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n');
  const pem = `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
  try {
    writeFileSync(file, file.endsWith('.pem') ? pem : root);
  } catch (error) {
    throw new UsageError(`--root-certificate ${file} can not be written: ${reasonOf(error)}.`);
  }
}

function greeting(running: RunningScepCa, options: ScepCaOptions, script: ScepScript): readonly string[] {
  // No device can ask 0.0.0.0.
  const everywhere = /\/\/(?:0\.0\.0\.0|\[::\]):/.test(running.url);
  const url = running.url.replace(/\/\/(?:0\.0\.0\.0|\[::\]):/, `//${hostname()}:`);
  return [
    `ServerURL     ${url}${everywhere ? ' (or any other name or address of this machine)' : ''}`,
    `CAThumbprint  ${running.thumbprint}`,
    `Challenge     ${script.challenge === undefined ? 'not checked: every one is accepted, and none too' : 'has to be the one that was given'}`,
    `Root          ${options.rootCertificate ?? 'not written; --root-certificate=root.cer writes it, for devices to trust'}`,
    'Ctrl-C ends it.',
    '',
  ];
}

/** One request in one line. */
function lineFor({ time, method, operation, path, message, request, answer }: LaboratoryEntry): string {
  const { httpStatus, pkiStatus, failInfo, problem, issued, faults } = answer;
  const asked = [
    operation === '' ? `${method} ${path}` : operation,
    message?.messageType,
    // A poll holds no request, but it is signed with the certificate of one.
    request?.subject ?? message?.signer.subject,
    request && `challenge ${request.challenge ?? 'absent'}`,
  ];
  const answered = [
    httpStatus === undefined ? 'connection closed' : (pkiStatus ?? `HTTP ${httpStatus}`),
    failInfo,
    problem,
    issued && `certificate ${issued}`,
    ...faults.map((fault) => `made wrong on purpose: ${fault}`),
  ];
  const present = (parts: readonly (string | undefined)[]): string =>
    parts
      .filter((part) => part !== undefined)
      .map((part) => printable(part, 200))
      .join(', ');
  return `${time.slice(0, 19)}Z  ${present(asked)}: ${present(answered)}`;
}

interface Log {
  write(entry: LaboratoryEntry): void;
  /** Whether an entry could not be written. */
  failed(): boolean;
  close(): void;
}

/** Only the user reads the log: it tells of people's devices. */
function openLog(file: string, console: Console): Log {
  let handle: number;
  try {
    handle = openSync(file, 'a', 0o600);
    // An older file keeps its mode when it is opened; a device such as /dev/stderr is not ours to change.
    if (fstatSync(handle).isFile()) fchmodSync(handle, 0o600);
  } catch (error) {
    throw new UsageError(`--log ${file} can not be written: ${reasonOf(error)}.`);
  }
  let failed = false;
  return {
    write: (entry) => {
      if (failed) return;
      try {
        appendFileSync(handle, `${JSON.stringify(entry)}\n`);
      } catch (error) {
        // The devices that are being tested are not to suffer from it.
        failed = true;
        console.error(`conform: ${file} can not be written any more: ${reasonOf(error)}. The log ends here.`);
      }
    },
    failed: () => failed,
    close: () => {
      closeSync(handle);
    },
  };
}

function keepTally(): { add(entry: LaboratoryEntry): void; summary(): string } {
  const counts = { requests: 0, SUCCESS: 0, PENDING: 0, FAILURE: 0 };
  return {
    add: ({ answer }) => {
      counts.requests += 1;
      if (answer.pkiStatus !== undefined) counts[answer.pkiStatus] += 1;
    },
    summary: () =>
      `Ended after ${counts.requests} requests: SUCCESS ${counts.SUCCESS}, PENDING ${counts.PENDING}, FAILURE ${counts.FAILURE}.`,
  };
}
