import { setTimeout as pause } from 'node:timers/promises';
import { FleetFailure, failureFor, type Purpose } from './failure.ts';
import { listIn, textIn } from './json.ts';

/** One HTTP request; the answer is JSON. */
export interface FleetRequest extends Purpose {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below /api/v1/fleet/. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: { readonly json: unknown } | { readonly form: FormData };
  /** Gives the request up when nobody waits for it any more. */
  readonly signal?: AbortSignal;
}

export interface FleetClient {
  /**
   * What Fleet answers; undefined for an answer without a body.
   * @throws FleetFailure
   */
  send(request: FleetRequest): Promise<unknown>;
}

export interface ClientSettings {
  /** Of the server, without a slash at its end. */
  readonly url: string;
  readonly token: string;
  readonly fetch: typeof fetch;
  /** Milliseconds for one request. */
  readonly requestTimeout: number;
}

/** A whole SyncML message in base64 is far shorter. */
const longestBody = 16 * 1024 * 1024;
/** A longer Retry-After is no pause but a refusal. */
const longestPause = 60_000;
const mostRetries = 3;
const longestQuote = 300;

/** Talks to one Fleet server. The token goes to this server only, and stands in no error. */
export function fleetClient({ url, token, fetch, requestTimeout }: ClientSettings): FleetClient {
  const quote = (text: string): string => {
    const line = text.replaceAll(token, '…').replace(/\s+/g, ' ').trim();
    return line.length <= longestQuote ? line : `${line.slice(0, longestQuote)}…`;
  };

  const attempt = async (request: FleetRequest): Promise<Answer> => {
    const timeout = AbortSignal.timeout(requestTimeout);
    try {
      const response = await fetch(`${url}/api/v1/fleet/${request.path}${queryOf(request)}`, {
        method: request.method,
        headers: {
          Accept: 'application/json',
          Authorization: `Bearer ${token}`,
          ...(request.body !== undefined && 'json' in request.body
            ? { 'Content-Type': 'application/json' }
            : {}),
        },
        // A redirect could lead the token to another host.
        redirect: 'manual',
        signal: request.signal === undefined ? timeout : AbortSignal.any([timeout, request.signal]),
        ...(request.body === undefined ? {} : { body: bodyOf(request.body) }),
      });
      return { response, text: await readBounded(response, request) };
    } catch (error) {
      if (error instanceof FleetFailure) throw error;
      const reason = timeout.aborted ? `no answer within ${requestTimeout} ms` : reasonOf(error);
      throw new FleetFailure(
        'transport',
        `Fleet could not be asked to ${request.to}: ${quote(reason)}; check --mdm-url and the network`,
      );
    }
  };

  return {
    send: async (request) => {
      for (let retries = 0; ; retries++) {
        const { response, text } = await attempt(request);
        if (response.ok) return jsonOf(text, response.status, request);
        if (isRedirect(response)) throw redirected(response, request, quote);
        const seconds = response.status === 429 ? secondsIn(response.headers.get('Retry-After')) : undefined;
        if (seconds === undefined || seconds * 1000 > longestPause || retries === mostRetries) {
          throw failureFor(response.status, quote(wordsIn(text)), request);
        }
        await pause(seconds * 1000, undefined, { signal: request.signal });
      }
    },
  };
}

interface Answer {
  readonly response: Response;
  readonly text: string;
}

function queryOf({ query }: FleetRequest): string {
  return query === undefined ? '' : `?${new URLSearchParams(query).toString()}`;
}

function bodyOf(body: NonNullable<FleetRequest['body']>): string | FormData {
  return 'json' in body ? JSON.stringify(body.json) : body.form;
}

async function readBounded(response: Response, { to }: FleetRequest): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  if (response.body !== null) {
    for await (const piece of response.body as AsyncIterable<Uint8Array>) {
      length += piece.length;
      if (length > longestBody) {
        const reason = `its answer has more than ${longestBody} bytes; is --mdm-url the address of a Fleet server?`;
        throw new FleetFailure('transport', `Fleet was asked to ${to}: ${reason}`);
      }
      pieces.push(piece);
    }
  }
  return Buffer.concat(pieces).toString('utf8');
}

function jsonOf(text: string, status: number, { to }: FleetRequest): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    const reason = 'its answer is no JSON; is --mdm-url the address of a Fleet server?';
    throw new FleetFailure('transport', `Fleet was asked to ${to}: ${reason}`, status);
  }
}

/** With `redirect: 'manual'` Node gives the response as it is. */
function isRedirect({ status, headers }: Response): boolean {
  return status >= 300 && status < 400 && headers.has('Location');
}

function redirected(response: Response, { to }: FleetRequest, quote: (text: string) => string): FleetFailure {
  const location = quote(response.headers.get('Location') ?? '');
  return new FleetFailure(
    'transport',
    `Fleet was asked to ${to} and sends elsewhere, to ${location}: give --mdm-url the address where Fleet answers itself`,
    response.status,
  );
}

function secondsIn(retryAfter: string | null): number | undefined {
  return retryAfter !== null && /^\d{1,9}$/.test(retryAfter.trim()) ? Number(retryAfter) : undefined;
}

/** Fleet's `message` and the reasons in its `errors` (docs, API errors); the text itself where it is no such JSON. */
function wordsIn(text: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    const reasons = listIn(answer, 'errors').flatMap((error) => textIn(error, 'reason') ?? []);
    return [textIn(answer, 'message') ?? '', ...reasons].filter((words) => words !== '').join(': ');
  } catch {
    return text;
  }
}

/** What undici says is "fetch failed"; the cause tells why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
