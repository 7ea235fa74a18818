import { randomBytes } from 'node:crypto';
import { openPool } from '../pool.ts';
import { authoritiesOf } from './authorities.ts';
import { createScepCa } from './ca.ts';
import { thumbprintOf, type LoggedRequest, type ScepLogEntry } from './log.ts';
import type { ScepScript } from './script.ts';
import { listenScep } from './server.ts';

export interface StartOptions {
  /** `host:port`, such as `127.0.0.1:8080` or `[::1]:0`; port 0 takes one that is free. */
  readonly listen: string;
  readonly script: ScepScript;
  /** Default .cache/keys. */
  readonly poolDirectory?: string;
  /** Called for each request; what it is told holds no challenge. */
  readonly onLog?: (entry: LaboratoryEntry) => void;
}

/** An entry of the log as it may be shown and kept: a challenge is a secret of whoever runs the laboratory. */
export type LaboratoryEntry = Omit<ScepLogEntry, 'request'> & {
  readonly request?: Omit<LoggedRequest, 'challenge'> & {
    /** What became of the challenge that was sent; absent where none was. */
    readonly challenge?: 'right' | 'wrong' | 'not checked';
  };
};

/** A CA that runs on its own, for a laboratory. */
export interface RunningScepCa {
  /** The ServerURL for a device; clients append /pkiclient.exe or not. */
  readonly url: string;
  /** SHA-1 of the root, hexadecimal in upper case: the CAThumbprint for a device. */
  readonly thumbprint: string;
  /** The root in DER, for a device to trust. */
  readonly root: Uint8Array;
  close(): Promise<void>;
}

/** The address is not `host:port`. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/**
 * Starts the CA with the clock and the chance of this machine. Its keys are those of the pool, which everybody can
 * make: trust its root on test machines only.
 *
 * @throws ListenError for an address that is none; the system's error where it can not be listened on
 */
export async function startScepCa(options: StartOptions): Promise<RunningScepCa> {
  const { onLog, script } = options;
  const { host, port } = parseListen(options.listen);
  const authorities = authoritiesOf(await openPool(options.poolDirectory));
  const ca = createScepCa({
    authorities,
    script,
    now: () => new Date(),
    random: (length) => Uint8Array.from(randomBytes(length)),
    ...(onLog && {
      onLog: (entry: ScepLogEntry) => {
        onLog(withoutChallenge(entry, script.challenge));
      },
    }),
  });
  const server = await listenScep({ host, port });
  return {
    url: server.add('scep', ca),
    thumbprint: thumbprintOf(ca.authority.root),
    root: ca.authority.root,
    close: () => server.close(),
  };
}

function parseListen(listen: string): { host: string; port: number } {
  const [, host = '', digits = ''] = /^(.+):(\d{1,5})$/.exec(listen) ?? [];
  const port = Number(digits);
  if (host === '' || port > 65_535) throw new ListenError(`"${listen}" is no address such as 127.0.0.1:8080`);
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port };
}

/** Members of an entry whose text the device chose, so that it can hold the challenge too, as some URLs do. */
const chosenByDevice: ReadonlySet<string> = new Set([
  ...['method', 'path', 'operation', 'userAgent', 'transactionId', 'subject', 'value', 'template'],
  ...['period', 'units', 'problem'],
]);

function withoutChallenge(entry: ScepLogEntry, expected: string | undefined): LaboratoryEntry {
  const { request: asked, ...rest } = entry;
  if (asked === undefined) return hidden(rest, secretsOf(expected));
  const { challenge, ...request } = asked;
  const verdict = expected === undefined ? 'not checked' : challenge === expected ? 'right' : 'wrong';
  return hidden(
    { ...rest, request: { ...request, ...(challenge !== undefined && { challenge: verdict }) } },
    secretsOf(expected, challenge),
  );
}

/** Challenges as they are and as they stand in a URL, the longest first: one may be a part of another. */
function secretsOf(...challenges: readonly (string | undefined)[]): readonly string[] {
  return challenges
    .flatMap((challenge = '') => [
      challenge,
      // By way of UTF-8, since a device's text may hold half of a character, which no URL can.
      encodeURIComponent(Buffer.from(challenge).toString()),
    ])
    .filter((secret) => secret !== '')
    .sort((left, right) => right.length - left.length);
}

function hidden(entry: LaboratoryEntry, secrets: readonly string[]): LaboratoryEntry {
  const hide = (name: string, value: unknown): unknown =>
    typeof value === 'string' && chosenByDevice.has(name)
      ? secrets.reduce((text, secret) => text.replaceAll(secret, '(challenge)'), value)
      : value;
  return JSON.parse(JSON.stringify(entry, hide)) as LaboratoryEntry; // It is plain JSON.
}
