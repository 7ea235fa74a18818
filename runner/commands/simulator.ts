import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startVirtualClient, type VirtualClient } from '../../adapters/client/virtual-client.ts';
import { defaultEdition, editions, type EditionId } from '../../csp/editions.ts';
import { faultNamed } from '../../faults/catalogue.ts';
import type { SyncOutcome } from '../../omadm/client/dm-client.ts';
import { CallFailure } from '../../omadm/http/call.ts';
import { EnrollmentFailure } from '../../omadm/enrollment/client-options.ts';
import type { PackageOne } from '../../omadm/session/turns.ts';
import { readAnswers } from '../answers.ts';
import type { DefineCommand } from '../command.ts';
import { reasonOf } from '../input.ts';
import { readOption } from '../options.ts';
import { secretFrom } from '../secret.ts';
import { untilSignal } from '../until-signal.ts';
import { exitCodes, oneOf, UsageError } from '../usage-error.ts';

interface SimulatorOptions {
  readonly server: string;
  readonly user: string;
  readonly passwordFromEnv: string;
  readonly ca?: string;
  readonly deviceId?: string;
  readonly edition: EditionId;
  readonly tpm: boolean;
  readonly loginStatus: NonNullable<PackageOne['loginStatus']>;
  readonly answer: readonly string[];
  readonly fault?: string;
  readonly maxMsgSize?: number;
  readonly every?: number;
  readonly once: boolean;
  readonly laboratory: boolean;
  readonly laboratoryTokenFromEnv: string;
}

const loginStatuses = ['user', 'others', 'none'] as const;

/** `conform simulator`: the virtual device as a client of a management server, in place of a Windows machine. */
export const simulatorCommand: DefineCommand = (program, console, finish) => {
  program
    .command('simulator')
    .description('enroll the virtual device in a management server, and let it sync (docs/mdm.md)')
    .requiredOption('--server <url>', 'the management server, or its discovery service')
    .option('--user <name>', 'who enrolls: user@domain', 'user@conformance.test')
    .option(
      '--password-from-env <name>',
      'environment variable that holds the password',
      'CONFORM_MDM_PASSWORD',
    )
    .option('--ca <file>', 'PEM of the root that the server is certified by, where Node does not know it')
    .option('--device-id <id>', 'DevId (default: a new one)')
    .option(
      '--edition <build>',
      `build of Windows: ${editions.map(({ id }) => id).join(', ')}`,
      readOption.edition,
      defaultEdition,
    )
    .option('--no-tpm', 'a device without a TPM')
    .option(
      '--login-status <status>',
      `who is logged on: ${loginStatuses.join(', ')}`,
      (value) => oneOf('--login-status', value, loginStatuses),
      'user' as const,
    )
    .option(
      '--answer <question=answer>',
      'what it answers to an open question, such as A-01=adds; may be repeated',
      (value, earlier: readonly string[]) => [...earlier, value],
      [],
    )
    .option('--fault <id>', 'the device with one seeded fault (names: faults/)', readOption.fault)
    .option('--max-msg-size <bytes>', 'the longest message that it takes', readOption.count('--max-msg-size'))
    .option(
      '--every <time>',
      'time between sessions (default: what the server provisions)',
      readOption.duration('--every'),
    )
    .option('--once', 'end after the first session', false)
    .option(
      '--laboratory',
      'let a test give the device a state and read its stores, over a service on loopback (docs/mdm.md)',
      false,
    )
    .option(
      '--laboratory-token-from-env <name>',
      'environment variable that holds the token of that service',
      'CONFORM_LABORATORY_TOKEN',
    )
    .addHelpText(
      'after',
      [
        '',
        'Ends with Ctrl-C or SIGTERM. SCEP servers in payloads are really asked. Its keys are for tests only.',
        '',
        'Examples:',
        '  CONFORM_MDM_PASSWORD=… npx conform simulator --server=https://mdm.example.com --user=me@example.com',
        '  npx conform simulator --server=https://localhost:8443 --ca=root.pem --once --fault=atomic-without-rollback',
      ].join('\n'),
    )
    .action(async (options: SimulatorOptions) => {
      const client = await start(options, (outcome) => {
        console.out(lineFor(outcome));
      });
      try {
        for (const line of greeting(client)) console.out(line);
        // Whoever started this process as a part of a laboratory learns where things are.
        process.send?.({ deviceId: client.deviceId, laboratory: client.laboratory });
        finish(await run(client, options));
      } finally {
        await client.close();
      }
    });
};

