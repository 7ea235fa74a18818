import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export interface CallRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** Milliseconds for the whole exchange; default 60,000. */
  readonly timeout?: number;
}

export interface CallResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

export interface CallerOptions {
  /** PEM of further authorities whose server certificates are believed; default: those of Node. */
  readonly authorities?: readonly string[];
  /** Client certificate and key in PEM, for mutual TLS. */
  readonly identity?: { readonly certificate: string; readonly privateKey: string };
  /** Bytes of one answer; default 16 MiB. */
  readonly maximumBody?: number;
}

/** The other side was not reached, hung up, took too long, or sent too much: one sentence. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
}

/** A client over HTTP and HTTPS that keeps its connections. */
export interface Caller {
  /** @throws CallFailure */
  call(request: CallRequest): Promise<CallResponse>;
  close(): void;
}

/** Each answer is bounded in size and time; redirects are not followed, since none of our protocols has them. */
export function openCaller(options: CallerOptions = {}): Caller {
  const { authorities, identity, maximumBody = 16 * 1024 * 1024 } = options;
  const http = new HttpAgent({ keepAlive: true });
  const https = new HttpsAgent({
    keepAlive: true,
    ...(authorities === undefined ? {} : { ca: [...authorities] }),
    ...(identity === undefined ? {} : { cert: identity.certificate, key: identity.privateKey }),
  });
  let closed = false;
  return {
    call: ({ method, url, headers = {}, body, timeout = 60_000 }) =>
      new Promise((resolve, reject) => {
        const signal = AbortSignal.timeout(timeout);
        if (!URL.canParse(url) || !/^https?:/i.test(url)) {
          reject(new CallFailure(`"${url}" is no URL of a server`));
          return;
        }
        const { host, protocol } = new URL(url);
        const secure = protocol === 'https:';
        const fail = (error: Error): void => {
          const reason = signal.aborted ? `no answer within ${timeout} ms` : error.message;
          reject(new CallFailure(`${host}: ${reason}`));
        };
        const bytes = typeof body === 'string' ? Buffer.from(body) : body;
        const send = (): void => {
          const outgoing = (secure ? httpsRequest : httpRequest)(
            url,
            {
              method,
              agent: secure ? https : http,
              signal,
              headers: { ...headers, ...(bytes === undefined ? {} : { 'Content-Length': bytes.length }) },
            },
            (incoming) => {
              readAnswer(incoming, maximumBody).then(resolve, fail);
            },
          );
          outgoing.on('error', (error: NodeJS.ErrnoException) => {
            // The server closed the kept connection in the moment in which it was used again: it never saw the request.
            if (outgoing.reusedSocket && error.code === 'ECONNRESET' && !closed) send();
            else fail(error);
          });
          outgoing.end(bytes);
        };
        send();
      }),
    close: () => {
      closed = true;
      http.destroy();
      https.destroy();
    },
  };
}

async function readAnswer(incoming: IncomingMessage, most: number): Promise<CallResponse> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > most) {
      incoming.destroy();
      throw new Error(`the answer has more than ${most} bytes`);
    }
    pieces.push(piece);
  }
  return {
    status: incoming.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    ),
    body: Buffer.concat(pieces),
  };
}
