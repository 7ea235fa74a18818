import { openCaller, type Caller } from './call.ts';
import { isSameSecret } from './same-secret.ts';
import { serveHttp, type HttpService, type ServedResponse } from './serve.ts';

/*
 * Small services on loopback by which the processes of this suite steer one another: one POST for each operation, JSON
 * or bytes both ways, and a token that only their owner knows.
 */

/** What an operation is given and gives: JSON, bytes, or nothing. */
export type Parcel = { readonly json: unknown } | { readonly bytes: Uint8Array } | undefined;

/** Path below the service's URL, and what is done for it. `gone` is aborted where the caller goes away. */
export type Operations = Readonly<
  Record<string, (parcel: Parcel, query: URLSearchParams, gone: AbortSignal) => Parcel | Promise<Parcel>>
>;

/** An operation could not be done: the sentence goes to the caller, with what kind of failure it is. */
export class OperationFailure extends Error {
  override readonly name = 'OperationFailure';
  readonly layer: 'transport' | 'laboratory';

  constructor(layer: 'transport' | 'laboratory', message: string) {
    super(message);
    this.layer = layer;
  }
}

/** Bytes of one parcel: the largest are preparations with many certificates, and replies of devices. */
const maximumBody = 16 * 1024 * 1024;
const bytesType = 'application/octet-stream';
const jsonType = 'application/json';

/** Starts a service at a free port of loopback, or at the port given. */
export function serveOperations(
  operations: Operations,
  { token, host = '127.0.0.1', port = 0 }: { token: string; host?: string; port?: number },
): Promise<HttpService> {
  return serveHttp({
    host,
    port,
    maximumBody,
    handle: async ({ method, path, headers, body, gone }) => {
      if (!isSameSecret(headers['authorization'] ?? '', `Bearer ${token}`)) return { status: 401 };
      const [name = '', query = ''] = path.split('?', 2);
      const operation = Object.hasOwn(operations, name.slice(1)) ? operations[name.slice(1)] : undefined;
      if (operation === undefined || method !== 'POST') return { status: 404 };
      try {
        return answerWith(
          await operation(parcelOf(headers['content-type'], body), new URLSearchParams(query), gone),
        );
      } catch (error) {
        if (!(error instanceof OperationFailure)) throw error;
        return { ...answerWith({ json: { layer: error.layer, reason: error.message } }), status: 422 };
      }
    },
  });
}

function answerWith(parcel: Parcel): ServedResponse {
  if (parcel === undefined) return { status: 204 };
  if ('bytes' in parcel) return { status: 200, headers: { 'Content-Type': bytesType }, body: parcel.bytes };
  return { status: 200, headers: { 'Content-Type': jsonType }, body: JSON.stringify(parcel.json) };
}

function parcelOf(contentType: string | undefined, body: Uint8Array): Parcel {
  if (contentType === bytesType) return { bytes: body };
  if (body.length === 0) return undefined;
  try {
    return { json: JSON.parse(Buffer.from(body).toString('utf8')) as unknown };
  } catch {
    throw new OperationFailure('laboratory', 'the body is no JSON');
  }
}

/** Where a service is and what opens it. */
export interface ServiceAddress {
  readonly url: string;
  readonly token: string;
}

export interface ServiceClient {
  /**
   * @param timeout milliseconds
   * @throws OperationFailure as the service says, or of the layer laboratory where it can not be reached
   */
  ask(operation: string, parcel?: Parcel, timeout?: number): Promise<Parcel>;
  close(): void;
}

export function openService({ url, token }: ServiceAddress, caller: Caller = openCaller()): ServiceClient {
  return {
    ask: async (operation, parcel, timeout) => {
      const response = await caller
        .call({
          method: 'POST',
          url: `${url}/${operation}`,
          headers: {
            Authorization: `Bearer ${token}`,
            ...(parcel === undefined ? {} : { 'Content-Type': 'bytes' in parcel ? bytesType : jsonType }),
          },
          ...(parcel === undefined
            ? {}
            : { body: 'bytes' in parcel ? parcel.bytes : JSON.stringify(parcel.json) }),
          ...(timeout === undefined ? {} : { timeout }),
        })
        .catch((error: unknown) => {
          throw new OperationFailure('laboratory', error instanceof Error ? error.message : String(error));
        });
      const answer =
        response.status === 204 ? undefined : parcelOf(response.headers['content-type'], response.body);
      if (response.status === 200 || response.status === 204) return answer;
      throw failureOf(operation, response.status, answer);
    },
    close: () => {
      caller.close();
    },
  };
}

function failureOf(operation: string, status: number, answer: Parcel): OperationFailure {
  if (status === 422 && answer !== undefined && 'json' in answer) {
    const { layer, reason } = answer.json as { layer: 'transport' | 'laboratory'; reason: string };
    return new OperationFailure(layer, reason);
  }
  const what = status === 401 ? 'the token is not the right one' : `HTTP ${status}`;
  return new OperationFailure('laboratory', `${operation}: ${what}`);
}
