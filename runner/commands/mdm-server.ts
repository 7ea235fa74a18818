import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { defaultControlFile } from '../../adapters/mdm/oma-dm.ts';
import type { Authentication } from '../../omadm/account.ts';
import { describeEnrollment } from '../../omadm/enrollment/describe.ts';
import { isSameSecret } from '../../omadm/http/same-secret.ts';
import type { TlsIdentity } from '../../omadm/http/serve.ts';
import { newTlsIdentity, pemOf } from '../../omadm/server/identities.ts';
import { createRegistry } from '../../omadm/server/registry.ts';
import { startMdmServer, type MdmServer, type ServerEvent } from '../../omadm/server/start.ts';
import type { Console, DefineCommand } from '../command.ts';
import { reasonOf } from '../input.ts';
import { listenReason, readListenAddress } from '../listen.ts';
import { keepDevices, openAuthority, readDevices } from '../mdm-folder.ts';
import { secretFrom } from '../secret.ts';
import { untilSignal } from '../until-signal.ts';
import { exitCodes, oneOf, UsageError } from '../usage-error.ts';

interface MdmServerCommandOptions {
  readonly listen: string;
  readonly name?: string;
  readonly tls?: string;
  readonly tlsKey?: string;
  readonly user: string;
  readonly passwordFromEnv?: string;
  readonly authentication: Authentication;
  readonly folder: string;
}

const authentications = ['md5', 'basic', 'none'] as const;
/** For people who copy it by hand from a screen: no characters that look alike. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** `conform mdm-server`: the suite's management server, for devices to enroll in; `--target=mdm` works through it. */
export const mdmServerCommand: DefineCommand = (program, console, finish) => {
  program
    .command('mdm-server')
    .description('run the management server in which devices enroll, for --target=mdm (docs/mdm.md)')
    .option('--listen <address>', 'host:port to answer at; port 0 takes one that is free', '127.0.0.1:8443')
    .option(
      '--name <host>',
      'host name by which devices reach it (default: that of this machine, or of --listen)',
    )
    .option('--tls <file>', 'PEM of a TLS certificate of yours, with its chain (default: one is made)')
    .option('--tls-key <file>', 'PEM of its private key')
    .option('--user <name>', 'who may enroll devices: user@domain', 'user@conformance.test')
    .option(
      '--password-from-env <name>',
      'environment variable with the password (default: one is made up and shown)',
    )
    .option(
      '--authentication <kind>',
      `what devices prove themselves by, beside their certificate: ${authentications.join(', ')}`,
      (value) => oneOf('--authentication', value, authentications),
      'md5' as const,
    )
    .option(
      '--folder <folder>',
      'where root, enrolled devices and control are kept',
      dirname(defaultControlFile),
    )
    .addHelpText(
      'after',
      [
        '',
        'Ends with Ctrl-C or SIGTERM; devices stay enrolled. It is for laboratories: whoever enrolls is managed by tests.',
        '',
        'Examples:',
        '  npx conform mdm-server --listen=0.0.0.0:8443 --name=mdm.example.com',
        '  npm test -- --target=mdm                      in another window, once a device has enrolled',
      ].join('\n'),
    )
    .action(async (options: MdmServerCommandOptions) => {
      const password =
        options.passwordFromEnv === undefined
          ? [...randomBytes(16)].map((byte) => alphabet[byte % alphabet.length]).join('')
          : secretFrom('--password-from-env', options.passwordFromEnv);
      const server = await start(options, password, console);
      const controlFile = join(options.folder, 'control.json');
      try {
        writeFileSync(controlFile, JSON.stringify(server.control), { mode: 0o600 });
        const ended = untilSignal();
        for (const line of greeting(server, options, password)) console.out(line);
        await ended;
      } finally {
        rmSync(controlFile, { force: true });
        await server.close();
      }
      finish(exitCodes.conform);
    });
};

async function start(
  options: MdmServerCommandOptions,
  password: string,
  console: Console,
): Promise<MdmServer> {
  const { host, port } = readListenAddress(options.listen);
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = options.name ?? (everywhere ? hostname() : host);
  try {
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    const random = (length: number): Uint8Array => randomBytes(length);
    const authority = openAuthority(options.folder, random);
    const tls =
      ownTls(options, authority.certificate) ??
      newTlsIdentity(authority, [...new Set([name, 'localhost', '127.0.0.1'])], new Date(), random);
    writeFileSync(join(options.folder, 'root.pem'), pemOf('CERTIFICATE', authority.certificate));
    writeFileSync(join(options.folder, 'root.cer'), authority.certificate);
    return await startMdmServer({
      host,
      port,
      name,
      tls,
      authority,
      registry: createRegistry(readDevices(options.folder), (devices) => {
        keepDevices(options.folder, devices);
      }),
      providerId: 'ClientCertificateInstallConformance',
      authentication: options.authentication,
      mayEnroll: (user, given) => {
        // Both are compared, so that the time does not tell which of them was wrong.
        const right = [isSameSecret(user, options.user), isSameSecret(given, password)];
        return right.every(Boolean);
      },
      control: { token: randomBytes(32).toString('hex') },
      hold: 2000,
      now: () => new Date(),
      randomBytes: random,
      told: (event) => {
        const line = lineFor(event);
        if (line !== undefined) console.out(line);
      },
    });
  } catch (error) {
    const reason = listenReason(error);
    if (reason === undefined) throw error;
    throw new UsageError(`--listen ${options.listen}: ${reason}.`);
  }
}

function ownTls({ tls, tlsKey }: MdmServerCommandOptions, authority: Uint8Array): TlsIdentity | undefined {
  if ((tls === undefined) !== (tlsKey === undefined)) {
    throw new UsageError('--tls and --tls-key belong together: give both, or none.');
  }
  if (tls === undefined || tlsKey === undefined) return undefined;
  return {
    certificate: readText('--tls', tls),
    privateKey: readText('--tls-key', tlsKey),
    clientAuthorities: [pemOf('CERTIFICATE', authority)],
  };
}

function readText(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${option} ${file} can not be read: ${reasonOf(error)}.`);
  }
}

function greeting(
  { url }: MdmServer,
  { user, passwordFromEnv, folder }: MdmServerCommandOptions,
  password: string,
): readonly string[] {
  return [
    `Server    ${url}`,
    `User      ${user}`,
    `Password  ${passwordFromEnv === undefined ? password : `as in ${passwordFromEnv}`}`,
    `Root      ${join(folder, 'root.cer')} (DER), ${join(folder, 'root.pem')} (PEM): devices have to trust it first`,
    '',
    ...describeEnrollment(url, user),
    '',
    'Then, in another window: npm test -- --target=mdm. Ctrl-C ends the server.',
    '',
  ];
}

/** What whoever watches wants to read; sessions come and go with each case. */
function lineFor(event: ServerEvent): string | undefined {
  switch (event.kind) {
    case 'enrolled':
      return `${event.device.account.deviceId} enrolled.`;
    case 'left':
      return `${event.deviceId} left.`;
    case 'turned-away':
      return `Turned away: ${event.reason}`;
    case 'session':
      return event.event.kind === 'refused' ||
        event.event.kind === 'aborted' ||
        event.event.kind === 'abandoned'
        ? `${event.deviceId}: session ${event.event.kind}: ${event.event.reason}.`
        : undefined;
  }
}
