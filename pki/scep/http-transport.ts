import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import {
  defaultLimits,
  failed,
  plainContentType,
  type ClientRequest,
  type Exchange,
  type ScepTransport,
  type TransportLimits,
} from './transport.ts';

/** The way to servers over HTTP and HTTPS. */
export function httpTransport(limits: Partial<TransportLimits> = {}): ScepTransport {
  const all = { ...defaultLimits, ...limits };
  return {
    async request(request) {
      const start = performance.now();
      const seconds = (): number => (performance.now() - start) / 1000;
      const deadline = AbortSignal.timeout(1000 * all.maximumSeconds);
      let { url } = request;
      for (let redirects = 0; redirects <= all.maximumRedirects; redirects += 1) {
        const result = await once({ ...request, url }, all.maximumBytes, deadline, seconds);
        if (!('location' in result)) return result;
        url = result.location;
      }
      return failed('too-many-redirects', `more than ${all.maximumRedirects} redirects`, seconds());
    },
  };
}

function once(
  { method, url, userAgent, body }: ClientRequest,
  maximumBytes: number,
  deadline: AbortSignal,
  seconds: () => number,
): Promise<Exchange | { location: string }> {
  if (!URL.canParse(url) || !/^https?:/i.test(url))
    return Promise.resolve(failed('unreachable', `"${url}" is no URL of a server`, 0));
  return new Promise((resolve) => {
    const fail = (error: Error, connected: boolean): void => {
      const failure = deadline.aborted ? 'timeout' : connected ? 'dropped' : 'unreachable';
      resolve(failed(failure, error.message, seconds()));
    };
    let connected = false;
    const send = /^https:/i.test(url) ? httpsRequest : httpRequest;
    const headers = {
      ...(userAgent !== undefined && { 'User-Agent': userAgent }),
      ...(body && { 'Content-Type': 'application/x-pki-message', 'Content-Length': body.length }),
    };
    const outgoing = send(url, { method, headers, signal: deadline }, (incoming) => {
      resolve(
        receive(incoming, url, maximumBytes, seconds).catch((error: unknown) =>
          failed(
            deadline.aborted ? 'timeout' : 'dropped',
            error instanceof Error ? error.message : String(error),
            seconds(),
          ),
        ),
      );
    });
    outgoing.on('socket', (socket) => {
      connected = !socket.connecting;
      if (connected) return;
      socket.once('connect', () => {
        connected = true;
      });
    });
    outgoing.on('error', (error) => {
      fail(error, connected);
    });
    outgoing.end(body);
  });
}

async function receive(
  incoming: IncomingMessage,
  url: string,
  maximumBytes: number,
  seconds: () => number,
): Promise<Exchange | { location: string }> {
  const status = incoming.statusCode ?? 0;
  const { location } = incoming.headers;
  if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url)) {
    incoming.resume();
    return { location: new URL(location, url).href };
  }
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > maximumBytes) {
      incoming.destroy();
      return failed('too-large', `more than ${maximumBytes} bytes`, seconds());
    }
    pieces.push(piece);
  }
  return {
    kind: 'answered',
    status,
    contentType: plainContentType(incoming.headers['content-type'] ?? ''),
    body: Buffer.concat(pieces),
    seconds: seconds(),
  };
}
