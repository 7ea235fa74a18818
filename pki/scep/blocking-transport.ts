import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { defaultLimits, failed, type Exchange, type SyncScepTransport } from './transport.ts';

/** An exchange as it goes between the two processes: bytes in base64. */
export interface WrittenExchange {
  readonly exchange: Exchange;
  readonly body?: string;
}

const program = fileURLToPath(new URL('blocking-request.ts', import.meta.url));
/** Longer than the request itself may take, by what a process needs to start. */
const longest = 1000 * defaultLimits.maximumSeconds + 10_000;

/**
 * The way to servers of a network for a SCEP client that can not wait: each request is made by a process of its own
 * while this one stands still. For a virtual device in real time; what runs many cases has servers in process.
 */
export const blockingTransport: SyncScepTransport = {
  request: (request) => {
    const { body, ...rest } = request;
    const input = JSON.stringify({ ...rest, ...(body && { body: Buffer.from(body).toString('base64') }) });
    const run = spawnSync(process.execPath, ['--import', 'tsx', program], {
      input,
      timeout: longest,
      maxBuffer: 4 * defaultLimits.maximumBytes,
    });
    if (run.status !== 0) return failed('timeout', 'the process that asks the server did not end well', 0);
    const { exchange, body: answered } = JSON.parse(run.stdout.toString('utf8')) as WrittenExchange;
    // The time has passed already: on the device's clock it does not pass again.
    return exchange.kind === 'answered'
      ? { ...exchange, body: Buffer.from(answered ?? '', 'base64'), seconds: 0 }
      : { ...exchange, seconds: 0 };
  },
};
