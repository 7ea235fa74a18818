import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import type { ScepCa } from './ca.ts';
import { maximumMessageLength } from './der-read.ts';
import { fillerOctet, type ScepResponse } from './exchange.ts';

/** CAs by name behind one port: the CA `name` answers at URL/name and at everything below, /pkiclient.exe too. */
export interface ScepServer {
  /** `http://host:port`, with the port that was taken. */
  readonly url: string;
  /** Adds a CA, in place of one with the same name. @returns its URL, the ServerURL of the CSP */
  add(name: string, ca: ScepCa): string;
  remove(name: string): void;
  /** Stops listening and ends every connection, held-back answers too. */
  close(): Promise<void>;
}

export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: one that is free. */
  readonly port?: number;
}

/** For headers and body of a request together, in milliseconds. */
const requestTimeout = 30_000;
/** A request by GET for an RSA key of 4096 bits has 5 KB; many names add to it. */
const maximumHeader = 65_536;
const fillerPiece = Buffer.alloc(65_536, fillerOctet);

/** Starts a server without any CA. @throws the error of listening, such as EADDRINUSE */
export async function listenScep(options: ListenOptions = {}): Promise<ScepServer> {
  const { host = '127.0.0.1', port = 0 } = options;
  const cas = new Map<string, ScepCa>();
  const timers = new Set<NodeJS.Timeout>();
  const later = (seconds: number, work: () => void): void => {
    if (seconds <= 0) {
      work();
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, 1000 * seconds);
    timers.add(timer);
  };
  const server = createServer(
    { maxHeaderSize: maximumHeader, requestTimeout, headersTimeout: requestTimeout },
    (request, response) => {
      void serve(request, response, cas, later);
    },
  );
  await listening(server, host, port);
  const address = server.address() as AddressInfo; // Listening on a port; only pipes have another kind of address.
  const url = `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`;
  return {
    url,
    add(name, ca) {
      cas.set(name, ca);
      return `${url}/${encodeURIComponent(name)}`;
    },
    remove(name) {
      cas.delete(name);
    },
    close: () =>
      new Promise((resolve) => {
        for (const timer of timers) clearTimeout(timer);
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
    server.listen(port, host, resolve);
  });
}

type Later = (seconds: number, work: () => void) => void;

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  cas: ReadonlyMap<string, ScepCa>,
  later: Later,
): Promise<void> {
  const target = request.url ?? '/';
  const ca = cas.get(nameIn(target));
  const body = await readBody(request).catch(() => undefined);
  if (ca === undefined || body === undefined) {
    // After an oversized body the connection can not be used again.
    response.writeHead(ca === undefined ? 404 : 413, { 'Content-Type': 'text/plain', Connection: 'close' });
    response.end(ca === undefined ? 'No CA here.\n' : `More than ${maximumMessageLength} bytes.\n`);
    return;
  }
  const userAgent = request.headers['user-agent'];
  const answer = ca.respond({
    method: request.method ?? '',
    target,
    ...(userAgent !== undefined && { userAgent }),
    body,
  });
  later(answer.delaySeconds, () => {
    send(response, answer);
  });
}

/** The first segment of the path; empty where it is no URL encoding. */
function nameIn(target: string): string {
  const segment = /^\/([^/?]*)/.exec(target)?.[1] ?? '';
  try {
    return decodeURIComponent(segment);
  } catch {
    return '';
  }
}

/** undefined for a body that is too large. */
async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length > maximumMessageLength) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function send(response: ServerResponse, answer: ScepResponse): void {
  if (answer.kind === 'drop') {
    if (answer.sent.length === 0) {
      response.destroy();
      return;
    }
    response.writeHead(200, { 'Content-Length': 2 * answer.sent.length });
    response.write(answer.sent, () => response.destroy());
    return;
  }
  const { body, location } = answer;
  response.writeHead(answer.status, {
    'Content-Type': answer.contentType,
    'Content-Length': body.kind === 'bytes' ? body.bytes.length : body.length,
    ...(location !== undefined && { Location: location }),
  });
  if (body.kind === 'bytes') response.end(body.bytes);
  // A client that goes away ends the stream; that is no error of ours.
  else pipeline(Readable.from(filler(body.length)), response, () => undefined);
}

function* filler(length: number): Generator<Uint8Array> {
  for (let left = length; left > 0; left -= fillerPiece.length) yield fillerPiece.subarray(0, left);
}
