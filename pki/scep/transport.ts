import type { ScepCa } from './ca.ts';
import { fillerOctet, type ScepRequest } from './exchange.ts';

/** A request of a SCEP client. */
export interface ClientRequest {
  readonly method: 'GET' | 'POST';
  /** Whole URL with its query. */
  readonly url: string;
  readonly userAgent?: string;
  readonly body?: Uint8Array;
}

/** What came back; failures are data, nothing is thrown. */
export type Exchange = Answered | Failed;

export interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  /** In lower case, without parameters; empty where there is none. */
  readonly contentType: string;
  readonly body: Uint8Array;
  /** How long it took: of the clock in HTTP, of the script in process. */
  readonly seconds: number;
}

export interface Failed {
  readonly kind: 'failed';
  readonly failure: Failure;
  /** For people. */
  readonly detail: string;
  readonly seconds: number;
}

export type Failure =
  /** No server, or none that can be asked: name, port, TLS, a URL that is none. */
  | 'unreachable'
  /** The connection was closed before the end of the answer. */
  | 'dropped'
  | 'timeout'
  /** More octets than allowed. */
  | 'too-large'
  /** More redirects than allowed. */
  | 'too-many-redirects';

/** A way to a server. */
export interface ScepTransport {
  request(request: ClientRequest): Promise<Exchange>;
}

/** A way to a server in this process, whose answers are there at once. */
export interface SyncScepTransport {
  request(request: ClientRequest): Exchange;
}

export interface TransportLimits {
  readonly maximumBytes: number;
  readonly maximumSeconds: number;
  readonly maximumRedirects: number;
}

/** Those of WinHTTP for time (30 s) and redirects (10); the answers of SCEP are a few kilobytes. */
export const defaultLimits: TransportLimits = {
  maximumBytes: 1_048_576,
  maximumSeconds: 30,
  maximumRedirects: 10,
};

export const failed = (failure: Failure, detail: string, seconds: number): Failed => ({
  kind: 'failed',
  failure,
  detail,
  seconds,
});

/** Without parameters such as charset. */
export const plainContentType = (value: string): string => (value.split(';')[0] ?? '').trim().toLowerCase();

/**
 * The way to CAs in this process, without sockets and without waiting.
 *
 * @param servers CAs by the start of their URLs, such as `http://ca.test/scep`; every other URL is unreachable
 */
export function syncTransport(
  servers: Readonly<Record<string, ScepCa>>,
  limits: Partial<TransportLimits> = {},
): SyncScepTransport {
  const { maximumBytes, maximumSeconds, maximumRedirects } = { ...defaultLimits, ...limits };
  return {
    request(request) {
      const found = Object.entries(servers).find(([start]) => isBelow(request.url, start));
      if (found === undefined || !URL.canParse(request.url))
        return failed('unreachable', `no server at ${request.url}`, 0);
      const { pathname, search } = new URL(request.url);
      const { method, userAgent, body } = request;
      let target = pathname + search;
      let seconds = 0;
      for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
        const sent: ScepRequest = {
          method,
          target,
          ...(userAgent !== undefined && { userAgent }),
          ...(body && { body }),
        };
        const response = found[1].respond(sent);
        seconds += response.delaySeconds;
        if (seconds > maximumSeconds)
          return failed('timeout', `no answer within ${maximumSeconds} s`, maximumSeconds);
        if (response.kind === 'drop') return failed('dropped', 'the connection was closed', seconds);
        if (response.location !== undefined) {
          target = response.location;
          continue;
        }
        const length = response.body.kind === 'bytes' ? response.body.bytes.length : response.body.length;
        if (length > maximumBytes) return failed('too-large', `more than ${maximumBytes} bytes`, seconds);
        const bytes =
          response.body.kind === 'bytes' ? response.body.bytes : new Uint8Array(length).fill(fillerOctet);
        return {
          kind: 'answered',
          status: response.status,
          contentType: plainContentType(response.contentType),
          body: bytes,
          seconds,
        };
      }
      return failed('too-many-redirects', `more than ${maximumRedirects} redirects`, seconds);
    },
  };
}

/** Whether a URL is the other one or lies below it. */
function isBelow(url: string, start: string): boolean {
  return url.startsWith(start) && /^($|[/?])/.test(url.slice(start.length));
}