async function run(client: VirtualClient, { once, every, laboratory }: SimulatorOptions): Promise<number> {
  if (once) {
    const { kind } = await client.sync();
    return kind === 'ended' ? exitCodes.conform : exitCodes.inconclusive;
  }
  const milliseconds = every ?? (client.pollMinutes ?? 0) * 60_000;
  const ended = untilSignal();
  // In a laboratory it is told when.
  if (!laboratory) void client.sync();
  const timer =
    milliseconds === 0 || (laboratory && every === undefined)
      ? undefined
      : setInterval(() => void client.sync(), milliseconds);
  await ended;
  clearInterval(timer);
  return exitCodes.conform;
}

async function start(
  options: SimulatorOptions,
  told: (outcome: SyncOutcome) => void,
): Promise<VirtualClient> {
  const { server, user, edition, tpm, loginStatus, laboratory } = options;
  // What stands on the command line is looked at before what does not.
  const answers = readAnswers(options.answer);
  const adjusted = options.fault === undefined ? {} : { adjustRules: faultNamed(options.fault).adjust };
  try {
    return await startVirtualClient({
      server,
      user,
      password: secretFrom('--password-from-env', options.passwordFromEnv),
      deviceId: options.deviceId ?? randomBytes(16).toString('hex').toUpperCase(),
      edition,
      tpm,
      loginStatus,
      answers,
      ...adjusted,
      ...(options.ca === undefined ? {} : { authorities: [readPem(options.ca)] }),
      ...(options.maxMsgSize === undefined ? {} : { maxMsgSize: options.maxMsgSize }),
      ...(laboratory
        ? {
            laboratory: {
              token: secretFrom('--laboratory-token-from-env', options.laboratoryTokenFromEnv),
            },
          }
        : { told }),
    });
  } catch (error) {
    if (error instanceof EnrollmentFailure || error instanceof CallFailure) {
      const hint = /self-signed|unable to (?:get|verify)/.test(error.message)
        ? ' Give the root that certifies the server by --ca.'
        : '';
      throw new UsageError(`the enrollment in ${server} failed at ${error.message}.${hint}`);
    }
    throw error;
  }
}

function readPem(file: string): string {
  try {
    const text = readFileSync(file, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  } catch (error) {
    throw new UsageError(`--ca ${file} can not be read: ${reasonOf(error)}.`);
  }
  throw new UsageError(`--ca ${file} holds no certificate in PEM.`);
}

function greeting({
  deviceId,
  providerId,
  address,
  pollMinutes,
  laboratory,
}: VirtualClient): readonly string[] {
  return [
    `DevId       ${deviceId}`,
    `Provider    ${providerId}`,
    `Address     ${address}`,
    `Schedule    ${pollMinutes === undefined || pollMinutes === 0 ? 'none from the server' : `every ${pollMinutes} minutes`}`,
    ...(laboratory === undefined ? [] : [`Laboratory  ${laboratory.url}`]),
    '',
  ];
}

function lineFor(outcome: SyncOutcome): string {
  const messages = outcome.messages === 1 ? '1 message' : `${outcome.messages} messages`;
  return outcome.kind === 'ended'
    ? `Session ended, ${messages}.`
    : `Session failed after ${messages}: ${outcome.reason}.`;
}
