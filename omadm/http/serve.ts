import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';

export interface ServedRequest {
  readonly method: string;
  /** With the query, as it was asked for. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
  /** The client's TLS certificate in DER where it has one that an authority of `clientAuthorities` issued. */
  readonly clientCertificate?: Uint8Array;
  /** Aborted where the client goes away before it is answered. */
  readonly gone: AbortSignal;
}

export interface ServedResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

export interface TlsIdentity {
  /** PEM; the chain below the leaf may follow. */
  readonly certificate: string;
  readonly privateKey: string;
  /** PEM of those whose client certificates are believed. */
  readonly clientAuthorities?: readonly string[];
}

export interface ServeOptions {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  readonly tls?: TlsIdentity;
  /** Bytes of one body. */
  readonly maximumBody: number;
  /** Connections at one time; further ones are closed at once. Default 2,000. */
  readonly maximumConnections?: number;
  readonly handle: (request: ServedRequest) => ServedResponse | Promise<ServedResponse>;
}

export interface HttpService {
  /** Such as `https://127.0.0.1:8443`. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** For headers and body together, in milliseconds: whoever sends a byte now and then does not hold a connection. */
const requestTimeout = 60_000;
const maximumHeader = 32_768;
/** Milliseconds for which a connection is kept for the next request: a device may think for a while between two. */
const idleTimeout = 120_000;

/**
 * Serves HTTP or HTTPS with bounded bodies, and with Content-Length in every answer, as Windows wants it
 * (device-and-mdm.md, 5.1). What the handler throws is answered with 500 and no detail.
 * @throws the error of listening, such as EADDRINUSE
 */
export async function serveHttp(options: ServeOptions): Promise<HttpService> {
  const { host, port, tls, maximumConnections = 2000 } = options;
  const limits = { maxHeaderSize: maximumHeader, requestTimeout, headersTimeout: requestTimeout };
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    void serve(request, response, options);
  };
  const server =
    tls === undefined
      ? createHttpServer(limits, listener)
      : createHttpsServer(
          {
            ...limits,
            cert: tls.certificate,
            key: tls.privateKey,
            ...(tls.clientAuthorities === undefined ? {} : { ca: [...tls.clientAuthorities] }),
            // Whoever enrolls has no certificate yet; who has a bad one is turned away by the services, not here.
            requestCert: tls.clientAuthorities !== undefined,
            rejectUnauthorized: false,
          },
          listener,
        );
  server.maxConnections = maximumConnections;
  server.keepAliveTimeout = idleTimeout;
  await listening(server, host, port);
  const { address, port: taken, family } = server.address() as AddressInfo; // Only pipes have another kind of address.
  const name = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${name}:${taken}`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { maximumBody, handle }: ServeOptions,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const body = await readBody(request, maximumBody).catch(() => 'broken' as const);
  if (body === 'broken') return void response.destroy();
  if (body === 'too large') {
    // The rest of the body is not read, so the connection can not be used again.
    answer(response, {
      status: 413,
      headers: { Connection: 'close' },
      body: `More than ${maximumBody} bytes.\n`,
    });
    return;
  }
  const certificate = clientCertificate(request);
  try {
    const served = await handle({
      method: request.method ?? '',
      path: request.url ?? '/',
      headers: headersOf(request),
      body,
      gone: gone.signal,
      ...(certificate === undefined ? {} : { clientCertificate: certificate }),
    });
    answer(response, served);
  } catch {
    answer(response, { status: 500, body: 'The server failed.\n' });
  }
}

function answer(response: ServerResponse, { status, headers = {}, body = '' }: ServedResponse): void {
  if (response.destroyed) return;
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  response.writeHead(status, {
    ...(typeof body === 'string' ? { 'Content-Type': 'text/plain; charset=utf-8' } : {}),
    'Content-Length': bytes.length,
    ...headers,
  });
  response.end(bytes);
}

async function readBody(request: IncomingMessage, most: number): Promise<Uint8Array | 'too large'> {
  if (Number(request.headers['content-length'] ?? 0) > most) return 'too large';
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > most) return 'too large';
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function headersOf(request: IncomingMessage): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
}

function clientCertificate(request: IncomingMessage): Uint8Array | undefined {
  const socket = request.socket as Partial<TLSSocket>;
  if (socket.authorized !== true) return undefined;
  return socket.getPeerX509Certificate?.()?.raw;
}
