import type { Answered, ClientRequest, Exchange } from '../../pki/scep/transport.ts';
import { EnrollmentError, transportErrors } from './error.ts';

/** What an enrollment waits for next. */
export type Step =
  | { readonly kind: 'send'; readonly request: ClientRequest }
  /** The server answered PENDING and is asked again after so many seconds. */
  | { readonly kind: 'wait'; readonly seconds: number; readonly respondent: string };

/** What came of a step: the exchange of a `send`, nothing but the time of a `wait`. */
export interface Resumption {
  readonly now: Date;
  readonly exchange?: Exchange;
}

/** As the Windows client calls itself (Learn, "Troubleshooting SCEP certificate profile delivery"). */
const userAgent = 'Mozilla/4.0 (compatible; Win32; NDES client)';

/** Longer URLs are refused by many servers; a GET with a whole pkiMessage comes near. */
const maximumUrlLength = 16_384;

/** An answer, and the moment when it came. */
export interface Received {
  readonly now: Date;
  readonly answer: Answered;
}

/**
 * Sends a request of SCEP (RFC 8894, 4.1) and receives the answer.
 *
 * @param url without query
 * @param message by POST where `posts`, else in the query as base64
 * @throws EnrollmentError where there is no answer
 */
export function* exchange(
  url: string,
  operation: string,
  message?: { readonly bytes: Uint8Array; readonly posts: boolean },
): Generator<Step, Received, Resumption> {
  const base = `${url}${url.includes('?') ? '&' : '?'}operation=${operation}`;
  const request: ClientRequest =
    message?.posts === true
      ? { method: 'POST', url: base, userAgent, body: message.bytes }
      : { method: 'GET', url: `${base}&message=${queryOf(message?.bytes)}`, userAgent };
  if (!URL.canParse(request.url) || request.url.length > maximumUrlLength) {
    throw new EnrollmentError('ERROR_WINHTTP_INVALID_URL', `"${url}" is no URL that can be asked`);
  }
  const resumption = yield { kind: 'send', request };
  const result = resumption.exchange;
  if (result === undefined) throw new TypeError('a request was resumed without its exchange');
  if (result.kind === 'failed') throw new EnrollmentError(transportErrors[result.failure], result.detail);
  return { now: resumption.now, answer: result };
}

/** GetCACaps and GetCACert have a message too; Windows sends `default` (Learn, as above). */
function queryOf(message: Uint8Array | undefined): string {
  return message === undefined ? 'default' : encodeURIComponent(Buffer.from(message).toString('base64'));
}

/** @throws EnrollmentError for another status than 200 */
export function bodyOf({ answer }: Received, operation: string): Uint8Array {
  if (answer.status !== 200) {
    throw new EnrollmentError({ httpStatus: answer.status }, `HTTP ${answer.status} to ${operation}`);
  }
  return answer.body;
}
