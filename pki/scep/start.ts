import { randomBytes } from 'node:crypto';
import { openPool } from '../pool.ts';
import { authoritiesOf } from './authorities.ts';
import { createScepCa } from './ca.ts';
import { thumbprintOf, type ScepLogEntry } from './log.ts';
import type { ScepScript } from './script.ts';
import { listenScep } from './server.ts';

export interface StartOptions {
  /** `host:port`, such as `127.0.0.1:8080` or `[::1]:0`; port 0 takes one that is free. */
  readonly listen: string;
  readonly script: ScepScript;
  /** Default .cache/keys. */
  readonly poolDirectory?: string;
  readonly onLog?: (entry: ScepLogEntry) => void;
}

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
  const { host, port } = parseListen(options.listen);
  const authorities = authoritiesOf(await openPool(options.poolDirectory));
  const ca = createScepCa({
    authorities,
    script: options.script,
    now: () => new Date(),
    random: (length) => Uint8Array.from(randomBytes(length)),
    ...(options.onLog && { onLog: options.onLog }),
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
